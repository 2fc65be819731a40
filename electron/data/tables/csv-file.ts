import { isUtf8 } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../files.ts';
import type { Reading } from '../reading.ts';
import { parseNumber } from './table.ts';

/** What must be known before the rows of a CSV file can be read. */
export interface CsvForm {
  readonly delimiter: string;
  /** Lines before the column names, or before the first row where there are no names. */
  readonly skippedLines: number;
  readonly hasHeader: boolean;
  /** The first record's values: names if there is a header, else the first row's. */
  readonly first: readonly string[];
}

/** Tried in this order; the one that parts the first line into most values is taken. */
const delimiters = [',', ';', '\t', '|'] as const;

const chunkSize = 8 * 1024 * 1024;
/** Bytes that are looked at before a table is shown; a file of no more is looked at whole. */
const examinedBytes = 8 * chunkSize;

/** Other kinds of files that people take for tables; each is called by a phrase. */
type OtherKind = 'zip' | 'gzip' | 'old-office' | 'png' | 'jpeg' | 'pdf' | 'utf-16' | 'web-page';

const otherFiles: readonly (readonly [begin: string, kind: OtherKind])[] = [
  ['PK\u0003\u0004', 'zip'],
  ['\u001f\u008b', 'gzip'],
  ['\u00d0\u00cf\u0011\u00e0', 'old-office'],
  ['\u0089PNG', 'png'],
  ['\u00ff\u00d8\u00ff', 'jpeg'],
  ['%PDF-', 'pdf'],
  ['\u00ff\u00fe', 'utf-16'],
  ['\u00fe\u00ff', 'utf-16'],
];
const otherTexts: readonly (readonly [begin: RegExp, kind: OtherKind])[] = [
  [/^(?:\u00ef\u00bb\u00bf)?\s*(?:<!doctype|<html|<\?xml)/i, 'web-page'],
];

/**
 * Looks at the beginning of a file: that it is a file, UTF-8 and no other kind of file; then at its first line for delimiter and names.
 * Throws UserError naming file and line.
 */
export async function examineCsv(path: string, reading: Reading): Promise<CsvForm> {
  const { start } = await checkText(path, reading, examinedBytes);
  const text = start.replace(/^\ufeff/, '');
  let skippedLines = 0;
  let rest = text;
  let stated: string | null = null;
  // Excel's own first line, "sep=;".
  const separator = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(rest);
  if (separator !== null) {
    stated = separator[1]!;
    skippedLines++;
    rest = rest.slice(separator[0].length);
  }
  for (let blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(rest); blank !== null; blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(rest)) {
    skippedLines++;
    rest = rest.slice(blank[0].length);
  }
  if (rest.trim() === '') throw new UserError(say(dataMessages['file-empty'], { file: path }));
  const candidates =
    stated !== null ? [stated] : /\.(tsv|tab)$/i.test(path) && firstRecord(rest, '\t').length > 1 ? ['\t'] : delimiters;
  let delimiter = candidates[0]!;
  for (const candidate of candidates) {
    if (firstRecord(rest, candidate).length > firstRecord(rest, delimiter).length) delimiter = candidate;
  }
  const first = firstRecord(rest, delimiter);
  const numbers = first.filter((cell) => parseNumber(cell) !== null).length;
  return { delimiter, skippedLines, hasHeader: numbers * 2 <= first.length, first };
}

/** The values of the first record; quoted ones may go over several lines. */
function firstRecord(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = /^"((?:[^"]|"")*)"?/.exec(text.slice(at))!;
      cell = quoted[1]!.replaceAll('""', '"');
      at += quoted[0].length;
    }
    const start = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    cells.push(cell + text.slice(start, at));
    if (text[at] !== delimiter) return cells;
    at++;
  }
}

/** Looks through the whole file: that all of it is UTF-8. Answers its lines, of which quoted ones may make one row. Throws UserError naming file and line. */
export async function checkCsv(path: string, reading: Reading): Promise<number> {
  return (await checkText(path, reading, Number.POSITIVE_INFINITY)).lines;
}

