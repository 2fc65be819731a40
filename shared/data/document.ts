import { z } from 'zod';
import { phrases } from '../messages/phrases.ts';
import { augmentationSchema } from './augmentation/index.ts';
import { columnKinds, columnRoles } from './kinds.ts';
import { isAbsoluteAnywhere, staysInside } from './source-path.ts';
import { defaultSteps, stepSchema } from './steps/index.ts';

export type { ColumnKind, ColumnRole } from './kinds.ts';
export { columnKinds, columnRoles } from './kinds.ts';

/** Version of `data.json`. */
export const dataVersion = 4;

/**
 * What the split goes by. `stratified` is random with each class of the first class target alike in all parts; `group` keeps rows with the
 * same value of a column together; `time` takes the oldest rows for training and the newest for the test; `column` is a column that says
 * train, validation or test.
 */
export const splitMethods = ['stratified', 'random', 'group', 'time', 'column'] as const;
export type SplitMethod = (typeof splitMethods)[number];

/** Whether a split needs a column to go by. */
export function needsColumn(method: SplitMethod): boolean {
  return method === 'group' || method === 'time' || method === 'column';
}

/** A sheet of a workbook; the first where none is named. */
const sheet = z.string().min(1).optional();

/** A relative path that leaves the project's folder would reach into whatever lies around it on another computer. */
const path = z
  .string()
  .min(1)
  .refine((written) => isAbsoluteAnywhere(written) || staysInside(written), phrases['path-inside']);

/** Where rows come from. Paths are absolute; in files, those inside the project's folder are relative to it, so that it can be moved. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The 70,000 digits that ship with the app. */
  z.strictObject({ kind: z.literal('mnist') }),
  /** The e-mails of the SpamAssassin corpus that ship with the app: columns `text` and `label`. */
  z.strictObject({ kind: z.literal('spam-assassin') }),
  /** A table that ships with the app, by its file name in `assets/data`. */
  z.strictObject({ kind: z.literal('sample-table'), file: z.string().min(1) }),
  /** A CSV, TSV, Parquet, JSON or Excel file; which of them it is, and how it is written, is found by looking. */
  z.strictObject({ kind: z.literal('table'), path, sheet }),
  /** A table that has, in one column, the paths of images: from the folder of the table on, or absolute. */
  z.strictObject({ kind: z.literal('image-table'), path, sheet, column: z.string().min(1) }),
  /** Arrays: a .npz archive, a .npy or IDX file, or a folder of such files. */
  z.strictObject({ kind: z.literal('arrays'), path }),
  /** A folder with a folder of texts for each class, or with such folders for train, validation and test: columns `text`, `label` and `part`. */
  z.strictObject({ kind: z.literal('text-folder'), path }),
  /** A folder with a folder of images for each class, or with such folders for train, validation and test. */
  z.strictObject({ kind: z.literal('image-folder'), path }),
  /** A text, or a folder of texts that follow each other: windows of its tokens, each with the token that comes next. */
  z.strictObject({
    kind: z.literal('next-token'),
    path,
    /** Tokens from the beginning of a window to that of the next. */
    stride: z.int('a whole number, 1 or more').min(1, 'a whole number, 1 or more'),
  }),
]);
export type DataSource = Readonly<z.infer<typeof sourceSchema>>;

const fraction = z.number('a number from 0 to 0.9').min(0, 'a number from 0 to 0.9').max(0.9, 'a number from 0 to 0.9');

const count = z.int('a whole number, 1 or more').min(1, 'a whole number, 1 or more');

/** How a table becomes a time series: windows over its rows. */
export const windowsSchema = z.strictObject({
  /** Rows of a window. */
  length: count,
  /** How many rows after the last of a window the one lies that it is to tell. */
  horizon: count,
  /** Rows from the begin of a window to that of the next. */
  stride: count,
  /** The column that rows are ordered by; null for the order of the file. */
  time: z.string().nullable(),
  /** The column that says which of several series a row belongs to; null where there is one. No window lies in two. */
  series: z.string().nullable(),
});
export type Windows = Readonly<z.infer<typeof windowsSchema>>;

/** What a person, or a look at the data, has settled of a column. */
export const columnSettingsSchema = z.strictObject({
  kind: z.enum(columnKinds),
  role: z.enum(columnRoles),
  /** The Input of the model that an input goes to; numbers without one go to one together, all else each to one of its own name. */
  input: z.string().min(1).optional(),
});

/** A row that is left out: by its number in the source, from 0, or, where rows are files of a folder, by the path from the folder on. */
export const excludedRowSchema = z.union([z.int().min(0), z.string().min(1)], 'a row number or a path');
export type ExcludedRow = z.infer<typeof excludedRowSchema>;

/** `data.json`: the dataset, the roles of its columns, its preparation and its split. */
export const dataSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(dataVersion),
  source: sourceSchema,
  /** Settings by column name; columns not listed get what looking at the data suggests. */
  columns: z.record(z.string(), columnSettingsSchema),
  /** What is done to values before the model gets them, in this order; what learns from data is fitted on the training part only. */
  preparation: z.array(stepSchema).readonly(),
  /** What is done to training rows alone, differently each epoch, after preparation and in this order. */
  augmentation: z.array(augmentationSchema).readonly(),
  /** Makes samples of stretches of rows that follow each other; null where each row is a sample. */
  windows: windowsSchema.nullable(),
  /** Rows that a person leaves out: they are in no part, and the others stay in theirs. */
  excluded: z.array(excludedRowSchema).readonly(),
  split: z.strictObject({
    method: z.enum(splitMethods),
    /** The column that `group`, `time` and `column` go by; null for the others. */
    column: z.string().nullable(),
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
  preparation: defaultSteps,
  augmentation: [],
  windows: null,
  excluded: [],
  split: { method: 'stratified', column: null, validation: 0.15, test: 0.15, seed: 1 },
};
