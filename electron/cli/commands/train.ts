import type { CrossValidationEnd, StartedRun } from '../../../shared/ipc/runs.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import {
  crossValidationsOf,
  type Fold,
  type FoldUnderWay,
  foldsSchema,
  leastFolds,
  mostFolds,
  secondsLeftOfFolds,
} from '../../../shared/training/cross-validation.ts';
import type { RunEvent } from '../../../shared/training/events.ts';
import { engineNames } from '../../../shared/training/settings.ts';
import { type Arguments, type Command, json, oneOf, type Terminal, UsageError } from '../command.ts';
import { foldsAsJson, showFolds } from '../show-folds.ts';
import { showLogs } from '../show-logs.ts';
import { hintReadings } from '../show-reading.ts';
import { withApp } from '../with-app.ts';

/** Trains a project and prints what the run says; of a cross-validation, what all its folds say. */
export const train: Command = {
  usage: 'train DIR [--engine E] [--epochs N] [--seed S] [--limit ROWS] [--folds K|off] [--json]',
  summary:
    'Trains a project, with --folds one model a fold. Ctrl+C stops it and keeps what was learned; a second one ends it at once.',
  words: ['DIR'],
  options: {
    engine: { type: 'string' },
    epochs: { type: 'string' },
    seed: { type: 'string' },
    limit: { type: 'string' },
    folds: { type: 'string' },
    json: { type: 'boolean' },
  },
  run(args, terminal) {
    const project = args.words[0]!;
    const engine = args.option('engine');
    const overrides = {
      ...(engine !== undefined && { engine: oneOf('engine', ['auto', ...engineNames], engine) }),
      ...given('epochs', args.number('epochs', 1)),
      ...given('seed', args.number('seed', 0)),
      ...given('limit', args.number('limit', 1)),
      ...readFolds(args),
    };
    return withApp(async ({ runs }) => {
      /** What comes before it is known which run has begun waits for that. */
      const waiting: ((of: StartedRun) => void)[] = [];
      let current: StartedRun | null = null;
      const hear = (speak: (of: StartedRun) => void) => {
        if (current) speak(current);
        else waiting.push(speak);
      };
      let finish: (code: number) => void = () => undefined;
      let fail: (error: unknown) => void = () => undefined;
      const ended = new Promise<number>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
      const show = (event: RunEvent, { directory, started, fold }: StartedRun) => {
        if (args.flag('json')) showJson(event, directory, terminal);
        else showWords(event, directory, terminal, fold && { ...fold, started });
      };
      const begin = (started: StartedRun) => {
        current = started;
        if (started.fold) showFoldBegin(started.directory, started.fold, args.flag('json'), terminal);
      };
      runs.onEvents((events) =>
        hear((of) => {
          for (const event of events) {
            show(event, of);
            if (event.event === 'train:end' && of.fold === null) finish(event.outcome === 'failed' ? 1 : 0);
          }
        }),
      );
      if (!args.flag('json')) hintReadings(runs, terminal);
      runs.onFoldBegin((started) => hear(() => begin(started)));
      const showEnd = async (end: CrossValidationEnd) => {
        const all = crossValidationsOf(await runs.list(project));
        const found = all.find(({ crossValidation }) => crossValidation === end.crossValidation)!;
        if (args.flag('json')) terminal.print(foldsAsJson(end, found));
        else showFolds(end, found, project, terminal);
        finish(end.outcome === 'failed' ? 1 : 0);
      };
      runs.onCrossValidationEnd((end) => void showEnd(end).catch(fail));
      const started = await runs.start(project, overrides);
      begin(started);
      for (const speak of waiting) speak(started);
      terminal.onInterrupt(() => void runs.stop(started.run));
      return ended;
    });
  },
};

/** Reads `--folds`: a number, or `off` for one run where the project says folds. Throws UsageError for anything else. */
function readFolds(args: Arguments): { readonly folds?: number | null } {
  const folds = args.option('folds');
  if (folds === undefined) return {};
  if (folds === 'off') return { folds: null };
  const read = foldsSchema.safeParse(folds.trim() === '' ? undefined : Number(folds));
  if (read.success) return { folds: read.data };
  throw new UsageError(
    `--folds must be off, or a whole number from ${leastFolds} to ${mostFolds}. Received: ${folds}.`,
  );
}

function showFoldBegin(directory: string, { fold, folds }: Fold, asJson: boolean, { print }: Terminal): void {
  if (asJson) print(json({ event: 'cross-validation:fold-begin', run: directory, fold, folds }));
  else print(`fold ${fold} of ${folds}`);
}

function given<Name extends string>(name: Name, value: number | undefined): { [name in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: number });
}

function showJson(event: RunEvent, directory: string, { print }: Terminal): void {
  print(json(event.event === 'train:end' ? { ...event, run: directory } : event));
}

/** Says an event in words; batches only where a person watches. The time left is of all folds. */
export function showWords(
  event: RunEvent,
  directory: string,
  { print, hint, interactive }: Terminal,
  fold: FoldUnderWay | null = null,
): void {
  switch (event.event) {
    case 'train:begin': {
      const { rows, engine, parameters } = event;
      print(
        `${parameters.toLocaleString('en')} parameters; ${rows.train} rows to train on, ${rows.validation} to validate, ${rows.test} to test.`,
      );
      print(`Engine ${engine.name} ${engine.version}, ${inEnglish(engine.device)}: ${inEnglish(engine.reason)}`);
      break;
    }
    case 'train:batch-end':
      if (interactive) {
        const which = fold ? `fold ${fold.fold} of ${fold.folds}, ` : '';
        const left = fold ? secondsLeftOfFolds(fold, event.time, event.secondsLeft) : event.secondsLeft;
        hint(
          `\u001b[1A\u001b[2K${which}epoch ${event.epoch}, step ${event.step} of ${event.stepsPerEpoch}, ${showLogs(event.logs)}, ${Math.ceil(left)} s left`,
        );
      }
      break;
    case 'train:epoch-begin':
      if (interactive) hint('');
      break;
    case 'train:epoch-end':
      print(
        `epoch ${event.epoch}: ${showLogs(event.logs)}, ${event.seconds.toFixed(1)} s${event.best ? ', best so far' : ''}`,
      );
      break;
    case 'train:notice':
      print(inEnglish(event.message));
      // The line that the next batch writes over.
      if (interactive) hint('');
      break;
    case 'train:end':
      if (event.reason) hint(inEnglish(event.reason));
      if (event.test) print(`test: ${showLogs(event.test)}`);
      print(`${event.outcome} after ${event.seconds.toFixed(1)} s: ${directory}`);
  }
}
