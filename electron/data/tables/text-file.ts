import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages, dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import { sweepLeftovers, temporaryName } from '../disk/leftovers.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { valuesFolder } from '../store/room.ts';
import { decodeChunks, findEncoding } from '../text/encodings/decode-text.ts';
import { encodingNames } from '../text/encodings/find-encoding.ts';
import { decodeWindows1252 } from '../text/encodings/windows-1252.ts';
import { countLineEnds, hasMixedLineEnds, unifyLineEnds } from './line-ends.ts';
import { sizeOfTable } from './table-size.ts';

/** A file of text as the database can read it: UTF-8, with one kind of line end. */
export interface TextFile {
  /** The file itself, for messages. */
  readonly file: string;
  /** What is read: the file, or a copy of it in UTF-8. Lines have the same numbers in both. */
  readonly path: string;
  /** Its beginning, without a byte order mark. */
  readonly start: string;
  /** Its lines, where all of it was looked at; else null. */
  readonly lines: number | null;
  /** What separates its columns, where that is known. */
  readonly delimiter?: string;
  /** What was odd about it. */
  readonly warnings: readonly Words[];
  /** Removes the copy, where there is one. */
  close(): void;
}

const chunkSize = 8 * 1024 * 1024;
/** Bytes that are looked at before a table is shown; a file of no more is looked at whole. */
const examinedBytes = 8 * chunkSize;
/** Bytes of the beginning that are given, to the end of a line; more where the first two lines are longer. */
const startLength = 1024 * 1024;

/** Other kinds of files that people take for tables; each is called by a phrase. */
type OtherKind = 'zip' | 'gzip' | 'old-office' | 'png' | 'jpeg' | 'pdf' | 'web-page';

const otherFiles: readonly (readonly [begin: string, kind: OtherKind])[] = [
  ['PK\u0003\u0004', 'zip'],
  ['\u001f\u008b', 'gzip'],
  ['\u00d0\u00cf\u0011\u00e0', 'old-office'],
  ['\u0089PNG', 'png'],
  ['\u00ff\u00d8\u00ff', 'jpeg'],
  ['%PDF-', 'pdf'],
];
const webPage = /^\ufeff?\s*(?:<!doctype|<html|<\?xml)/i;

/**
 * Opens a text that is to be read as a table. One that is not UTF-8, or with several kinds of line ends, is copied as the database
 * can read it, piece by piece, and it is said. Throws UserError, naming the file and the line, for what is no text.
 */
export async function openTextFile(
  file: string,
  reading: Reading,
  { lineEnds }: { readonly lineEnds: 'one-kind' | 'any' } = { lineEnds: 'one-kind' },
): Promise<TextFile> {
  const { isReadable, mayBeMixed, start, lines } = await examine(file, reading, examinedBytes);
  const mayMatter = mayBeMixed && lineEnds === 'one-kind';
  if (isReadable && !(mayMatter && (await hasMixedLineEnds(readChunks(file, examinedBytes)))))
    return { file, path: file, start: startOf(file, start), lines, warnings: [], close: () => undefined };
  const found = isReadable
    ? { encoding: 'utf-8' as const, warning: null }
    : await findEncoding(watched(file, reading), file).catch((error: unknown) => {
        throw describeFileError(error, file, 'read');
      });
  const path = await copyText(unifyLineEnds(decodeChunks(watched(file, reading), found.encoding, file)), reading);
  const close = () => removeCopy(path);
  try {
    const first = await examine(path, unwatchedReading(), 1);
    const encoding = encodingNames[found.encoding];
    const warning =
      found.encoding === 'utf-8'
        ? say(dataWarnings['line-ends-mixed'], { file })
        : (found.warning ?? say(dataWarnings['table-encoding'], { file, encoding }));
    return { file, path, start: startOf(file, first.start), lines: null, warnings: [warning], close };
  } catch (error) {
    close();
    throw error;
  }
}

function startOf(file: string, start: Buffer): string {
  const text = start.toString('utf8').replace(/^\ufeff/, '');
  if (webPage.test(text)) throw notTable(file, 'web-page');
  return text;
}