/** Reads the file once, as far as the bytes go; gives its beginning, and the lines that ended. */
async function checkText(
  path: string,
  { signal, report }: Reading,
  bytes: number,
): Promise<{ readonly start: string; readonly lines: number }> {
  let start: string | null = null;
  let line = 1;
  let done = 0;
  const of = await stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      throw describeFileError(error, path, 'read');
    },
  );
  for await (const chunk of readChunks(path)) {
    if (start === null) checkKind(path, chunk);
    if (chunk.includes(0))
      throw new UserError(
        say(dataMessages['file-binary'], { file: path, received: say(phrases['binary-data'], { bytes: hex(chunk) }) }),
      );
    if (!isUtf8(chunk)) throw invalidText(path, chunk, line);
    start ??= chunk.toString('utf8', 0, Math.min(chunk.length, 1024 * 1024));
    line += countLines(chunk);
    done += chunk.length;
    signal.throwIfAborted();
    report({ step: 'check', count: { done, of } });
    if (done >= bytes) break;
  }
  if (start === null) throw new UserError(say(dataMessages['file-empty'], { file: path }));
  return { start, lines: line - 1 };
}

function checkKind(path: string, chunk: Buffer): void {
  const begin = chunk.toString('latin1', 0, 64);
  const other =
    otherFiles.find(([start]) => begin.startsWith(start)) ?? otherTexts.find(([pattern]) => pattern.test(begin));
  if (other === undefined) return;
  throw new UserError(say(dataMessages['file-binary'], { file: path, received: say(phrases[`kind-${other[1]}`]) }));
}

/** A file in pieces that never part a UTF-8 character. */
async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  try {
    if ((await file.stat()).isDirectory()) throw new UserError(say(dataMessages['file-is-folder'], { file: path }));
    let carried = Buffer.alloc(0);
    for (;;) {
      const buffer = Buffer.allocUnsafe(chunkSize);
      carried.copy(buffer);
      const { bytesRead } = await file.read(buffer, carried.length, chunkSize - carried.length);
      const bytes = buffer.subarray(0, carried.length + bytesRead);
      if (bytesRead === 0) {
        if (bytes.length > 0) yield bytes;
        return;
      }
      const end = characterEnd(bytes);
      if (end > 0) yield bytes.subarray(0, end);
      carried = bytes.subarray(end);
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

function invalidText(path: string, chunk: Buffer, firstLine: number): UserError {
  let line = firstLine;
  for (let from = 0; ; line++) {
    const lineEnd = chunk.indexOf(0x0a, from);
    const bytes = chunk.subarray(from, lineEnd === -1 ? chunk.length : lineEnd);
    if (!isUtf8(bytes)) {
      const at = firstInvalid(bytes);
      const near = new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(0, at - 16), at + 16)).trim();
      const byte = bytes[at]!.toString(16).toUpperCase();
      const received = say(phrases['byte-in'], { byte, text: near });
      return new UserError(say(dataMessages['file-encoding'], { file: path, line, received }));
    }
    if (lineEnd === -1) throw new Error(`A text was not UTF-8, and yet each of its lines was. Received: ${path}.`);
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

/** The line, from 1, that a byte of a file is in. */
export async function lineAt(path: string, position: number): Promise<number> {
  let line = 1;
  let passed = 0;
  for await (const chunk of readChunks(path)) {
    line += countLines(chunk.subarray(0, position - passed));
    passed += chunk.length;
    if (passed >= position) break;
  }
  return line;
}

/** Whether some lines end in \r\n and some in \n alone. */
export async function hasMixedLineEnds(path: string): Promise<boolean> {
  let ends = 0;
  let windowsEnds = 0;
  for await (const chunk of readChunks(path)) {
    ends += countLines(chunk);
    for (let at = chunk.indexOf('\r\n'); at !== -1; at = chunk.indexOf('\r\n', at + 2)) windowsEnds++;
  }
  return windowsEnds > 0 && windowsEnds < ends;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++;
  // Old Macintosh files end their lines in \r alone.
  if (lines === 0) for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1)) lines++;
  return lines;
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex', 0, 4).replace(/..(?=.)/g, '$& ');
}
