import { inEnglish } from '../../../shared/messages/sentence.ts';
import type { RunEvent } from '../../../shared/training/events.ts';
import { engineNames } from '../../../shared/training/settings.ts';
import { type Command, json, oneOf, type Terminal } from '../command.ts';
import { showLogs } from '../show-logs.ts';
import { withApp } from '../with-app.ts';

/** Trains a project and prints what the run says. */
export const train: Command = {
  usage: 'train DIR [--engine E] [--epochs N] [--seed S] [--limit ROWS] [--json]',
  summary: 'Trains a project. Ctrl+C stops it and keeps what was learned; a second one ends it at once.',
  words: ['DIR'],
  options: {
    engine: { type: 'string' },
    epochs: { type: 'string' },
    seed: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  run(args, terminal) {
    const engine = args.option('engine');
    const overrides = {
      ...(engine !== undefined && { engine: oneOf('engine', ['auto', ...engineNames], engine) }),
      ...given('epochs', args.number('epochs', 1)),
      ...given('seed', args.number('seed', 0)),
      ...given('limit', args.number('limit', 1)),
    };
    return withApp(async ({ runs }) => {
      const waiting: RunEvent[] = [];
      let directory: string | null = null;
      let finish: (code: number) => void = () => undefined;
      const ended = new Promise<number>((resolve) => {
        finish = resolve;
      });
      const show = (event: RunEvent) => {
        if (args.flag('json')) showJson(event, directory!, terminal);
        else showWords(event, directory!, terminal);
        if (event.event === 'train:end') finish(event.outcome === 'failed' ? 1 : 0);
      };
      // Events that come before the folder is known wait for it.
      runs.onEvents((events) => {
        if (directory === null) waiting.push(...events);
        else for (const event of events) show(event);
      });
      const started = await runs.start(args.words[0]!, overrides);
      directory = started.directory;
      for (const event of waiting) show(event);
      terminal.onInterrupt(() => void runs.stop(started.run));
      return ended;
    });
  },
};

function given<Name extends string>(name: Name, value: number | undefined): { [name in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: number });
}

function showJson(event: RunEvent, directory: string, { print }: Terminal): void {
  print(json(event.event === 'train:end' ? { ...event, run: directory } : event));
}

/** Says an event in words; batches only where a person watches. */
export function showWords(event: RunEvent, directory: string, { print, hint, interactive }: Terminal): void {
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
        hint(
          `\u001b[1A\u001b[2Kepoch ${event.epoch}, step ${event.step} of ${event.stepsPerEpoch}, ${showLogs(event.logs)}, ${Math.ceil(event.secondsLeft)} s left`,
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