/**
 * Looks through the whole of a text that was opened: that all of it is as its beginning is. Answers its lines; null where they were not
 * counted. Throws UserError naming file and line.
 */
export async function checkTextFile({ file, path, lines }: TextFile, reading: Reading): Promise<number | null> {
  // A copy was looked through when it was made.
  if (path !== file || lines !== null) return lines;
  let line = 1;
  const of = await sizeOfTable(file);
  let done = 0;
  for await (const chunk of readChunks(file)) {
    if (!isUtf8(chunk)) throw invalidText(file, chunk, line);
    if (chunk.includes(0)) throw zeroByte(file, chunk, line);
    line += countLines(chunk);
    done += chunk.length;
    reading.signal.throwIfAborted();
    reading.report({ step: 'check', count: { done, of } });
  }
  return line - 1;
}

/** Reads a file as far as the bytes go: its beginning, whether it is UTF-8 so far, and whether some line ends may differ from others. */
async function examine(
  file: string,
  { signal, report }: Reading,
  bytes: number,
): Promise<
  Pick<TextFile, 'lines'> & { readonly isReadable: boolean; readonly mayBeMixed: boolean; readonly start: Buffer }
> {
  let start: Buffer | null = null;
  let line = 1;
  let done = 0;
  let isReadable = true;
  const ends = countLineEnds();
  const of = await sizeOfTable(file);
  for await (const chunk of readChunks(file)) {
    if (start === null) {
      checkKind(file, chunk);
      start = Buffer.from(chunk.subarray(0, endOfStart(chunk)));
    }
    isReadable = isUtf8(chunk);
    // Only UTF-16 has zeros: its marks are not UTF-8, and without one most of its units have one.
    if (isReadable && chunk.includes(0)) {
      if (line > 1 || !looksLikeUnits(chunk)) throw zeroByte(file, chunk, line);
      isReadable = false;
    }
    if (!isReadable) break;
    line += countLines(chunk);
    ends.count(chunk);
    done += chunk.length;
    signal.throwIfAborted();
    report({ step: 'check', count: { done, of } });
    if (done >= bytes) break;
  }
  if (start === null) throw new UserError(say(dataMessages['file-empty'], { file }));
  return { isReadable, mayBeMixed: ends.mayBeMixed(), start, lines: done >= of ? line - 1 : null };
}

/** Where the beginning ends that is given. */
function endOfStart(chunk: Buffer): number {
  if (chunk.length <= startLength) return chunk.length;
  const end = chunk.lastIndexOf(0x0a, startLength) + 1;
  const second = chunk.indexOf(0x0a, chunk.indexOf(0x0a) + 1) + 1;
  // Old Macintosh files have no \n.
  if (second === 0) return chunk.includes(0x0d) ? startLength : chunk.length;
  return Math.max(end, second);
}

/** Whether so many bytes are zero as in a text of two bytes a letter. */
function looksLikeUnits(chunk: Buffer): boolean {
  const head = chunk.subarray(0, 4096);
  return head.filter((byte) => byte === 0).length > head.length * 0.25;
}

function checkKind(file: string, chunk: Buffer): void {
  const begin = chunk.toString('latin1', 0, 64);
  const other = otherFiles.find(([start]) => begin.startsWith(start));
  if (other !== undefined) throw notTable(file, other[1]);
}

function notTable(file: string, kind: OtherKind): UserError {
  return new UserError(say(dataMessages['file-binary'], { file, received: say(phrases[`kind-${kind}`]) }));
}

/** The error of a byte that no text has: of a file that is none, or of a line in one. */
function zeroByte(file: string, chunk: Buffer, firstLine: number): UserError {
  const at = chunk.indexOf(0);
  if (firstLine === 1 && countLines(chunk.subarray(0, at)) === 0) {
    const bytes = chunk.toString('hex', 0, 4).replace(/..(?=.)/g, '$& ');
    return new UserError(say(dataMessages['file-binary'], { file, received: say(phrases['binary-data'], { bytes }) }));
  }
  const line = firstLine + countLines(chunk.subarray(0, at));
  return new UserError(say(dataMessages['row-zero'], { file, line, received: near(chunk, at) }));
}

