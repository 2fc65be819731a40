import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../shared/ipc/port.ts';
import { fill } from '../../shared/messages/problem.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { advance, noProgress, type RunDocument, type RunProgress } from '../../shared/training/run.ts';
import { temporaryEnding } from '../data/leftovers.ts';
import { checkpointFile, runFile, writeRun } from '../formats/run-folder.ts';
import { describeEnd, type EngineHost, type EngineProcess, engineClient } from './engine-process.ts';
import { openRunLog } from './run-log.ts';
import type { LiveRun } from './run-summary.ts';

type EndEvent = Extract<RunEvent, { event: 'train:end' }>;

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
  /** Takes the events as they come in, oldest first, but the last, which `ended` gives. */
  tell(events: readonly RunEvent[]): void;
}

/**
 * Starts an engine on a run, writes its `run.json` and log, and sees it to its end: also when the engine dies, or the disk takes
 * no more. Rejects if it could not even begin.
 */
export async function startTraining({ engineHost, directory, document, tell }: TrainingOptions): Promise<Training> {
  let failure: unknown = null;
  let progress: RunProgress = noProgress;
  let engine: RunDocument['engine'] = null;
  let lastEvent: EndEvent | null = null;
  let engineProcess: EngineProcess | null = null;
  const fail = (error: unknown) => {
    failure ??= error;
    engineProcess?.kill();
  };
  const log = await openRunLog(runFile(directory, 'log.jsonl'), fail);
  try {
    engineProcess = engineHost.start();
    document = { ...document, process: engineProcess.pid };
    await writeRun(directory, document);
  } catch (error) {
    engineProcess?.kill();
    await log.close().catch(() => undefined);
    throw error;
  }
  const child = engineProcess;
  let gone = false;
  void child.ended.then(() => {
    gone = true;
  });
  const client = engineClient(child);
  client.on('run:events', (events) => {
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
  });

  /** The last event: the engine's own, or ours where the engine could not tell how it ended. */
  async function waitForEnd(): Promise<EndEvent> {
    let words: string;
    try {
      await client.ask('engine:train', { directory });
      if (lastEvent && failure === null) return lastEvent;
      words = messageOf(failure);
    } catch (error) {
      if (failure !== null) words = messageOf(failure);
      else if (gone) words = describeEnd(await child.ended);
      else words = messageOf(error);
    }
    return failedEvent(words);
  }

  function failedEvent(reason: string): EndEvent {
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
    child.release();
    if (event.outcome === 'failed') await removeTemporaryFiles(directory);
    log.append(event);
    try {
      await log.close();
      await writeRun(directory, ended(event));
    } catch (error) {
      // The log or run.json is not whole: the run is not what a finished run has to be, whatever the engine says.
      event = failedEvent(messageOf(error));
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
      const timer = patience === undefined ? null : setTimeout(() => child.kill(), patience);
      // A process that is gone by now answers nothing, and `end` says how it went.
      await client.ask('engine:stop', null).catch(() => undefined);
      await end;
      if (timer) clearTimeout(timer);
    },
  };
}

/** An error's words: those meant for people as they are. */
function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const received = error instanceof Error ? error.message : String(error);
  return fill(runMessages['engine-unexpected'], { received });
}

/** What a killed engine was writing when it went. */
async function removeTemporaryFiles(directory: string): Promise<void> {
  const folder = dirname(checkpointFile(directory, 'last'));
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.endsWith(temporaryEnding));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}
