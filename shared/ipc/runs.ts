import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';
import { runFoldSchema } from '../training/cross-validation.ts';
import { logsSchema, outcomes } from '../training/events.ts';
import { checkpointNameSchema } from '../training/run.ts';

export const runSummarySchema = z.strictObject({
  /** Folder name within `runs/`. */
  run: z.string(),
  directory: z.string(),
  started: z.number(),
  state: z.enum(['training', ...outcomes]),
  reason: wordsSchema.nullable(),
  epochs: z.number(),
  /** Logs of the last epoch. */
  logs: logsSchema,
  bestEpoch: z.number().nullable(),
  /** Logs of the best epoch; empty where none was finished, or they are not known. */
  bestLogs: logsSchema,
  /**
   * The checkpoint that results and exports take the weights from: the best; the last where the run was stopped in its first epoch; null
   * where nothing was kept.
   */
  weights: checkpointNameSchema.nullable(),
  test: logsSchema.nullable(),
  /** Which fold of a cross-validation it is; null for a run that stands alone. */
  fold: runFoldSchema.nullable(),
});
export type RunSummary = Readonly<z.infer<typeof runSummarySchema>>;

/** A run that has begun. */
export const startedRunSchema = z.strictObject({
  run: z.string(),
  directory: z.string(),
  /** Milliseconds since 1970. */
  started: z.number(),
  /** Which fold of a cross-validation it is; null for a run that stands alone. */
  fold: runFoldSchema.nullable(),
});
export type StartedRun = Readonly<z.infer<typeof startedRunSchema>>;

export const crossValidationEndSchema = z.strictObject({
  crossValidation: z.string(),
  outcome: z.enum(outcomes),
  /** Why it failed, in words for people; null otherwise. */
  reason: wordsSchema.nullable(),
});
export type CrossValidationEnd = Readonly<z.infer<typeof crossValidationEndSchema>>;

/** Runs whose results on the same test rows a person looked at before, the first one first; times in milliseconds since 1970. */
export const testLooksSchema = z.strictObject({
  earlier: z.array(z.strictObject({ run: z.string(), time: z.number() })),
});
export type TestLooks = Readonly<z.infer<typeof testLooksSchema>>;

/** The answer of one Output for one row. */
export const predictionSchema = z.strictObject({
  row: z.number(),
  /** The file that the row is, by its path in the folder that was asked about; null for rows that are no files. */
  file: z.string().nullable(),
  /** The Output's name, or its type if it has none. */
  output: z.string(),
  prediction: z.array(z.number()),
  /** The right answer: a number or a class number; null where the rows have none. */
  target: z.number().nullable(),
  /** For class targets: the name of the likeliest class. */
  label: z.string().nullable(),
  /** For class targets: the name of the right class; null where the rows have none. */
  targetLabel: z.string().nullable(),
});
export type Prediction = Readonly<z.infer<typeof predictionSchema>>;
