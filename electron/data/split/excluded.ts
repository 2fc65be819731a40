import type { DataDocument, ExcludedRow } from '../../../shared/data/document.ts';
import { copyMessages } from '../../../shared/messages/copies.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { PartRows } from './split.ts';

/** The rows that a person leaves out of a source, and what is worth saying of them. */
export interface ExcludedRows {
  readonly rows: ReadonlySet<number>;
  readonly warnings: readonly Words[];
}

/**
 * Which rows of a source are left out. `paths` are those of the files that its rows are, from the folder on; null where rows have numbers
 * alone. What the source does not have, as it was changed since, is told.
 */
export function findExcluded(
  { excluded }: Pick<DataDocument, 'excluded'>,
  count: number,
  paths: readonly string[] | null = null,
): ExcludedRows {
  if (excluded.length === 0) return { rows: new Set(), warnings: [] };
  const places = new Map<ExcludedRow, number>(paths?.map((path, row) => [path, row]));
  const rowOf = (entry: ExcludedRow) =>
    paths !== null ? places.get(entry) : typeof entry === 'number' && entry < count ? entry : undefined;
  const unknown = excluded.filter((entry) => rowOf(entry) === undefined);
  return {
    rows: new Set(excluded.flatMap((entry) => rowOf(entry) ?? [])),
    warnings:
      unknown.length === 0
        ? []
        : [say(copyMessages['excluded-unknown'], { count: unknown.length, example: nameOf(unknown[0]!) })],
  };
}

/** A row as people count, from 1, or a path. */
function nameOf(entry: ExcludedRow): string | number {
  return typeof entry === 'number' ? entry + 1 : entry;
}

/**
 * The parts without the rows that are left out. They leave after the rows fell into parts, so that no other row changes its part: a
 * copy of a training row that was held out would else come back as another one.
 */
export function withoutRows(parts: PartRows, { rows }: ExcludedRows): PartRows {
  if (rows.size === 0) return parts;
  const kept = (part: Int32Array) => part.filter((row) => !rows.has(row));
  return { train: kept(parts.train), validation: kept(parts.validation), test: kept(parts.test) };
}
