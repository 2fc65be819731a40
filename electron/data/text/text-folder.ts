import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import { describeFileError } from '../disk/file-error.ts';
import type { Reading } from '../reading.ts';
import { readEmailBody } from '../sources/email.ts';
import { decodeText } from './encodings/decode-text.ts';
import type { Skipped, TextFile, TextFolder } from './list-text-folder.ts';

/** A row of a folder of texts. */
export interface TextRow extends TextFile {
  readonly text: string;
  /** What is worth a look, such as that its encoding was guessed. */
  readonly warning: Words | null;
}

/** What a file turned out to be when it was read. */
export type ReadText =
  | { readonly row: TextRow; readonly skipped: null }
  | { readonly row: null; readonly skipped: Skipped };

/** Longest file in bytes that is one text; whole books are a tenth of it. */
const longestText = 16 * 1024 * 1024;
/** Files that are read ahead of the one that is taken, and how long they may be for that. */
const aheadFiles = 64;
const aheadBytes = 256 * 1024;

/**
 * Reads the texts of a folder one after the other, in the order they are listed in; no more of them are held than are read ahead. Files
 * that are no text, or empty, come as what is left out, with the reason. Of e-mails (.eml) the text is the body.
 */
export async function* readTextFolder(
  { folder, files }: Pick<TextFolder, 'folder' | 'files'>,
  reading: Reading,
): AsyncGenerator<ReadText> {
  const ahead: Promise<() => Promise<ReadText>>[] = [];
  let next = 0;
  for (let done = 0; done < files.length; ) {
    while (next < files.length && ahead.length < aheadFiles) ahead.push(begin(folder, files[next++]!));
    const finish = await ahead.shift()!;
    reading.signal.throwIfAborted();
    yield await finish();
    reading.report({ step: 'rows', count: { done: ++done, of: files.length } });
  }
}

/** Reads a short file at once, a long one when its turn comes. Never rejects, as nobody may be waiting yet. */
async function begin(folder: string, file: TextFile): Promise<() => Promise<ReadText>> {
  const path = join(folder, file.path);
  try {
    const { size } = await stat(path);
    if (size > aheadBytes) return async () => finish(file, () => readLong(path, file.path, size));
    const bytes = await readFile(path);
    return () => finish(file, async () => bytes);
  } catch (error) {
    return () =>
      finish(file, async () => {
        throw error;
      });
  }
}

async function readLong(path: string, file: string, size: number): Promise<Uint8Array> {
  if (size <= longestText) return await readFile(path);
  throw new UserError(say(textMessages.long, { file, expected: longestText, received: size }));
}

async function finish(file: TextFile, read: () => Promise<Uint8Array>): Promise<ReadText> {
  try {
    const bytes = await read();
    if (bytes.length === 0) throw new UserError(say(textMessages.empty, { file: file.path }));
    if (/\.eml$/i.test(file.path))
      return { row: { ...file, text: readEmailBody(bytes), warning: null }, skipped: null };
    const { text, warning } = decodeText(bytes, file.path);
    return { row: { ...file, text, warning }, skipped: null };
  } catch (error) {
    const described = describeFileError(error, file.path, 'read');
    if (!(described instanceof UserError)) throw described;
    return { row: null, skipped: { path: file.path, reason: described.words } };
  }
}
