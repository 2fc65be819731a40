import { batchSeries, type ChartPoint, downsample } from './downsample.ts';
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

/** The curve of one log name over the epochs, thinned to `buckets` as batches are; what is not finite is left out. */
export function epochCurve(
  record: RunRecord,
  name: string,
  unit: AxisUnit,
  buckets: number,
  last: number,
): readonly ChartPoint[] {
  const { epochs } = record;
  const series = {
    length: epochs.length,
    stepAt: (index: number) => epochs[index]!.epoch,
    valueAt: (index: number) => epochs[index]!.logs[name] ?? Number.NaN,
  };
  return downsample(series, buckets, (epoch) => epochToX(record, epoch, unit), last);
}

/** Up to this many planned epochs the axis spans all of them from the second on. */
const fewEpochs = 20;

/**
 * How far the lying axis reaches: the first epoch alone while it runs, so that its batches can be read; then all planned epochs, or,
 * where they are many, the next round number above those reached, so that the curve fills its plot; what was reached once the run
 * ended. Longer compared runs widen it.
 */
export function axisEnd(record: RunRecord, compared: RunRecord | null, unit: AxisUnit): number {
  const own = Math.max(1, isRunning(record) ? plannedEnd(record) : reached(record));
  const ownEnd = unit === 'epoch' ? own : own * stepsPerEpoch(record);
  if (!compared) return ownEnd;
  return Math.max(ownEnd, epochToX(compared, reached(compared), unit));
}

const reached = (record: RunRecord): number => Math.max(record.epoch ?? 0, record.epochs.at(-1)?.epoch ?? 0);

const isRunning = (record: RunRecord): boolean => !record.end && record.epochs.length > 0;

function plannedEnd(record: RunRecord): number {
  const done = reached(record);
  return Math.min(record.begin?.epochs ?? done, Math.max(fewEpochs, nextRound(done)));
}

/** The next number above that is 1, 2 or 5 times a power of ten. */
function nextRound(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return power * ([2, 5, 10].find((factor) => factor * power > value) ?? 20);
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
  const lastEpoch = axisEnd(record, compared, 'epoch');
  const curveOf = (one: RunRecord, log: string) => epochCurve(one, log, unit, buckets, lastEpoch);
  const train = curveOf(record, name);
  if (name === 'loss') {
    const perEpoch = stepsPerEpoch(record);
    const last = axisEnd(record, compared, 'step');
    const points = downsample(
      batchSeries(record.points),
      buckets,
      unit === 'epoch' ? (step) => step / perEpoch : (step) => step,
      last,
    );
    curves.push({ kind: 'batch', name: names.batch, endName: train.length === 0 ? names.batch : null, points });
  }
  if (compared) {
    const validation = curveOf(compared, `val_${name}`);
    if (validation.length > 0) {
      curves.push({
        kind: 'compared-validation',
        name: names.compared(names.validation),
        endName: null,
        points: validation,
      });
    } else {
      const points = curveOf(compared, name);
      if (points.length > 0)
        curves.push({ kind: 'compared-train', name: names.compared(names.train), endName: null, points });
    }
  }
  curves.push({ kind: 'train', name: names.train, endName: names.train, points: train });
  const validation = curveOf(record, `val_${name}`);
  if (validation.length > 0) {
    curves.push({ kind: 'validation', name: names.validation, endName: names.validationShort, points: validation });
  }
  return curves;
}
