import { describe, expect, it } from 'vitest';
import { batchSeries, downsample, thin } from './downsample.ts';
import { appendPoints, emptyPointLog, type Point } from './point-log.ts';

const logOf = (losses: readonly (number | null)[]) =>
  batchSeries(
    appendPoints(
      emptyPointLog(),
      losses.map((loss, index): Point => [index, loss]),
    ),
  );
const same = (step: number) => step;

describe('downsampling', () => {
  it('keeps a short curve whole, in the unit of the axis', () => {
    expect(downsample(logOf([3, 2, null, 1]), 100, (step) => step / 2, 3)).toEqual([
      { x: 0, y: 3 },
      { x: 0.5, y: 2 },
      { x: 1.5, y: 1 },
    ]);
  });

  it('loses no spike, up or down', () => {
    const losses = Array.from({ length: 50_000 }, () => 1);
    losses[12_345] = 9;
    losses[43_210] = -4;
    const drawn = downsample(logOf(losses), 400, same, 50_000);
    expect(drawn.length).toBeLessThanOrEqual(803);
    expect(drawn.at(-1)).toEqual({ x: 49_999, y: 1 });
    expect(drawn).toContainEqual({ x: 12_345, y: 9 });
    expect(drawn).toContainEqual({ x: 43_210, y: -4 });
  });

  it('never goes back in time', () => {
    const drawn = downsample(
      logOf(Array.from({ length: 9_000 }, (_, index) => (Math.sin(index * 12.9898) * 43758.5453) % 1)),
      200,
      same,
      9_000,
    );
    expect(drawn.every(({ x }, index) => index === 0 || x > drawn[index - 1]!.x)).toBe(true);
  });

  it('leaves what was drawn where it was while a run grows', () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 1009);
    const before = downsample(logOf(noise.slice(0, 10_000)), 300, same, 20_000);
    const after = downsample(logOf(noise), 300, same, 20_000);
    expect(after.slice(0, before.length - 3)).toEqual(before.slice(0, -3));
  });

  it('leaves out what is not finite, also whole stretches', () => {
    const drawn = downsample(
      logOf(Array.from({ length: 4000 }, (_, index) => (index > 1000 ? null : index))),
      100,
      same,
      4000,
    );
    expect(drawn.at(-1)).toEqual({ x: 1000, y: 1000 });
  });
});

describe('a tiny curve', () => {
  it('keeps its ends', () => {
    expect(thin([1, 2, 3], 5)).toEqual([1, 2, 3]);
    const thinned = thin(
      Array.from({ length: 101 }, (_, index) => index),
      5,
    );
    expect(thinned).toEqual([0, 25, 50, 75, 100]);
  });
});
