import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { App } from '../services/app.ts';
import { createHostApp } from '../services/host-app.ts';
import { UsageError } from './command.ts';

/** Runs something with the app of this process, and closes the app whatever comes. */
export async function withApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const app = createHostApp('terminal');
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

/** The folder of a run. Throws UsageError for what is none. */
export async function runFolder(word: string): Promise<string> {
  const directory = resolve(word);
  const found = await stat(resolve(directory, 'run.json')).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`RUN must be a run's folder, with run.json in it. Received: ${word}.`);
  return directory;
}

/** One of a list of words. Throws UsageError for another. */
export function oneOf<const Word extends string>(
  option: string,
  words: readonly Word[],
  received: string | undefined,
): Word {
  const found = words.find((word) => word === received);
  if (found === undefined) {
    throw new UsageError(`--${option} must be one of ${words.join(', ')}. Received: ${received ?? 'nothing'}.`);
  }
  return found;
}

/** Loss and metrics on one line: `loss 0.0431, accuracy 0.9873`. */
export function showLogs(logs: Readonly<Record<string, number | null>>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${value === null ? 'not a number' : Number(value.toPrecision(4))}`)
    .join(', ');
}
