import { type DataDocument, needsColumn } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Reading } from './reading.ts';
import type { Room } from './store/room.ts';
import { type ColumnSetting, suggestKind } from './tables/columns.ts';
import type { Column, TableSource, WantedColumn } from './tables/table.ts';
import type { SeriesColumns } from './windows/ordered-rows.ts';

/** Columns that say where rows go, whatever they are to the model: which part a row is in, and where in which series. */
export interface Guides extends SeriesColumns {
  /** The column that the split goes by, where it goes by one. */
  readonly splitBy?: Column | undefined;
}

type Wanted = Readonly<Record<keyof Guides, WantedColumn | undefined>>;

/** The columns with the roles input and target, and those that rows go by, once through the table. */
export async function readUsed(
  table: TableSource,
  settings: readonly ColumnSetting[],
  data: DataDocument,
  room: Room,
  reading?: Reading,
): Promise<{ readonly columns: readonly Column[]; readonly guides: Guides }> {
  const used = settings.filter(({ role }) => role !== 'ignored');
  const wanted = await wantedGuides(table, settings, data);
  const { columns } = await table.read([...used, ...listWanted(wanted)], room, reading);
  return { columns: columns.slice(0, used.length), guides: pickGuides(wanted, columns.slice(used.length)) };
}

/** The columns that rows go by alone. */
export async function readGuides(
  table: TableSource,
  settings: readonly ColumnSetting[],
  data: DataDocument,
  room: Room,
): Promise<Guides> {
  const wanted = await wantedGuides(table, settings, data);
  const list = listWanted(wanted);
  return list.length === 0 ? {} : pickGuides(wanted, (await table.read(list, room)).columns);
}

const keys = ['splitBy', 'time', 'series'] as const;

function listWanted(wanted: Wanted): WantedColumn[] {
  return keys.flatMap((key) => wanted[key] ?? []);
}

function pickGuides(wanted: Wanted, columns: readonly Column[]): Guides {
  let at = 0;
  return Object.fromEntries(keys.flatMap((key) => (wanted[key] ? [[key, columns[at++]]] : [])));
}

/** Times are read as what they are, all else as categories. Throws UserError for a column that is not there, or is no time. */
async function wantedGuides(
  table: TableSource,
  settings: readonly ColumnSetting[],
  { columns, split, windows }: DataDocument,
): Promise<Wanted> {
  const kindOf = async (name: string) =>
    settings.find((setting) => setting.name === name)?.kind ??
    (Object.hasOwn(columns, name) ? columns[name]!.kind : undefined) ??
    suggestKind((await table.profile()).find((profile) => profile.name === name)!);
  const splitBy = async (): Promise<WantedColumn | undefined> => {
    const { method, column } = split;
    if (!needsColumn(method)) return undefined;
    // Rows in the order of the file have a time without a column.
    if (method === 'time' && column === null && windows?.time === null) return undefined;
    if (column === null || !table.names.includes(column)) {
      const received = column ?? say(phrases.none);
      throw new UserError(say(dataMessages['split-column'], { method: say(phrases[`split-${method}`]), received }));
    }
    return { name: column, kind: method === 'time' ? await kindOf(column) : 'categorical' };
  };
  const named = (name: string | null | undefined): string | undefined => {
    if (name === null || name === undefined) return undefined;
    if (table.names.includes(name)) return name;
    throw new UserError(say(dataMessages['windows-column'], { expected: table.names.join(', '), received: name }));
  };
  const time = named(windows?.time);
  const series = named(windows?.series);
  const kind = time === undefined ? 'numeric' : await kindOf(time);
  if (kind !== 'numeric' && kind !== 'date') {
    const values = {
      column: time!,
      expected: say(phrases['dates-or-numbers']),
      received: say(phrases[`column-${kind}`]),
    };
    throw new UserError(say(dataMessages['windows-time'], values));
  }
  return {
    splitBy: await splitBy(),
    time: time === undefined ? undefined : { name: time, kind },
    series: series === undefined ? undefined : { name: series, kind: 'categorical' },
  };
}