function near(bytes: Buffer, at: number): Words {
  const text = decodeWindows1252(bytes.subarray(Math.max(0, at - 16), at + 16))
    .replaceAll('\0', '')
    .trim();
  return say(phrases['byte-in'], { byte: bytes[at]!.toString(16).toUpperCase().padStart(2, '0'), text });
}

/** The text of a file that was opened, in pieces. */
export function readText({ file, path }: TextFile, reading: Reading): AsyncGenerator<string> {
  return decodeChunks(watched(path, reading), 'utf-8', file);
}

/** Writes a text to a file of our own in UTF-8; whoever asks for it removes it. */
export async function copyText(pieces: AsyncIterable<string>, reading: Reading): Promise<string> {
  const folder = valuesFolder();
  const path = temporaryName(folder, '.txt');
  try {
    await mkdir(dirname(folder), { recursive: true });
    await sweepLeftovers(folder);
    await pipeline(Readable.from(pieces), createWriteStream(path), { signal: reading.signal });
    return path;
  } catch (error) {
    await rm(path, { force: true });
    reading.signal.throwIfAborted();
    // What goes wrong with the file itself is in words already.
    throw describeFileError(error, path, 'written');
  }
}

/** Removes a copy, without waiting for it. */
export function removeCopy(path: string): void {
  void rm(path, { force: true }).catch(() => undefined);
}

async function* watched(file: string, { signal, report }: Reading): AsyncGenerator<Buffer> {
  const of = await sizeOfTable(file);
  let done = 0;
  for await (const chunk of readChunks(file)) {
    signal.throwIfAborted();
    yield chunk;
    done += chunk.length;
    report({ step: 'check', count: { done, of } });
  }
}

/** A file in pieces that never part a UTF-8 character; its first bytes alone, if so many are asked for. */
async function* readChunks(path: string, bytes = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  try {
    let carried = Buffer.alloc(0);
    for (let done = 0; done < bytes; ) {
      const buffer = Buffer.allocUnsafe(chunkSize);
      carried.copy(buffer);
      const { bytesRead } = await file.read(buffer, carried.length, chunkSize - carried.length);
      const read = buffer.subarray(0, carried.length + bytesRead);
      if (bytesRead === 0) {
        if (read.length > 0) yield read;
        return;
      }
      const end = characterEnd(read);
      done += end;
      if (end > 0) yield read.subarray(0, end);
      carried = read.subarray(end);
    }
  } catch (error) {
    throw describeFileError(error, path, 'read');
  } finally {
    await file.close();
  }
}

/** Where the last whole character of the bytes ends. */
function characterEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
    if (byte < 0x80) return bytes.length;
  }
  return bytes.length;
}

function invalidText(file: string, chunk: Buffer, firstLine: number): UserError {
  let line = firstLine;
  for (let from = 0; ; line++) {
    const lineEnd = chunk.indexOf(0x0a, from);
    const bytes = chunk.subarray(from, lineEnd === -1 ? chunk.length : lineEnd);
    if (!isUtf8(bytes)) {
      const received = near(bytes, firstInvalid(bytes));
      return new UserError(say(dataMessages['file-encoding'], { file, line, received }));
    }
    if (lineEnd === -1) throw new Error(`A text was not UTF-8, and yet each of its lines was. Received: ${file}.`);
    from = lineEnd + 1;
  }
}

/** The place of the first byte that belongs to no character. */
function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
    if (length === undefined) return at;
    at += length;
  }
  return at;
}

/** The line, from 1, that a byte of a text that was opened is in. */
export async function lineAt({ path }: TextFile, position: number): Promise<number> {
  let line = 1;
  let passed = 0;
  for await (const chunk of readChunks(path)) {
    line += countLines(chunk.subarray(0, position - passed));
    passed += chunk.length;
    if (passed >= position) break;
  }
  return line;
}

/** Whether the lines of a text that was opened end in more than one way. */
export async function endsInSeveralWays({ path }: TextFile): Promise<boolean> {
  return hasMixedLineEnds(readChunks(path));
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++;
  // Old Macintosh files end their lines in \r alone.
  if (lines === 0) for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1)) lines++;
  return lines;
}
