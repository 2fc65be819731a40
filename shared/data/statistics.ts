import { z } from 'zod';

/** How many values lie in each of some ranges of equal width, next to each other from `from` to `to`. */
export const histogramSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  counts: z.array(z.number()).min(1),
  /**
   * The distance of neighbouring values where all are whole numbers, or all dates whole days: a range then has the values from its
   * beginning to one unit before its end. 0 where values lie anywhere; a value on an edge is then of the range above it.
   */
  unit: z.number(),
  /** Values that lie before and after it: a few far out would leave no room for all others. */
  below: z.number(),
  above: z.number(),
});
export type Histogram = Readonly<z.infer<typeof histogramSchema>>;

/** Where the ranges of a histogram begin and end: one number more than it has ranges. */
export function edgesOf({ from, to, counts }: Pick<Histogram, 'from' | 'to' | 'counts'>): number[] {
  const ends = counts.map((_, at) => from + ((to - from) / counts.length) * at);
  return [...ends, to];
}

/** The most frequent categories of a column, and all others together. */
export const categoryCountsSchema = z.strictObject({
  most: z.array(z.strictObject({ name: z.string(), rows: z.number() })),
  others: z.strictObject({ categories: z.number(), rows: z.number() }),
});
export type CategoryCounts = Readonly<z.infer<typeof categoryCountsSchema>>;

/** Tokens of the texts of a column, as the step that makes them cuts them. Shares are of 1, and null where there is nothing to share. */
export const tokenStatisticsSchema = z.strictObject({
  /** Texts that were looked at, empty ones aside. */
  texts: z.number(),
  median: z.number(),
  /** 95 of 100 texts are no longer. */
  percentile95: z.number(),
  longest: z.number(),
  /** Tokens that a text is cut to, and the share of texts that are longer. */
  sequenceLength: z.number(),
  cut: z.number(),
  lengths: histogramSchema,
  /** Tokens that the vocabulary, which is learned from the training part, does not have: of those that the model sees. */
  unknown: z.strictObject({
    train: z.number().nullable(),
    validation: z.number().nullable(),
    test: z.number().nullable(),
  }),
  /** The commonest words or characters that are unknown, in those texts whole. */
  unknowns: z.array(z.string()).readonly(),
});
export type TokenStatistics = Readonly<z.infer<typeof tokenStatisticsSchema>>;

/**
 * How strongly a column goes with a target. Numbers with numbers: `pearson`, the correlation coefficient r, and `spearman`, the same of
 * the ranks. Numbers with classes, whichever of them is the target: `correlation-ratio`, Pearson's eta, the root of the share of the numbers'
 * variance that lies between classes. Classes with classes: `cramers-v`. The last two are corrected for what chance gives to many
 * classes. From 0, where neither tells of the other, to 1; r and the one of ranks from -1.
 */
export const associationMeasures = ['pearson', 'spearman', 'correlation-ratio', 'cramers-v'] as const;
export type AssociationMeasure = (typeof associationMeasures)[number];

export const associationSchema = z.strictObject({
  target: z.string(),
  measure: z.enum(associationMeasures),
  value: z.number(),
});
export type Association = Readonly<z.infer<typeof associationSchema>>;

/** What is known of the values of a column beside their limits. Null where it does not apply, or there are no values. */
export const columnStatisticsSchema = z.strictObject({
  /** Evenly spaced rows that median, histogram and associations were found from; null where all rows were. */
  sampled: z.number().nullable(),
  /** Rows that have a value. */
  present: z.number(),
  /** Of numbers: the spread as divided by the count, and the middle value; of dates the middle alone. */
  deviation: z.number().nullable(),
  median: z.number().nullable(),
  histogram: histogramSchema.nullable(),
  categories: categoryCountsSchema.nullable(),
  tokens: tokenStatisticsSchema.nullable(),
  /** With each target, of training rows alone. */
  associations: z.array(associationSchema),
});
export type ColumnStatistics = Readonly<z.infer<typeof columnStatisticsSchema>>;

/** Of a column that has no value. */
export const noStatistics: ColumnStatistics = {
  sampled: null,
  present: 0,
  deviation: null,
  median: null,
  histogram: null,
  categories: null,
  tokens: null,
  associations: [],
};
