import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from './command.ts';

/** The folder of a run. Throws UsageError for what is none. */
export async function runFolder(word: string): Promise<string> {
  const directory = resolve(word);
  const found = await stat(resolve(directory, 'run.json')).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`RUN must be a run's folder, with run.json in it. Received: ${word}.`);
  return directory;
}
