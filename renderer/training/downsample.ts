import { lossAt, type PointLog, stepAt } from './point-log.ts';

/** A drawn point. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * At most two points a bucket, the lowest and the highest in the order they came, so that no spike is lost and the curve of fifty
 * thousand batches costs what a screen's width of them costs. Buckets are aligned to multiples of their width: while a run grows, what
 * was drawn stays where it was. Points that are not finite are left out.
 */
export function downsample(
  log: PointLog,
  buckets: number,
  toX: (step: number) => number,
  last: number,
): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  if (log.length === 0) return points;
  if (log.length <= buckets * 2) {
    for (let index = 0; index < log.length; index++) {
      const y = lossAt(log, index);
      if (Number.isFinite(y)) points.push({ x: toX(stepAt(log, index)), y });
    }
    return points;
  }
  const width = Math.max(1, Math.max(last, stepAt(log, log.length - 1)) / buckets);
  let bucket = -1;
  let lowest = -1;
  let highest = -1;
  const flush = () => {
    if (lowest < 0) return;
    const first = Math.min(lowest, highest);
    const second = Math.max(lowest, highest);
    points.push({ x: toX(stepAt(log, first)), y: lossAt(log, first) });
    if (second !== first) points.push({ x: toX(stepAt(log, second)), y: lossAt(log, second) });
  };
  for (let index = 0; index < log.length; index++) {
    const value = lossAt(log, index);
    if (!Number.isFinite(value)) continue;
    const own = Math.floor(stepAt(log, index) / width);
    if (own !== bucket) {
      flush();
      bucket = own;
      lowest = index;
      highest = index;
    } else {
      if (value < lossAt(log, lowest)) lowest = index;
      if (value > lossAt(log, highest)) highest = index;
    }
  }
  flush();
  return points;
}

/** Evenly chosen values of a row, its ends kept: enough for a tiny curve. */
export function thin(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))]!);
}
