import { readdir, stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { basename, join } from 'node:path';
import { UserError } from '../../shared/ipc/port.ts';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { advance, noProgress, type RunDocument, type RunProgress } from '../../shared/training/run.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { isProcessThere } from '../data/disk/processes.ts';
import { readRun, runFile, runsFolder, weightsOf } from '../formats/run-folder.ts';
import { readRunLog } from './run-log.ts';

/** A run that this host trains right now: its document, and what it has come to. */
export interface LiveRun {
  readonly directory: string;
  readonly document: RunDocument;
  readonly progress: RunProgress;
}

/** The runs of a project, newest first. A run whose file cannot be read is listed as failed, with the reason. */
export async function listRuns(projectDirectory: string, live: LiveRun | null): Promise<RunSummary[]> {
  const folder = runsFolder(projectDirectory);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw describeFileError(error, folder, 'read');
  }
  const summaries = await Promise.all(names.map((name) => summaryOrNull(join(folder, name), live)));
  return summaries.filter((summary) => summary !== null).sort((a, b) => b.started - a.started);
}

async function summaryOrNull(directory: string, live: LiveRun | null): Promise<RunSummary | null> {
  const found = await stat(runFile(directory, 'run.json')).catch(() => null);
  if (!found) return null;
  try {
    return await summarizeRun(directory, live);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      run: basename(directory),
      directory,
      started: found.mtimeMs,
      state: 'failed',
      reason: error.message,
      test: null,
      weights: null,
      fold: null,
      ...noProgress,
    };
  }
}

/** A run in short. Throws UserError if it is none, or cannot be read. */
export async function summarizeRun(directory: string, live: LiveRun | null): Promise<RunSummary> {
  const weights = await weightsOf(directory);
  const summary = (
    document: RunDocument,
    progress: RunProgress,
    end: Pick<RunSummary, 'state' | 'reason' | 'test'>,
  ) => {
    const { run, started, fold } = document;
    const { epochs, logs, bestEpoch, bestLogs } = progress;
    return { run, directory, started, fold, epochs, logs, bestEpoch, bestLogs, weights, ...end };
  };
  const training = { state: 'training', reason: null, test: null } as const;
  if (live?.directory === directory) return summary(live.document, live.progress, training);
  const document = await readRun(directory);
  const { result } = document;
  if (result) return summary(document, result, { state: result.outcome, reason: result.reason, test: result.test });
  const progress = progressOf(await readEvents(directory));
  // Another host of this machine may train it; if that is gone, nobody will write how it ended.
  if (isAlive(document)) return summary(document, progress, training);
  const reason = say(runMessages['cut-off'], { process: document.process ?? say(phrases['no-number-known']) });
  return summary(document, progress, { state: 'failed', reason, test: null });
}

/** The events of a run so far; none if it ended before its first. */
export async function readEvents(directory: string): Promise<RunEvent[]> {
  const path = runFile(directory, 'log.jsonl');
  const found = await stat(path).catch(() => null);
  return found ? readRunLog(path) : [];
}

function progressOf(events: readonly RunEvent[]): RunProgress {
  return events.reduce(advance, noProgress);
}

/** Whether the process of a run is still there. One from before the last start of the machine is not, whatever its number has now. */
function isAlive({ process: pid, started }: RunDocument): boolean {
  if (pid === null || started < Date.now() - uptime() * 1000) return false;
  return isProcessThere(pid);
}
