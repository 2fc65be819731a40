import type { ChartPoint } from './downsample.ts';
import { type Axis, linearAxis, logAxis } from './ticks.ts';

/** Where the plot lies in a chart, in pixels. Fixed, so that nothing jumps and the crosshair needs no measuring. */
export const plot = { left: 52, right: 92, top: 10, bottom: 24 } as const;

/** How values stand on the upright axis. */
export type ValueScale = 'linear' | 'log';

/** The upright axis for all curves of a chart. A few of the noisiest batches may leave it; whole epochs never do. */
export function valueAxis(
  curves: readonly (readonly ChartPoint[])[],
  batches: readonly ChartPoint[],
  scale: ValueScale,
): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (y: number) => {
    if (scale === 'log' && y <= 0) return;
    if (y < low) low = y;
    if (y > high) high = y;
  };
  for (const curve of curves) for (const { y } of curve) take(y);
  if (batches.length > 0) {
    const sorted = batches.map(({ y }) => y).sort((a, b) => a - b);
    const epochs = Math.max(0, ...curves.map((curve) => curve.length));
    // The first batches of a long run are far above all that follows; they would press it flat.
    const cut = Math.floor(
      sorted.length * (epochs === 0 ? 0 : scale === 'log' ? 0.005 : Math.min(0.08, epochs * 0.02)),
    );
    take(sorted[scale === 'log' ? cut : Math.min(cut, Math.floor(sorted.length * 0.01))]!);
    take(sorted[sorted.length - 1 - cut]!);
  }
  if (scale === 'linear') return linearAxis(low, high);
  return low > high ? logAxis(0, 1) : logAxis(roundDown(low), roundUp(high));
}

const steps = [1, 1.5, 2, 3, 5, 7, 10] as const;

/** The next round number below, so that a growing curve moves its axis seldom. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.findLast((factor) => factor * power <= value * 1.0001) ?? 1;
  return Number((step * power).toPrecision(6));
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((factor) => factor * power >= value * 0.9999) ?? 10;
  return Number((step * power).toPrecision(6));
}

/** The height of a value in pixels from the upper edge of the chart; values beyond the axis stand at its ends. */
export function toPixel(value: number, { domain: [low, high] }: Axis, scale: ValueScale, height: number): number {
  const measure = (x: number) => (scale === 'log' ? Math.log(Math.max(x, Number.MIN_VALUE)) : x);
  const share = (measure(value) - measure(low)) / (measure(high) - measure(low));
  return plot.top + (1 - Math.min(1, Math.max(0, share))) * (height - plot.top - plot.bottom);
}

/** Heights for labels that would cover each other: pushed apart to `gap` pixels around their common middle, their order kept. */
export function spread(heights: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
  const placed = order.map((index) => heights[index]!);
  for (let round = 0; round < 20; round++) {
    let moved = false;
    for (let index = 1; index < placed.length; index++) {
      const lack = gap - (placed[index]! - placed[index - 1]!);
      if (lack <= 0.01) continue;
      placed[index - 1]! -= lack / 2;
      placed[index]! += lack / 2;
      moved = true;
    }
    if (placed.length > 0) {
      const over = placed.at(-1)! - high;
      if (over > 0) for (let index = 0; index < placed.length; index++) placed[index]! -= over;
      const under = low - placed[0]!;
      if (under > 0) for (let index = 0; index < placed.length; index++) placed[index]! += under;
    }
    if (!moved) break;
  }
  const result = new Array<number>(heights.length);
  order.forEach((index, at) => {
    result[index] = placed[at]!;
  });
  return result;
}
