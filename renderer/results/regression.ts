import type { Prediction } from '../../shared/ipc/runs.ts';

/** One row with a number as its answer. */
export interface Estimate {
  readonly row: number;
  readonly truth: number;
  readonly predicted: number;
}

/** What predictions on held-out rows say of a number target. */
export interface Regression {
  readonly rows: readonly Estimate[];
  /** Mean of the absolute errors. */
  readonly meanAbsoluteError: number;
  /** Square root of the mean of the squared errors. */
  readonly rootMeanSquaredError: number;
  /** Mean of prediction less truth: above zero the network says too much. */
  readonly bias: number;
  /** Share of the targets' variance that is explained; null when all targets are the same. */
  readonly r2: number | null;
}

/** Measures the answers of one Output whose target is a number; rows without a right or a finite answer are left out. */
export function regress(predictions: readonly Prediction[]): Regression | null {
  const rows: Estimate[] = [];
  for (const { row, prediction, target } of predictions) {
    const predicted = prediction[0];
    if (target === null || predicted === undefined || !Number.isFinite(predicted)) continue;
    rows.push({ row, truth: target, predicted });
  }
  if (rows.length === 0) return null;
  const count = rows.length;
  const mean = rows.reduce((sum, { truth }) => sum + truth, 0) / count;
  let absolute = 0;
  let squared = 0;
  let signed = 0;
  let spread = 0;
  for (const { truth, predicted } of rows) {
    const error = predicted - truth;
    absolute += Math.abs(error);
    squared += error * error;
    signed += error;
    spread += (truth - mean) ** 2;
  }
  return {
    rows,
    meanAbsoluteError: absolute / count,
    rootMeanSquaredError: Math.sqrt(squared / count),
    bias: signed / count,
    r2: spread === 0 ? null : 1 - squared / spread,
  };
}

/** Rows by how far off they are, the farthest first. */
export function farthest({ rows }: Regression, most: number): readonly Estimate[] {
  const off = ({ truth, predicted }: Estimate) => Math.abs(predicted - truth);
  return [...rows].sort((a, b) => off(b) - off(a) || a.row - b.row).slice(0, most);
}

/** At most `most` rows, evenly chosen, for drawing. */
export function sample(rows: readonly Estimate[], most: number): readonly Estimate[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, index) => rows[Math.floor((index * rows.length) / most)]!);
}
