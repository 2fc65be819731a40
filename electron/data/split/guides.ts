import { type DataDocument, needsColumn } from '../../../shared/data/document.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Reading } from '../reading.ts';
import type { Room } from '../store/room.ts';
import { type ColumnSetting, suggestKind } from '../tables/columns.ts';
import type { Column, TableContent, TableSource, WantedColumn } from '../tables/table.ts';
import type { SeriesColumns } from '../windows/ordered-rows.ts';

/** Columns that say where rows go, whatever they are to the model: which part a row is in, and where in which series. */
export interface Guides extends SeriesColumns {
  /** The column that the split goes by, where it goes by one. */
  readonly splitBy?: Column | undefined;
}

/** Which columns those are, and as what they are read. */
export type WantedGuides = Readonly<Partial<Record<keyof Guides, WantedColumn | undefined>>>;

/** The columns with the roles input and target, and those that rows go by, once through the table. */
export async function readUsed(
  table: TableSource,
  settings: readonly ColumnSetting[],
  data: DataDocument,
  room: Room,
  reading?: Reading,
): Promise<{ readonly columns: readonly Column[]; readonly guides: Guides }> {
  const used = settings.filter(({ role }) => role !== 'ignored');
  return readGuided(table, used, await findGuides(table, settings, data), room, reading);
}

const keys = ['splitBy', 'time', 'series'] as const;

/** Columns of a table and those that its rows go by, once through it; what is read of both as the same thing is read once. A column of which only so many categories are held is another thing. */
export async function readGuided(
  table: TableSource,
  wanted: readonly WantedColumn[],
  guides: WantedGuides,
  room: Room,
  reading?: Reading,
): Promise<TableContent & { readonly guides: Guides }> {
  const all = [...wanted];
  const placeOf = (guide: WantedColumn) =>
    all.findIndex(
      ({ name, kind, mostCategories }) =>
        name === guide.name && kind === guide.kind && mostCategories === guide.mostCategories,
    );
  const places = new Map<keyof Guides, number>();
  for (const key of keys) {
    const guide = guides[key];
    if (guide === undefined) continue;
    if (placeOf(guide) < 0) all.push(guide);
    places.set(key, placeOf(guide));
  }
  const { rows, columns } = await table.read(all, room, reading);
  const found = Object.fromEntries(Array.from(places, ([key, place]) => [key, columns[place]]));
  return { rows, columns: columns.slice(0, wanted.length), guides: found };
}

/** Times are read as what they are, all else as categories. Throws UserError for a column that is not there, or is no time. */
export async function findGuides(
  table: TableSource,
  settings: readonly ColumnSetting[],
  { columns, split, windows }: DataDocument,
): Promise<WantedGuides> {
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
