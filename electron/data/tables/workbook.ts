import { posix } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Value, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { openZip, type ZipArchive, type ZipMember } from '../disk/zip-archive.ts';

/** Bytes that a sheet and the texts of its workbook may have unpacked: a sheet is read as a whole, and takes five times as much meanwhile. */
export const mostSheetBytes = 128 * 1024 ** 2;

/** A rectangle of merged cells; rows and columns from 0, the last ones included. */
export interface MergedCells {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The place of a cell; row and column from 0. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** What a workbook says of a sheet beside its cells. */
export interface SheetFacts {
  readonly merged: readonly MergedCells[];
  /** Cells with a formula whose value no program has worked out and saved. */
  readonly uncalculated: number;
  /** Cells that show an error, such as a division by zero, and the place of the first. */
  readonly errors: { readonly count: number; readonly first: string };
  /** Cells of a number format by which hours, minutes or seconds go on beyond a day. */
  readonly durations: readonly CellPlace[];
}

/** An .xlsx file: its sheets, and what has to be known of one before it is read. */
export interface Workbook {
  readonly sheets: readonly string[];
  /** The moment of its day 0, in milliseconds since the beginning of 1970. */
  readonly epoch: number;
  /** Throws UserError for a sheet that is too large. */
  look(sheet: string): Promise<SheetFacts>;
  close(): void;
}

/** Opens a workbook. Throws UserError, naming the file, for what is none. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const unsound = (received: Value) =>
    new UserError(say(sourceMessages['workbook-unreadable'], { file: path, received }));
  const archive = await openZip(path, unsound);
  try {
    if (!archive.members.some(({ name }) => isOfOffice(name))) throw refuseArchive(path, archive);
    const { targets, epoch } = await findSheets(archive, unsound);
    const styles = await findDurationStyles(archive);
    return {
      sheets: [...targets.keys()],
      epoch,
      look(sheet) {
        const found = memberNamed(archive, targets.get(sheet)!);
        if (found === undefined) throw unsound(without(targets.get(sheet)!));
        const texts = memberNamed(archive, 'xl/sharedStrings.xml')?.bytes ?? 0;
        if (found.bytes + texts > mostSheetBytes) {
          const values = { file: path, sheet, expected: mostSheetBytes, received: found.bytes + texts };
          throw new UserError(say(sourceMessages['sheet-large'], values));
        }
        return lookThrough(found, styles);
      },
      close: archive.close,
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Whether a member is of a workbook, or of what else Microsoft's programs put into an archive. */
function isOfOffice(name: string): boolean {
  return name === '[Content_Types].xml' || name.startsWith('xl/');
}

/** Files of an archive that are named. */
const namedMembers = 3;

function refuseArchive(path: string, { members }: ZipArchive): UserError {
  const all = members.map(({ name }) => name);
  const files = all.filter((name) => !name.endsWith('/'));
  const names = files.length > 0 ? files : all;
  const listed = cut(names.slice(0, namedMembers).join(', '), 200);
  const more = names.length - namedMembers;
  const received = more > 0 ? say(phrases['and-more'], { names: listed, count: more }) : listed;
  return new UserError(say(sourceMessages.archive, { file: path, received }));
}

function without(member: string): Words {
  return say(phrases['file-without'], { file: member });
}

function memberNamed({ members }: ZipArchive, name: string): ZipMember | undefined {
  return members.find((member) => member.name === name);
}

/** The beginnings of the two calendars that a workbook may count its days from. */
const epochs = { usual: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) };

interface FoundSheets {
  /** The sheets of tables by their names, in their order, and the member that each is in. Sheets of charts alone have no cells. */
  readonly targets: ReadonlyMap<string, string>;
  readonly epoch: number;
}

async function findSheets(archive: ZipArchive, unsound: (received: Value) => UserError): Promise<FoundSheets> {
  const [book, links] = await Promise.all(
    ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'].map(async (name) => {
      const member = memberNamed(archive, name);
      if (member === undefined || member.bytes > mostSheetBytes) throw unsound(without(name));
      return textOf(member);
    }),
  );
  const places = new Map(
    elementsOf(links!, 'Relationship').flatMap(({ Id, Type, Target }) =>
      Id !== undefined && Target !== undefined && Type?.endsWith('/worksheet')
        ? [[Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target)] as const]
        : [],
    ),
  );
  const targets = new Map<string, string>();
  for (const attributes of elementsOf(book!, 'sheet')) {
    const link = Object.entries(attributes).find(([name]) => name === 'id' || name.endsWith(':id'))?.[1];
    const place = places.get(link ?? '');
    if (attributes.name !== undefined && place !== undefined) targets.set(attributes.name, place);
  }
  if (targets.size === 0) throw unsound(say(phrases['no-sheets']));
  const is1904 = elementsOf(book!, 'workbookPr').some(({ date1904 }) => date1904 === '1');
  return { targets, epoch: is1904 ? epochs.from1904 : epochs.usual };
}

