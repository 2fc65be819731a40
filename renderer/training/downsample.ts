import { lossAt, type PointLog, stepAt } from './point-log.ts';

/** A drawn point. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** A row of measurements by the step, or the epoch, they were taken at; steps never fall. */
export interface Series {
  readonly length: number;
  stepAt(index: number): number;
  /** NaN where it was not finite. */
  valueAt(index: number): number;
}

/** The losses of a run's batches. */
export function batchSeries(log: PointLog): Series {
  return { length: log.length, stepAt: (index) => stepAt(log, index), valueAt: (index) => lossAt(log, index) };
}

/**
 * At most two points a bucket, the lowest and the highest in the order they came, so that no spike is lost and the curve of fifty
 * thousand batches costs what a screen's width of them costs. Buckets are aligned to multiples of their width: while a run grows, what
 * was drawn stays where it was. The newest point is always drawn, points that are not finite never. `last` is the step at the end of the axis.
 */
export function downsample(
  series: Series,
  buckets: number,
  toX: (step: number) => number,
  last: number,
): readonly ChartPoint[] {
  const { length, stepAt: at, valueAt } = series;
  const points: ChartPoint[] = [];
  if (length === 0) return points;
  if (length <= buckets * 2) {
    for (let index = 0; index < length; index++) {
      const y = valueAt(index);
      if (Number.isFinite(y)) points.push({ x: toX(at(index)), y });
    }
    return points;
  }
  const width = Math.max(1, Math.max(last, at(length - 1)) / buckets);
  let bucket = -1;
  let lowest = -1;
  let highest = -1;
  const flush = () => {
    if (lowest < 0) return;
    const first = Math.min(lowest, highest);
    const second = Math.max(lowest, highest);
    points.push({ x: toX(at(first)), y: valueAt(first) });
    if (second !== first) points.push({ x: toX(at(second)), y: valueAt(second) });
  };
  for (let index = 0; index < length; index++) {
    const value = valueAt(index);
    if (!Number.isFinite(value)) continue;
    const own = Math.floor(at(index) / width);
    if (own !== bucket) {
      flush();
      bucket = own;
      lowest = index;
      highest = index;
    } else {
      if (value < valueAt(lowest)) lowest = index;
      if (value > valueAt(highest)) highest = index;
    }
  }
  flush();
  let newest = length - 1;
  while (newest >= 0 && !Number.isFinite(valueAt(newest))) newest--;
  if (newest > Math.max(lowest, highest)) points.push({ x: toX(at(newest)), y: valueAt(newest) });
  return points;
}

/** Evenly chosen values of a row, its ends kept: enough for a tiny curve. */
export function thin(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))]!);
}
