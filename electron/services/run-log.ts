import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../shared/ipc/port.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { type RunEvent, runEventSchema } from '../../shared/training/events.ts';
import { describeFileError } from '../data/disk/file-error.ts';
import { readText } from '../data/disk/files.ts';

/** Appends events to `log.jsonl`, a line each, in order. */
export interface RunLog {
  /** Takes an event; it is on its way to the disk when this returns. */
  append(event: RunEvent): void;
  /** Resolves when all events are on the disk; rejects with UserError if they could not be written. */
  close(): Promise<void>;
}

/** Opens the log of a run. `onFailure` is called once if the disk does not take it. */
export async function openRunLog(path: string, onFailure: (error: unknown) => void): Promise<RunLog> {
  let file: FileHandle;
  try {
    file = await open(path, 'a');
  } catch (error) {
    throw describeFileError(error, path, 'written');
  }
  let waiting = '';
  let writing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  async function write(): Promise<void> {
    while (waiting !== '' && !failure) {
      const lines = waiting;
      waiting = '';
      try {
        await file.appendFile(lines);
      } catch (error) {
        failure = { error: describeFileError(error, path, 'written') };
        onFailure(failure.error);
      }
    }
    writing = null;
  }

  return {
    append(event) {
      waiting += `${JSON.stringify(event)}\n`;
      if (!writing && !failure) writing = write();
    },
    async close() {
      await writing;
      try {
        if (!failure) await file.sync();
      } finally {
        await file.close();
      }
      if (failure) throw failure.error;
    },
  };
}

/**
 * The events of a run's log. A last line without an end was being written when the process was gone: it is left out. Throws UserError
 * with the line's number for any other line that is no event.
 */
export async function readRunLog(path: string): Promise<RunEvent[]> {
  const lines = (await readText(path)).split('\n');
  lines.pop();
  return lines.map((line, index) => {
    const event = runEventSchema.safeParse(parseLine(line));
    if (event.success) return event.data;
    const received = line.length > 80 ? `${line.slice(0, 77)}...` : line || say(phrases['empty-line']);
    throw new UserError(say(runMessages['log-broken'], { file: path, line: index + 1, received }));
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