/** The format that Excel has of its own for durations, "[h]:mm:ss". */
const builtInDuration = '46';

/** The numbers of the cell styles that show durations. */
async function findDurationStyles(archive: ZipArchive): Promise<readonly number[]> {
  const member = memberNamed(archive, 'xl/styles.xml');
  if (member === undefined || member.bytes > mostSheetBytes) return [];
  const [formats = '', styles = ''] = (await textOf(member)).split(/<\/?(?:\w+:)?cellXfs\b/);
  const durations = new Set([builtInDuration]);
  for (const { numFmtId, formatCode = '' } of elementsOf(formats, 'numFmt'))
    if (numFmtId !== undefined && isDuration(formatCode)) durations.add(numFmtId);
  return elementsOf(styles, 'xf').flatMap(({ numFmtId }, at) => (durations.has(numFmtId ?? '') ? [at] : []));
}

/** Whether a number format has hours, minutes or seconds in brackets, outside of what it shows as it stands. */
function isDuration(format: string): boolean {
  return /\[(?:h+|m+|s+)\]/i.test(format.replace(/\\.|"[^"]*"/g, ' '));
}

async function textOf(member: ZipMember): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await member.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The attributes of all elements of a name, whatever their prefix. */
function elementsOf(xml: string, name: string): Readonly<Record<string, string | undefined>>[] {
  const elements = xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`, 'g'));
  return Array.from(elements, ([, attributes]) =>
    Object.fromEntries(
      Array.from(attributes!.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g), ([, key, value, other]) => [
        key!,
        (value ?? other ?? '').replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, known) =>
          known === undefined
            ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
            : (entities[known] ?? all),
        ),
      ]),
    ),
  );
}

/** Characters at the end of a piece that may be the beginning of what is looked for: a formula has at most 8,192. */
const carried = 65_536;
const mergedCell = /<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g;
const errorCell = /<(?:\w+:)?c\s(?=[^>]*\st="e")[^>]*\br="([A-Z]+\d+)"[^>]*>/g;
const uncalculatedCell = /<(?:\w+:)?f(?:\s[^>]*)?(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*(?:<v\s*\/>)?\s*<\/(?:\w+:)?c>/g;

/** Looks at the cells of a sheet; `styles` are those of durations. */
async function lookThrough(sheet: ZipMember, styles: readonly number[]): Promise<SheetFacts> {
  const ofStyle = `<(?:\\w+:)?c\\s(?=[^>]*\\bs="(?:${styles.join('|')})")[^>]*\\br="([A-Z]+)(\\d+)"[^>]*>`;
  const durationCell = styles.length === 0 ? null : new RegExp(ofStyle, 'g');
  const durations: CellPlace[] = [];
  const decoder = new StringDecoder('utf8');
  const merged: MergedCells[] = [];
  let uncalculated = 0;
  const errors = { count: 0, first: '' };
  let rest = '';
  /** Takes in what ends before a place; answers how far it came. */
  const take = (text: string) => {
    let end = 0;
    for (const found of text.matchAll(uncalculatedCell)) {
      uncalculated++;
      end = Math.max(end, found.index + found[0].length);
    }
    for (const found of text.matchAll(mergedCell)) {
      const [all, left, top, right, bottom] = found;
      merged.push({ top: Number(top) - 1, left: columnAt(left!), bottom: Number(bottom) - 1, right: columnAt(right!) });
      end = Math.max(end, found.index + all.length);
    }
    for (const found of text.matchAll(errorCell)) {
      if (errors.count++ === 0) errors.first = found[1]!;
      end = Math.max(end, found.index + found[0].length);
    }
    for (const found of durationCell === null ? [] : text.matchAll(durationCell)) {
      durations.push({ row: Number(found[2]) - 1, column: columnAt(found[1]!) });
      end = Math.max(end, found.index + found[0].length);
    }
    return end;
  };
  for await (const chunk of await sheet.read()) {
    const text = rest + decoder.write(chunk);
    rest = text.slice(Math.max(take(text), text.length - carried));
  }
  take(rest + decoder.end());
  return { merged, uncalculated, errors, durations };
}

/** The column that letters mean, from 0. */
export function columnAt(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
