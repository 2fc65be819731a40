import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import { describeFileError } from '../disk/file-error.ts';
import type { Reading } from '../reading.ts';
import { decodeChunks, findEncoding } from './encodings/decode-text.ts';
import type { TextEncoding } from './encodings/find-encoding.ts';
import { listFiles, type Skipped } from './list-text-folder.ts';

/** One long text on the disk: a file, or all files of a folder in the order people sort names. */
export interface PlainText {
  /** From the folder; of a single file its own path. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly skipped: readonly Skipped[];
  /** What is worth a look, such as that the encoding of a file was guessed. */
  readonly warnings: readonly Words[];
  /** The text from its beginning, in pieces; may be read again and again. An empty line stands between two files. */
  read(reading: Reading): AsyncGenerator<string>;
}

interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly encoding: TextEncoding;
}

const betweenFiles = '\n\n';
const chunkSize = 1024 * 1024;

/**
 * Goes through a text once to know its encodings; none of it is held. Throws UserError, naming the file, if there is no text; of a
 * folder, files that are none are left out and told.
 */
export async function openPlainText(path: string, reading: Reading): Promise<PlainText> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  const isFolder = about.isDirectory();
  const listed = isFolder ? await listFiles(path, reading) : { files: [path], skipped: [] };
  if (!isFolder && about.size === 0) {
    throw new UserError(say(textMessages['no-texts'], { file: path, received: say(phrases['empty-file']) }));
  }
  const files: SourceFile[] = [];
  const skipped: Skipped[] = [...listed.skipped];
  const warnings: Words[] = [];
  for (const name of listed.files) {
    try {
      const { file, warning } = await examine(name, isFolder ? join(path, name) : path, reading);
      files.push(file);
      if (warning !== null) warnings.push(warning);
    } catch (error) {
      if (!isFolder || !(error instanceof UserError)) throw error;
      skipped.push({ path: name, reason: error.words });
    }
  }
  if (files.length === 0) {
    const received = say(phrases[skipped.length === 1 ? 'other-file' : 'other-files'], { count: skipped.length });
    throw new UserError(say(textMessages['no-texts'], { file: path, received }));
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    files: files.map(({ name }) => name),
    bytes,
    skipped,
    warnings,
    read: (reading) => readFiles(files, bytes, reading),
  };
}

async function examine(
  name: string,
  path: string,
  { signal, report }: Reading,
): Promise<{ readonly file: SourceFile; readonly warning: Words | null }> {
  try {
    const { size } = await stat(path);
    if (size === 0) throw new UserError(say(textMessages.empty, { file: name }));
    let done = 0;
    const counted = (bytes: number) => {
      done += bytes;
      report({ step: 'check', count: { done, of: size } });
    };
    const { encoding, warning } = await findEncoding(readChunks(path, signal, counted), name);
    return { file: { name, path, size, encoding }, warning };
  } catch (error) {
    throw describeFileError(error, name, 'read');
  }
}

async function* readFiles(files: readonly SourceFile[], of: number, { signal, report }: Reading) {
  let done = 0;
  const counted = (bytes: number) => {
    done += bytes;
    report({ step: 'load', count: { done, of } });
  };
  for (const [at, { name, path, encoding }] of files.entries()) {
    if (at > 0) yield betweenFiles;
    try {
      yield* decodeChunks(readChunks(path, signal, counted), encoding, name);
    } catch (error) {
      throw describeFileError(error, name, 'read');
    }
  }
}

async function* readChunks(path: string, signal: AbortSignal, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize })) {
    signal.throwIfAborted();
    yield chunk as Buffer;
    count((chunk as Buffer).length);
  }
}
