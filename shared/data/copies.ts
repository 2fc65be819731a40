import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';
import { parts, shownImageSchema } from './dataset.ts';
import { type DataDocument, type ExcludedRow, excludedRowSchema } from './document.ts';
import { cellSchema } from './sample.ts';

/** One row of a pair, as it is shown. */
const copyRowSchema = z.strictObject({
  /** Its number in the source, from 0. */
  row: z.number(),
  /** Of a file in a folder: its path from there on. */
  path: z.string().nullable(),
  part: z.enum(parts),
  /** Null for rows without an image. */
  image: shownImageSchema.nullable(),
  /** What else is used of the row. */
  cells: z.array(cellSchema),
});
export type CopyRow = Readonly<z.infer<typeof copyRowSchema>>;

/** A row and one that it copies, which comes before it: rows of training first, then those of validation, then those of the test. */
const copyPairSchema = z.strictObject({
  first: copyRowSchema,
  second: copyRowSchema,
  /** 1 for the same; of texts the share of word runs that both have (Jaccard), of images how their grey values go together (Pearson). */
  similarity: z.number(),
  /** Whether all that is compared is equal: every used cell, or the whole file. */
  isEqual: z.boolean(),
});
export type CopyPair = Readonly<z.infer<typeof copyPairSchema>>;

/** Rows of a source that copy another: each is told once, with the first that it is like. */
export const copiesSchema = z.strictObject({
  /** Rows that were compared with each other. */
  compared: z.number(),
  /** The first of the pairs: of two parts before those within one. */
  pairs: z.array(copyPairSchema),
  /** All rows that copy an earlier one. Without them no two rows that were compared are alike. */
  all: z.array(excludedRowSchema).readonly(),
  /** Those of them that are held out and copy a row of an earlier part, such as one that is trained on. */
  heldOut: z.array(excludedRowSchema).readonly(),
  /** What was not compared, or not as a person might think. */
  notes: z.array(wordsSchema),
});
export type Copies = Readonly<z.infer<typeof copiesSchema>>;

/** The data document with more rows left out, each once: numbers in their order, then paths in theirs. */
export function withExcluded(data: DataDocument, more: readonly ExcludedRow[]): DataDocument {
  const known = new Set(data.excluded);
  if (more.every((row) => known.has(row))) return data;
  for (const row of more) known.add(row);
  return { ...data, excluded: [...known].sort(compareExcluded) };
}

function compareExcluded(one: ExcludedRow, other: ExcludedRow): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
