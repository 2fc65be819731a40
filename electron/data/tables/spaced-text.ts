import { cut } from '../../../shared/messages/cut.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceWarnings } from '../../../shared/messages/sources.ts';
import type { Reading } from '../reading.ts';
import { countColumns, lookedLines } from './alike-rows.ts';
import { looksLikeNames, partBy } from './csv-file.ts';
import { looksLikeNumber } from './number-notation.ts';
import { checkTextFile, copyText, readText, removeCopy, type TextFile } from './text-file.ts';

/** How a text is parted by blanks. */
export interface SpacedForm {
  /** Whether the first line has names for all columns but the first, as R writes tables with names of rows. */
  readonly isFirstUnnamed: boolean;
  /** The last line above the rows that begins with #, where it has their names, as NumPy writes them. */
  readonly namesLine: string | null;
}

/** A value: in quotation marks it may have blanks. */
const value = /"(?:[^"]|"")*"(?=[ \t]|$)|[^ \t]+/g;
/** The same in a whole text, to leave what is in quotation marks as it is. */
const quotedOrBlanks = /(?<![^ \t\r\n])"(?:[^"\r\n]|"")*"(?=[ \t\r\n]|$)|[ \t]+/g;
/** Numbers apart as they are in columns, and in no cell. */
const alignedNumbers = /(?:^|[ \t])[-+]?[\d.]+ {2,}[-+]?[\d.]+(?:[ \t]|$)/;

/**
 * Whether a text is a table whose columns are separated by blanks: nearly all lines have as many values, and a column is numbers in each of them, which
 * no prose has. Null for all else, and where another delimiter parts the lines.
 */
export function findSpaces({ start }: Pick<TextFile, 'start'>): SpacedForm | null {
  const lines = start.split(/\r\n|\n|\r/, lookedLines).filter((line) => line.trim() !== '');
  let remark = '';
  while (lines[0]?.startsWith('#')) remark = lines.shift()!;
  const [first = '', ...others] = lines;
  const rows = others.length > 0 ? others : [first];
  if (/^sep=.$/i.test(first) || (isDelimited(lines) && !rows.every((row) => alignedNumbers.test(row)))) return null;
  const names = valuesOf(first);
  const count = countColumns(rows.map(valuesOf));
  if (count === null) return null;
  if (names.length === count) {
    const inRemark = valuesOf(remark.slice(1));
    const areAbove = inRemark.length === count && looksLikeNames(inRemark, names);
    const isFirstRow = !looksLikeNames(names, others.length > 0 ? valuesOf(others[0]!) : null);
    return { isFirstUnnamed: false, namesLine: areAbove && isFirstRow ? remark : null };
  }
  const areNames = others.length > 1 && names.length === count - 1 && !names.some(looksLikeNumber);
  return areNames && !/[,;|]/.test(first) ? { isFirstUnnamed: true, namesLine: null } : null;
}

/** Whether commas, semicolons or bars part the first two lines alike, or tabs all of them. */
function isDelimited(lines: readonly string[]): boolean {
  const tabs = lines.map((line) => line.split('\t').length);
  if (tabs[0]! > 1 && tabs.every((count) => count === tabs[0])) return true;
  return partBy(lines.join('\n')).some(({ delimiter, isLikely }) => delimiter !== '\t' && isLikely);
}

function valuesOf(line: string): readonly string[] {
  return line.match(value) ?? [];
}

/** A copy of a text with a tab in place of blanks; lines keep their numbers. It takes the text over: to close it closes that. */
export async function separateByTabs(text: TextFile, form: SpacedForm, reading: Reading): Promise<TextFile> {
  const { file, start, warnings } = text;
  try {
    const lines = await checkTextFile(text, reading);
    const path = await copyText(withTabs(readText(text, reading), form), reading);
    const { namesLine } = form;
    const said = [
      ...warnings,
      say(sourceWarnings['columns-spaced'], { file }),
      ...(namesLine === null ? [] : [say(sourceWarnings['names-in-remark'], { received: cut(namesLine, 60) })]),
    ];
    const close = () => [text.close(), removeCopy(path)];
    return { file, path, start: beginning(start, form), lines, delimiter: '\t', warnings: said, close };
  } catch (error) {
    text.close();
    throw error;
  }
}

async function* withTabs(pieces: AsyncIterable<string>, form: SpacedForm): AsyncGenerator<string> {
  let carried = '';
  let isFirst = true;
  for await (const piece of pieces) {
    const text = carried + piece;
    // The last \r may be the half of a line end.
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2)) + 1;
    carried = text.slice(end);
    if (end === 0) continue;
    yield isFirst ? beginning(text.slice(0, end), form) : tabbed(text.slice(0, end));
    isFirst = false;
  }
  yield isFirst ? beginning(carried, form) : tabbed(carried);
}

/** What a text begins with, to where its first lines end; lines that begin with # stay as they are, but for one with names. */
function beginning(text: string, { isFirstUnnamed, namesLine }: SpacedForm): string {
  const [remarks] = /^(?:(?:#[^\r\n]*|[ \t]*)(?:\r\n|\n|\r))*/.exec(text)!;
  const at = namesLine === null ? remarks.length : remarks.lastIndexOf(namesLine);
  const unnamed = isFirstUnnamed ? '""\t' : '';
  return remarks.slice(0, at) + unnamed + tabbed(text.slice(namesLine === null ? at : at + 1));
}

function tabbed(text: string): string {
  const separated = text.includes('"')
    ? text.replace(quotedOrBlanks, (found) => (found.startsWith('"') ? found : '\t'))
    : text.replace(/[ \t]+/g, '\t');
  return separated.replace(/(?<![^\r\n])\t|\t(?![^\r\n])/g, '');
}
