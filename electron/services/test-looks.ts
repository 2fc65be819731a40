import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { TestLooks } from '../../shared/ipc/runs.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { withProjectPaths } from '../data/sources/data-path.ts';
import { projectFolderOf, readRun } from '../formats/run-folder.ts';

/** One line of the record: when a run's results on a test part were looked at for the first time. */
const lookSchema = z.strictObject({ time: z.number(), run: z.string().min(1), part: z.string().min(1) });
type Look = Readonly<z.infer<typeof lookSchema>>;

/** The record of a project, beside its runs: it outlives them, as what was seen is not forgotten with a run that is deleted. */
export const looksFile = 'test-looks.jsonl';

/**
 * Records that a person looks at a run's results on its test part, and answers whose results on the same rows were looked at before. A second
 * look at the same run tells nothing new, and is not recorded. Throws UserError for a record that cannot be read or written.
 */
export async function lookAtTest(directory: string, now: () => number = Date.now): Promise<TestLooks> {
  const { run, data } = await readRun(directory);
  const file = join(dirname(directory), looksFile);
  // By its path in the project, so that looks count where that was moved; before, they were recorded by the absolute one.
  const part = nameOf(await withProjectPaths(data, await projectFolderOf(directory)));
  const names = [part, nameOf(data)];
  const looks = (await readLooks(file)).filter((look) => names.includes(look.part));
  const own = looks.findIndex((look) => look.run === run);
  const earlier = own === -1 ? looks : looks.slice(0, own);
  if (own === -1) {
    const look: Look = { time: now(), run: basename(directory), part };
    await appendFile(file, `${JSON.stringify(look)}\n`).catch((error: unknown) => {
      throw describeFileError(error, file, 'written');
    });
  }
  return { earlier: earlier.map(({ run, time }) => ({ run, time })) };
}

/** A name for the rows of a test part: the same for the same source, split alike. */
function nameOf({ source, split }: DataDocument): string {
  return createHash('sha256').update(JSON.stringify({ source, split })).digest('hex').slice(0, 16);
}

async function readLooks(file: string): Promise<Look[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return [];
    throw describeFileError(error, file, 'read');
  }
  return text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [readLook(file, line, at + 1)]));
}

function readLook(file: string, line: string, number: number): Look {
  try {
    return lookSchema.parse(JSON.parse(line));
  } catch {
    throw new UserError(say(runMessages['look-broken'], { file, line: number, received: line.slice(0, 80) }));
  }
}
