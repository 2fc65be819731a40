import { z } from 'zod';
import { shownImageSchema } from './dataset.ts';

/** A cell of a row as it was read; empty where it was. */
export const cellSchema = z.strictObject({ column: z.string(), text: z.string() });
export type SampledCell = Readonly<z.infer<typeof cellSchema>>;

/** One number of a row that the model gets, and what it is in epochs of training. */
const numberSchema = z.strictObject({
  name: z.string(),
  /** The column that it comes from. */
  column: z.string(),
  value: z.number(),
  variants: z.array(z.number()),
});

/** A piece of a text that is one token. */
const pieceSchema = z.strictObject({ text: z.string(), isUnknown: z.boolean() });

/** What one input of the model gets of a row, beside what the row was. */
const sampledFeatureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    name: z.string(),
    /** In the proportions and colours of its file; null where that is not known. */
    original: shownImageSchema.nullable(),
    prepared: shownImageSchema,
    variants: z.array(shownImageSchema),
  }),
  z.strictObject({
    kind: z.literal('numbers'),
    name: z.string(),
    cells: z.array(cellSchema),
    numbers: z.array(numberSchema),
    /** How many numbers more there are than are shown. */
    more: z.number(),
  }),
  z.strictObject({
    kind: z.literal('tokens'),
    name: z.string(),
    /** The text, or the begin of a long one. */
    text: z.string(),
    pieces: z.array(pieceSchema),
    /** Tokens that fill the sequence, and pieces beyond those that are shown. */
    padding: z.number(),
    more: z.number(),
    /** For each variant the places of pieces that are left out. */
    variants: z.array(z.array(z.number())),
  }),
]);
export type SampledFeature = Readonly<z.infer<typeof sampledFeatureSchema>>;

const sampledRowSchema = z.strictObject({
  /** Its number in the source, from 0. */
  row: z.number(),
  targets: z.array(
    z.strictObject({
      name: z.string(),
      /** As it was read. */
      text: z.string(),
      /** What the model is to answer, where steps make other numbers of it; else empty. */
      prepared: z.array(z.number()),
    }),
  ),
  /** What each variant is to be answered with, where rows are mixed with each other; else empty. */
  variantTargets: z.array(z.string()),
  features: z.array(sampledFeatureSchema),
});
export type SampledRow = Readonly<z.infer<typeof sampledRowSchema>>;

/** A few training rows before and after preparation and, where there is augmentation, as epochs of training show them. */
export const sampleSchema = z.strictObject({ rows: z.array(sampledRowSchema) });
export type Sample = Readonly<z.infer<typeof sampleSchema>>;
