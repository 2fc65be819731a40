import type { DatasetProgress, Part } from '../../shared/data/dataset.ts';
import type { Handlers } from '../../shared/ipc/client-server.ts';
import type { EngineRequests } from '../../shared/ipc/contract.ts';
import type { EngineReport, PassedOver } from '../../shared/ipc/engines.ts';
import type { ExportStage } from '../../shared/ipc/exports.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { ProfileProgress } from '../../shared/ipc/profile.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import type { Logs, RunEvent } from '../../shared/training/events.ts';
import { rowsOfAnswer } from '../../shared/training/rows-of-answer.ts';
import { type EngineName, engineNames } from '../../shared/training/settings.ts';
import { checkWorkbook } from '../data/tables/open-table-file.ts';
import { backends, NoBackendError, startBackend } from './backends/backend.ts';
import { exportRun } from './export.ts';
import { generateText } from './generate.ts';
import { type Job, type JobStart, openJob, tellPreparedTargets } from './job.ts';
import { predictRows } from './predict.ts';
import { profile } from './profile.ts';
import { tellNotices } from './step/tell-notices.ts';
import { train } from './train.ts';

/** Who hears what happens while the engine answers. */
export interface Listeners {
  /** The events of the run it trains. */
  readonly emit: (event: RunEvent) => void;
  /** What a person should know of how something else is computed. */
  readonly tell: (message: Words) => void;
  /** How far the data is opened; null once that is over. */
  readonly onReading: (progress: DatasetProgress | null) => void;
  /** How far a measurement is. */
  readonly report: (progress: ProfileProgress) => void;
  /** The text that it writes, as far as it is. */
  readonly onText: (text: string) => void;
  /** What an export is at. */
  readonly onStage: (stage: ExportStage) => void;
  /** Which engine is being started; null once that is over. */
  readonly onStarting: (engine: EngineName | null) => void;
}

/** What the engine process does, one function a request. */
export function createHandlers({
  emit,
  tell,
  onReading,
  report,
  onText,
  onStage,
  onStarting,
}: Listeners): Handlers<EngineRequests> & { stop(): void } {
  const stopping = new AbortController();
  const passedOver: PassedOver[] = [];
  const start: JobStart = { passedOver, onStarting };
  const { signal } = stopping;
  const reading = { signal, report: onReading };
  const stop = () => stopping.abort(new UserError(dataMessages['reading-ended']));
  const withJob = async <T>(directory: string, use: (job: Job) => Promise<T>): Promise<T> => {
    const job = await openJob(directory, 'trained', { start, tell, onReading, signal });
    try {
      return await use({ ...job, step: tellNotices(job.step, tell) });
    } finally {
      onReading(null);
      job.close();
    }
  };
  return {
    stop,
    'engine:pass-over': (engines) => {
      passedOver.push(...engines);
      return null;
    },
    'engine:describe': ({ engine }) => describeEngines(engine, start),
    'engine:train': ({ directory }) => train(directory, signal, emit, { start, onReading }),
    'engine:stop': () => {
      stop();
      return null;
    },
    'engine:evaluate': ({ directory, part }) =>
      withJob(directory, (job) => {
        tellPreparedTargets(job, tell);
        return evaluate(job, part);
      }),
    'engine:predict': ({ directory, source }) =>
      withJob(directory, async (job) => {
        const { batchSize } = job.run.training;
        switch (source.kind) {
          case 'file': {
            const { path, sheet } = source;
            if (sheet !== undefined) await checkWorkbook(path, sheet);
            return predictRows(job, job.feed.file(path, { batchSize, sheet, reading }), (index) => index);
          }
          case 'part': {
            const numbers = job.dataset.sourceRows(source.part);
            const batches = job.feed.batches(source.part, { batchSize, shuffleSeed: null });
            const numbersOfRow = [...job.match.targets.values()].map(({ classes }) => classes?.length ?? 1);
            const limit = rowsOfAnswer(Math.max(1, ...numbersOfRow), source.limit);
            return predictRows(job, batches, (index) => numbers[index]!, limit);
          }
        }
      }),
    'engine:generate': (generated) =>
      withJob(generated.directory, async (job) => ({ text: await generateText(job, generated, onText) })),
    'engine:profile': (profiled) => profile(profiled, { signal, report, start }),
    'engine:export': (request) => exportRun(request, tell, { start, onReading, onStage, signal }),
  };
}

/** Every engine asked for and whether it runs on this computer. */
async function describeEngines(wanted: 'auto' | EngineName, start: JobStart): Promise<EngineReport[]> {
  const states: EngineReport[] = [];
  for (const name of wanted === 'auto' ? engineNames : [wanted]) {
    try {
      const { version, device, reason } = await startBackend(name, undefined, start);
      const unfit = await backends.find((backend) => backend.name === name)?.unfit?.();
      const ready = { name, state: 'ready', version, device, remedy: null } as const;
      states.push(unfit ? { ...ready, reason: unfit, onlyIfNamed: true } : { ...ready, reason });
    } catch (error) {
      if (!(error instanceof NoBackendError)) throw error;
      const [passedOver] = error.passedOver;
      const reason = passedOver?.problem ?? error.words;
      states.push({ name, state: 'unavailable', version: '', device: '', reason, remedy: passedOver?.remedy ?? null });
    }
  }
  return states;
}

/** Loss and metrics of a trained model over a part. */
async function evaluate({ dataset, feed, run, step }: Job, part: Part): Promise<Logs> {
  if (dataset.rows[part] === 0)
    throw new UserError(say(runMessages['no-rows'], { part: say(phrases[`part-${part}`]) }));
  step.resetLogs();
  const { batchSize } = run.training;
  for await (const batch of feed.batches(part, { batchSize, shuffleSeed: null })) await step.evaluate(batch);
  return step.logs();
}
