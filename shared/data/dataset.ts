import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';
import { columnKinds, columnRoles } from './document.ts';
import { columnStatisticsSchema } from './statistics.ts';

export const parts = ['train', 'validation', 'test'] as const;
/** A part of the split. */
export type Part = (typeof parts)[number];

/** What one named input of the data gives to the model: shape of one sample, without the batch. */
export const featureSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['numbers', 'image', 'tokens']),
  shape: z.array(z.number()),
  dtype: z.enum(['float32', 'int32']),
  /** For tokens: numbers run from 0 to this less one. */
  vocabularySize: z.number().nullable(),
});
export type Feature = Readonly<z.infer<typeof featureSchema>>;

/** What one named target of the data is. Class targets are class numbers (int32, shape []); others float32. */
export const targetSchema = z.strictObject({
  name: z.string(),
  /** `token`: the classes are the tokens of a vocabulary, whose numbers the model's own input has too. */
  kind: z.enum(['number', 'classes', 'token']),
  shape: z.array(z.number()),
  /** Class names in the order of their numbers; null for numbers. */
  classes: z.array(z.string()).nullable(),
});
export type Target = Readonly<z.infer<typeof targetSchema>>;

/**
 * What reading a source is at: the file is checked, made a table, its values are looked at, its rows, e-mails or images are taken in, rows are
 * split and columns prepared, rows are compared.
 */
export const readingSteps = ['check', 'load', 'look', 'rows', 'mails', 'images', 'prepare', 'compare'] as const;

/** How far the reading of a source is. */
export const datasetProgressSchema = z.strictObject({
  step: z.enum(readingSteps),
  /** Bytes, rows, e-mails or columns of this step, of all there are where that is known; null where nothing can be counted. */
  count: z.strictObject({ done: z.number(), of: z.number().nullable() }).nullable(),
});
export type DatasetProgress = Readonly<z.infer<typeof datasetProgressSchema>>;

/** A column as it is known from the first rows. */
export const columnLookSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(columnKinds),
  role: z.enum(columnRoles),
});
export type ColumnLook = Readonly<z.infer<typeof columnLookSchema>>;

export const columnSummarySchema = columnLookSchema.extend({
  missing: z.number(),
  distinct: z.number(),
  /** For columns of numbers; of dates in milliseconds since the beginning of 1970. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  mean: z.number().nullable(),
  statistics: columnStatisticsSchema,
});
export type ColumnSummary = Readonly<z.infer<typeof columnSummarySchema>>;

/** A small image to show: values 0 to 255, base64, row by row, the channels of a pixel after each other (grey, or red, green, blue). */
export const shownImageSchema = z.strictObject({
  width: z.number(),
  height: z.number(),
  channels: z.union([z.literal(1), z.literal(3)]),
  pixels: z.string(),
});
export type ShownImage = Readonly<z.infer<typeof shownImageSchema>>;

const partRowsSchema = z.strictObject({ train: z.number(), validation: z.number(), test: z.number() });
/** How many rows each part has. */
export type PartCounts = Readonly<z.infer<typeof partRowsSchema>>;

/** What the rows of a table seem to go by where they are a time series, by columns that are no target: their time, and what tells several series apart. */
export const rowOrderSchema = z.strictObject({ time: z.string().nullable(), series: z.string().nullable() });
export type RowOrder = Readonly<z.infer<typeof rowOrderSchema>>;

/** What looking at a dataset found: enough to draw the data panel and to check a model against it. */
export const datasetSummarySchema = z.strictObject({
  title: z.string(),
  /** Where it is from and under which licence, for data that ships with the app. */
  origin: z.string().nullable(),
  rows: partRowsSchema,
  columns: z.array(columnSummarySchema),
  features: z.array(featureSchema),
  targets: z.array(targetSchema),
  /** Rows of each class of the first class target, in all parts together and in each. */
  classCounts: z.array(z.strictObject({ name: z.string(), rows: z.number(), parts: partRowsSchema })),
  /** First rows of a table, as shown; empty for images. */
  preview: z.array(z.array(z.string())),
  /** A few images, each with its class. */
  images: z.array(shownImageSchema.extend({ label: z.string() })),
  /** Of a workbook: its sheets, and the one that is the table. */
  sheets: z.strictObject({ all: z.array(z.string()).readonly(), read: z.string() }).optional(),
  /** Of a table that was read. */
  order: rowOrderSchema.optional(),
  /** Of data that are divided by themselves, and not by a column: the parts that they have. */
  given: z.array(z.enum(parts)).readonly().optional(),
  /** Things worth a look, in words for people. */
  warnings: z.array(wordsSchema),
});
export type DatasetSummary = Readonly<z.infer<typeof datasetSummarySchema>>;

/** What the beginning of a source tells, before all of it is read: of a table its columns and first rows, of images their classes and a few. */
export const datasetLookSchema = datasetSummarySchema
  .pick({ title: true, origin: true, preview: true, images: true, classCounts: true })
  .extend({ columns: z.array(columnLookSchema) });
export type DatasetLook = Readonly<z.infer<typeof datasetLookSchema>>;
