import { z } from 'zod';

/** Version of `data.json`. */
export const dataVersion = 1;

export const columnKinds = ['numeric', 'categorical', 'text'] as const;
export type ColumnKind = (typeof columnKinds)[number];
export const columnRoles = ['input', 'target', 'ignored'] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** Where rows come from. Paths are absolute, or relative to the project folder. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The 70,000 digits that ship with the app. */
  z.strictObject({ kind: z.literal('mnist') }),
  /** The e-mails of the SpamAssassin corpus that ship with the app: columns `text` and `label`. */
  z.strictObject({ kind: z.literal('spam-assassin') }),
  /** A table that ships with the app, by its file name in `assets/data`. */
  z.strictObject({ kind: z.literal('sample-table'), file: z.string().min(1) }),
  /** A CSV or TSV file; the delimiter is found by looking. */
  z.strictObject({ kind: z.literal('table'), path: z.string().min(1) }),
]);
export type DataSource = Readonly<z.infer<typeof sourceSchema>>;

const fraction = z.number('a number from 0 to 0.9').min(0, 'a number from 0 to 0.9').max(0.9, 'a number from 0 to 0.9');

/** `data.json`: the dataset, the roles of its columns, its preparation and its split. */
export const dataSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(dataVersion),
  source: sourceSchema,
  /** Settings by column name; columns not listed get what looking at the data suggests. */
  columns: z.record(z.string(), z.strictObject({ kind: z.enum(columnKinds), role: z.enum(columnRoles) })),
  preparation: z.strictObject({
    /** Of numeric input columns; fitted on the training part only. */
    scaling: z.enum(['none', 'standard', 'min-max']),
    /** Of text columns: tokens kept, counting padding (0) and unknown (1). */
    vocabularySize: z.int().min(3, 'a whole number, 3 or more'),
    /** Tokens a text is cut or padded to. */
    sequenceLength: z.int().min(1, 'a whole number, 1 or more'),
  }),
  split: z.strictObject({
    /** Share of the rows; for data with an official test part, share of that part. */
    validation: fraction,
    /** Share of the rows; data with an official test part keeps what validation leaves of it. */
    test: fraction,
    seed: z.int().min(0, 'a whole number, 0 or more'),
  }),
});
export type DataDocument = Readonly<z.infer<typeof dataSchema>>;

/** Data not chosen yet. */
export const emptyData: DataDocument = {
  app: 'layerloom',
  version: dataVersion,
  source: { kind: 'none' },
  columns: {},
  preparation: { scaling: 'standard', vocabularySize: 10000, sequenceLength: 150 },
  split: { validation: 0.15, test: 0.15, seed: 1 },
};
