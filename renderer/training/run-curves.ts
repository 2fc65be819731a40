import { type ChartPoint, downsample } from './downsample.ts';
import type { RunRecord } from './run-record.ts';

/** How a curve is drawn: colour, dashes and dots follow from it. */
export type CurveKind = 'batch' | 'train' | 'validation' | 'compared-train' | 'compared-validation';

/** One curve of a chart. */
export interface Curve {
  readonly kind: CurveKind;
  /** Stands in the legend and in the readout. */
  readonly name: string;
  /** Stands at the line's end; null for none. */
  readonly endName: string | null;
  readonly points: readonly ChartPoint[];
}

/** What the lying axis counts. */
export type AxisUnit = 'epoch' | 'step';

/** Names of the series, from the message file. */
export interface SeriesNames {
  readonly batch: string;
  readonly train: string;
  readonly validation: string;
  readonly validationShort: string;
  /** The name of a compared run's series, such as "cnn-3 validation". */
  readonly compared: (series: string) => string;
}

/** Steps of one epoch; 1 until the run has begun. */
export function stepsPerEpoch(record: RunRecord): number {
  return Math.max(1, record.begin?.stepsPerEpoch ?? 1);
}

/** The place of the end of an epoch on the lying axis. */
export function epochToX(record: RunRecord, epoch: number, unit: AxisUnit): number {
  return unit === 'epoch' ? epoch : epoch * stepsPerEpoch(record);
}

/** The curve of one log name over the epochs; what is not finite is left out. */
export function epochCurve(record: RunRecord, name: string, unit: AxisUnit): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  for (const { epoch, logs } of record.epochs) {
    const y = logs[name];
    if (typeof y === 'number') points.push({ x: epochToX(record, epoch, unit), y });
  }
  return points;
}

/**
 * How far the lying axis reaches: the first epoch alone while it runs, so that its batches can be read; then all planned epochs; what
 * was reached once the run ended. Longer compared runs widen it.
 */
export function axisEnd(record: RunRecord, compared: RunRecord | null, unit: AxisUnit): number {
  const reached = (one: RunRecord) => Math.max(one.epoch ?? 0, one.epochs.at(-1)?.epoch ?? 0);
  const own = record.end || record.epochs.length === 0 ? reached(record) : (record.begin?.epochs ?? reached(record));
  const end = Math.max(1, own);
  const ownEnd = unit === 'epoch' ? end : end * stepsPerEpoch(record);
  if (!compared) return ownEnd;
  return Math.max(ownEnd, epochToX(compared, reached(compared), unit));
}

/** All curves of one chart of a run: batches under the loss, training, validation, and a compared run's where it has them. */
export function curvesOf(
  record: RunRecord,
  compared: RunRecord | null,
  name: string,
  unit: AxisUnit,
  buckets: number,
  names: SeriesNames,
): readonly Curve[] {
  const curves: Curve[] = [];
  const train = epochCurve(record, name, unit);
  if (name === 'loss') {
    const perEpoch = stepsPerEpoch(record);
    const last = axisEnd(record, compared, 'step');
    const points = downsample(
      record.points,
      buckets,
      unit === 'epoch' ? (step) => step / perEpoch : (step) => step,
      last,
    );
    curves.push({ kind: 'batch', name: names.batch, endName: train.length === 0 ? names.batch : null, points });
  }
  if (compared) {
    const validation = epochCurve(compared, `val_${name}`, unit);
    if (validation.length > 0) {
      curves.push({
        kind: 'compared-validation',
        name: names.compared(names.validation),
        endName: null,
        points: validation,
      });
    } else {
      const points = epochCurve(compared, name, unit);
      if (points.length > 0)
        curves.push({ kind: 'compared-train', name: names.compared(names.train), endName: null, points });
    }
  }
  curves.push({ kind: 'train', name: names.train, endName: names.train, points: train });
  const validation = epochCurve(record, `val_${name}`, unit);
  if (validation.length > 0) {
    curves.push({ kind: 'validation', name: names.validation, endName: names.validationShort, points: validation });
  }
  return curves;
}
