import type { ColumnSummary } from '../../shared/data/dataset.ts';
import type { ColumnKind, ColumnRole, DataDocument, DataSource, SplitMethod } from '../../shared/data/document.ts';
import { columnKinds, needsColumn } from '../../shared/data/document.ts';
import { plainSource, withFoundSource } from '../../shared/data/found-source.ts';

/**
 * The data document for another source: its columns are looked at anew, split and preparation stay. Only a split that goes by a column does
 * not: the other source has none, or means something else by it.
 */
export function withSource(data: DataDocument, source: DataSource): DataDocument {
  return withFoundSource(data, plainSource(source));
}

/** The data document with what its split goes by; shares and seed stay, for when they count again. */
export function withSplitMethod(data: DataDocument, method: SplitMethod, column: string | null): DataDocument {
  return data.split.method === method && data.split.column === column
    ? data
    : { ...data, split: { ...data.split, method, column } };
}

/** The columns that a split can go by. */
export function splitColumns(
  method: SplitMethod,
  columns: readonly Pick<ColumnSummary, 'name' | 'kind'>[],
): readonly string[] {
  const kinds: readonly ColumnKind[] =
    method === 'time' ? ['date', 'numeric'] : method === 'column' ? ['categorical', 'text'] : columnKinds;
  return needsColumn(method) ? columns.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name) : [];
}

/** How people name a column that says which part a row is of. */
const nameOfParts = /^(?:split|part|partition|subset|set|fold)$/i;

/** The column that a split most likely goes by; null where the person has to say. What it goes by already stays, where that can be. */
export function likelySplitColumn(
  method: SplitMethod,
  columns: readonly Pick<ColumnSummary, 'name' | 'kind'>[],
  now: string | null,
): string | null {
  const possible = splitColumns(method, columns);
  if (now !== null && possible.includes(now)) return now;
  if (method === 'time') return columns.find(({ kind }) => kind === 'date')?.name ?? null;
  return method === 'column' ? (possible.find((name) => nameOfParts.test(name)) ?? null) : null;
}

/** What is set of a column; null takes the Input away that it went to. */
export interface ColumnChange {
  readonly kind?: ColumnKind;
  readonly role?: ColumnRole;
  readonly input?: string | null;
}

/** The data document with one column's kind, role or Input set; the others keep what they are. */
export function withColumn(
  data: DataDocument,
  column: Pick<ColumnSummary, 'name' | 'kind' | 'role'>,
  { input, ...change }: ColumnChange,
): DataDocument {
  const { input: before, ...rest } = data.columns[column.name] ?? {};
  const goesTo = input === undefined ? before : input;
  const settled = { ...rest, kind: column.kind, role: column.role, ...change };
  // What is no input goes to none.
  const setting = goesTo != null && settled.role === 'input' ? { ...settled, input: goesTo } : settled;
  return { ...data, columns: { ...data.columns, [column.name]: setting } };
}

/** Most of the rows that validation and test may take together. */
export const mostHeldOut = 0.9;

/**
 * The data document with a share of the split set; too large a one takes what is left. Shares of all rows are rounded to whole
 * percents, those of an official test part to ten-thousandths, as they are set by rows.
 */
export function withShare(
  data: DataDocument,
  part: 'validation' | 'test',
  share: number,
  testIsOfficial: boolean,
): DataDocument {
  const other = testIsOfficial ? 0 : data.split[part === 'validation' ? 'test' : 'validation'];
  const most = Math.max(0, mostHeldOut - other);
  const steps = testIsOfficial ? 10_000 : 100;
  const rounded = Math.round(Math.min(Math.max(0, share), most) * steps) / steps;
  return { ...data, split: { ...data.split, [part]: rounded } };
}

/** Whether the data has an official test part, so that only validation is a choice. */
export function testIsOfficial({ kind }: DataSource): boolean {
  return kind === 'mnist';
}

/** A source that ships with the app. */
export interface BuiltInSource {
  readonly key: 'mnist' | 'spam' | 'diabetes';
  readonly glyph: 'image' | 'mail' | 'table';
  readonly source: DataSource;
}

/** The sources that ship with the app, in the order of the list. */
export const builtInSources: readonly BuiltInSource[] = [
  { key: 'mnist', glyph: 'image', source: { kind: 'mnist' } },
  { key: 'spam', glyph: 'mail', source: { kind: 'spam-assassin' } },
  { key: 'diabetes', glyph: 'table', source: { kind: 'sample-table', file: 'diabetes.csv' } },
];

/** Whether two sources are the same. */
export function isSameSource(one: DataSource, other: DataSource): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
