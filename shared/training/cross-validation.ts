import { z } from 'zod';
import type { Logs, Outcome } from './events.ts';

/** How many folds there can be: of one nothing is held out, and more than 20 take long and tell little more. */
export const leastFolds = 2;
export const mostFolds = 20;

/** A number of folds; its message says what was expected. */
export const foldsSchema = z
  .int(`a whole number from ${leastFolds} to ${mostFolds}`)
  .min(leastFolds, `a whole number from ${leastFolds} to ${mostFolds}`)
  .max(mostFolds, `a whole number from ${leastFolds} to ${mostFolds}`);

/** One of the folds of a cross-validation: the rows that it holds out are its validation part. */
export interface Fold {
  /** From 1. */
  readonly fold: number;
  readonly folds: number;
}

/** Which fold a run is, and of which cross-validation. */
export const runFoldSchema = z.strictObject({
  /** What its runs have in common: the folder name of the first. */
  crossValidation: z.string().min(1),
  fold: z.int().min(1),
  folds: foldsSchema,
});
export type RunFold = Readonly<z.infer<typeof runFoldSchema>>;

/** The rows that a run is judged by. */
export type JudgedPart = 'test' | 'validation';

/** Which part a run is judged by unless another is asked for: a fold leaves the test part to the final model. */
export function judgedPart({ fold }: { readonly fold: RunFold | null }): JudgedPart {
  return fold === null ? 'test' : 'validation';
}

/** The runs of one cross-validation, and what they come to together. */
export interface CrossValidation<Run extends FoldRun = FoldRun> {
  readonly crossValidation: string;
  /** How many folds it was to have. */
  readonly folds: number;
  /** Those that began, by their number. */
  readonly runs: readonly Run[];
  /** How many of them were finished: `metrics` are of those alone. */
  readonly finished: number;
  readonly metrics: readonly MetricSpread[];
  /** The best epoch of a fold on average, rounded: about how long to train a model on all rows; null while none is finished. */
  readonly epochs: number | null;
}

/** What is asked of the run of a fold. */
export interface FoldRun {
  readonly run: string;
  readonly fold: RunFold | null;
  readonly state: 'training' | Outcome;
  readonly bestEpoch: number | null;
  readonly bestLogs: Logs;
}

/** A validation metric over the folds, each at its best epoch. */
export interface MetricSpread {
  /** Its log name, with `val_` before it. */
  readonly name: string;
  /** Null where a fold has no finite value of it. */
  readonly mean: number | null;
  /** The sample standard deviation (n - 1); null of one fold, and without a mean. */
  readonly deviation: number | null;
}

/** The cross-validations among runs, in the order in which the runs have them. */
export function crossValidationsOf<Run extends FoldRun>(runs: readonly Run[]): readonly CrossValidation<Run>[] {
  const byName = new Map<string, Run[]>();
  for (const run of runs) {
    if (run.fold === null) continue;
    const { crossValidation } = run.fold;
    byName.set(crossValidation, [...(byName.get(crossValidation) ?? []), run]);
  }
  return [...byName].map(([crossValidation, its]) => summarizeFolds(crossValidation, its));
}

function summarizeFolds<Run extends FoldRun>(crossValidation: string, its: readonly Run[]): CrossValidation<Run> {
  const runs = [...its].sort((one, other) => one.fold!.fold - other.fold!.fold);
  const finished = runs.filter(({ state }) => state === 'finished');
  const names = [...new Set(finished.flatMap(({ bestLogs }) => Object.keys(bestLogs)))];
  const epochs = spreadOf(finished.map(({ bestEpoch }) => bestEpoch)).mean;
  return {
    crossValidation,
    folds: runs[0]!.fold!.folds,
    runs,
    finished: finished.length,
    metrics: names
      .filter((name) => name.startsWith('val_'))
      .map((name) => ({ name, ...spreadOf(finished.map(({ bestLogs }) => bestLogs[name] ?? null)) })),
    epochs: epochs === null ? null : Math.round(epochs),
  };
}

function spreadOf(values: readonly (number | null)[]): Omit<MetricSpread, 'name'> {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return { mean: null, deviation: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (known.length === 1) return { mean, deviation: null };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (known.length - 1)) };
}

/** A fold that trains now. */
export interface FoldUnderWay extends Fold {
  /** When it was started, in milliseconds since 1970. */
  readonly started: number;
}

/**
 * Seconds until all folds are trained, if each that comes takes as long as this one, the start of its engine included. `left` are those of
 * this one at a `time` in milliseconds since 1970.
 */
export function secondsLeftOfFolds({ fold, folds, started }: FoldUnderWay, time: number, left: number): number {
  return left + (folds - fold) * ((time - started) / 1000 + left);
}
