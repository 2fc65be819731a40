import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { PassedOver } from '../../shared/ipc/engines.ts';
import { UserError, wordsOf } from '../../shared/ipc/port.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { advance, noProgress, type RunDocument, type RunProgress } from '../../shared/training/run.ts';
import { describeFileError } from '../data/disk/file-error.ts';
import { temporaryEnding } from '../data/disk/leftovers.ts';
import { checkpointFile, runFile, writeRun } from '../formats/run-folder.ts';
import { describeEnd, type EngineHost, type OpenEngine, openEngine } from './engine-process.ts';
import { openRunLog } from './run-log.ts';
import type { LiveRun } from './run-summary.ts';

/** How a run ended, as it says itself. */
export type EndEvent = Extract<RunEvent, { event: 'train:end' }>;

/** One run while an engine trains it. */
export interface Training {
  live(): LiveRun;
  /** Resolves with the last event when all is on disk, however it ended; never rejects. */
  readonly ended: Promise<EndEvent>;
  /** Asks it to end and resolves when it has; after `patience` milliseconds its process is ended, which is a failure. */
  stop(patience?: number): Promise<void>;
}

/** What a run is trained with. */
export interface TrainingOptions {
  readonly engineHost: EngineHost;
  /** The run's folder; it is there and empty. */
  readonly directory: string;
  readonly document: RunDocument;
  /** What a person should know of the run before it begins. */
  readonly notices: readonly Words[];
  /** Takes the events as they come in, oldest first, but the last, which `ended` gives. */
  tell(events: readonly RunEvent[]): void;
  /** Hears how far the opening of the run's data is; null once that is over. */
  tellReading(progress: DatasetProgress | null): void;
}

/**
 * Starts an engine on a run, writes its `run.json` and log, and sees it to its end: also when the engine dies, or the disk takes
 * no more. Rejects if it could not even begin.
 */
export async function startTraining(options: TrainingOptions): Promise<Training> {
  const { engineHost, directory, tell, tellReading } = options;
  let { document } = options;
  let failure: unknown = null;
  let progress: RunProgress = noProgress;
  let engine: RunDocument['engine'] = null;
  let lastEvent: EndEvent | null = null;
  let open: OpenEngine | null = null;
  let stopping = false;
  const fail = (error: unknown) => {
    failure ??= error;
    open?.process.kill();
  };
  const log = await openRunLog(runFile(directory, 'log.jsonl'), fail);
  const reserve = join(directory, reserveFile);
  const passedOver: PassedOver[] = [];

  /** Starts a process for the run and notes it in `run.json`. */
  async function launch(): Promise<OpenEngine> {
    open = openEngine(engineHost, passedOver);
    open.client.on('run:events', hear);
    open.client.on('engine:reading', tellReading);
    try {
      document = { ...document, process: open.process.pid };
      await writeRun(directory, document);
      await writeReserve(reserve, document);
      return open;
    } catch (error) {
      open.process.kill();
      throw error;
    }
  }

  function hear(events: readonly RunEvent[]): void {
    const told: RunEvent[] = [];
    for (const event of events) {
      if (event.event === 'train:begin') engine = event.engine;
      progress = advance(progress, event);
      if (event.event === 'train:end') {
        lastEvent = event;
        break;
      }
      log.append(event);
      told.push(event);
    }
    if (told.length > 0) tell(told);
  }

  let current: OpenEngine;
  try {
    current = await launch();
  } catch (error) {
    await log.close().catch(() => undefined);
    throw error;
  }
  const { run, started } = document;
  hear(options.notices.map((message) => ({ event: 'train:notice', run, time: started, message })));

  /** The last event: the engine's own, or ours where the engine could not tell how it ended. */
  async function waitForEnd(): Promise<EndEvent> {
    for (;;) {
      try {
        await current.client.ask('engine:train', { directory });
        return lastEvent && failure === null ? lastEvent : failedEvent(wordsOfEnd(failure));
      } catch (error) {
        if (failure !== null) return failedEvent(wordsOfEnd(failure));
        if (!current.isGone()) return failedEvent(wordsOfEnd(error));
        const crash = await current.findStartCrash();
        if (!crash || stopping) return failedEvent(describeEnd(await current.process.ended));
        // Nothing was trained yet: the next process takes the next best engine, or says why there is none.
        passedOver.push(crash);
      }
      try {
        current = await launch();
        // It was asked of the process that is gone.
        if (stopping) void current.client.ask('engine:stop', null).catch(() => undefined);
      } catch (error) {
        return failedEvent(wordsOfEnd(error));
      }
    }
  }

  function failedEvent(reason: Words): EndEvent {
    const { run, started } = document;
    const time = Date.now();
    return {
      event: 'train:end',
      run,
      time,
      outcome: 'failed',
      reason,
      test: null,
      seconds: (time - started) / 1000,
    };
  }

  async function finish(): Promise<EndEvent> {
    let event = await waitForEnd();
    // A process that is gone has not said it.
    tellReading(null);
    current.process.release();
    if (event.outcome === 'failed') await removeTemporaryFiles(directory);
    log.append(event);
    await rm(reserve, { force: true });
    try {
      await log.close();
      await writeRun(directory, ended(event));
    } catch (error) {
      // The log or run.json is not whole: the run is not what a finished run has to be, whatever the engine says.
      event = failedEvent(wordsOfEnd(error));
      await writeRun(directory, ended(event)).catch(() => undefined);
    }
    return event;
  }

  function ended({ outcome, reason, test, time }: EndEvent): RunDocument {
    return { ...document, process: null, engine, result: { outcome, reason, test, ended: time, ...progress } };
  }

  const end = finish();
  return {
    live: () => ({ directory, document, progress }),
    ended: end,
    async stop(patience) {
      stopping = true;
      const timer = patience === undefined ? null : setTimeout(() => current.process.kill(), patience);
      // A process that is gone by now answers nothing, and `end` says how it went.
      await current.client.ask('engine:stop', null).catch(() => undefined);
      await end;
      if (timer) clearTimeout(timer);
    },
  };
}

/** Room on the disk for a last `run.json`, so that a disk that is full by then can be told of in it. */
const reserveFile = '.reserve';

/** Bytes of `run.json` that a result has, with the reason of a failure. */
const resultBytes = 16_384;

async function writeReserve(path: string, document: RunDocument): Promise<void> {
  const bytes = JSON.stringify(document).length * 2 + resultBytes;
  try {
    // Not zeros: file systems that compress would keep no room for them.
    await writeFile(path, randomBytes(bytes), { flush: true });
  } catch (error) {
    throw describeFileError(error, path, 'written');
  }
}

/** An error's words: those meant for people as they are. */
export function wordsOfEnd(error: unknown): Words {
  if (error instanceof UserError) return error.words;
  return say(runMessages['engine-unexpected'], { received: wordsOf(error) });
}

/** What a killed engine was writing when it went. */
async function removeTemporaryFiles(directory: string): Promise<void> {
  const folder = dirname(checkpointFile(directory, 'last'));
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.endsWith(temporaryEnding));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
