import { describe, expect, it } from 'vitest';
import { plot, spread, toPixel, valueAxis } from './chart-geometry.ts';

const curve = (...values: number[]) => values.map((y, x) => ({ x, y }));

describe('the upright axis', () => {
  it('holds every epoch, and lets a rare noisy batch leave', () => {
    const batches = Array.from({ length: 1000 }, (_, x) => ({ x, y: x === 500 ? 90 : 0.5 }));
    const axis = valueAxis([curve(1, 0.5, 0.25)], batches, 'linear');
    expect(axis.domain).toEqual([0, 1]);
    expect(valueAxis([], batches, 'linear').domain[1]).toBeGreaterThanOrEqual(90);
  });

  it('leaves values that have no logarithm out, and opens at round places', () => {
    const axis = valueAxis([curve(0.83, 0.1, 0, -1, 0.012)], [], 'log');
    expect(axis.domain).toEqual([0.01, 1]);
    expect(axis.ticks).toEqual([0.01, 0.03, 0.1, 0.3, 1]);
  });

  it('stands ready where nothing is known yet', () => {
    expect(valueAxis([], [], 'linear').domain).toEqual([0, 1]);
    expect(valueAxis([curve(0)], [], 'log').ticks.length).toBeGreaterThan(1);
  });
});

describe('heights', () => {
  it('the ends of the axis are the ends of the plot, in both scales', () => {
    const linear = { domain: [0, 2], ticks: [] } as const;
    expect([2, 1, 0, -5].map((value) => toPixel(value, linear, 'linear', 234))).toEqual([plot.top, 110, 210, 210]);
    const log = { domain: [0.01, 1], ticks: [] } as const;
    expect(toPixel(0.1, log, 'log', 234)).toBeCloseTo(110, 6);
    expect(toPixel(0, log, 'log', 234)).toBe(210);
  });

  it('labels that would cover each other are pushed apart in their order, within the plot', () => {
    expect(spread([100, 50], 14, 0, 200)).toEqual([100, 50]);
    expect(spread([100, 104], 14, 0, 200)).toEqual([95, 109]);
    const low = spread([199, 200, 198], 14, 0, 200);
    expect(low[2]! < low[0]! && low[0]! < low[1]! && low[1]! <= 200.01).toBe(true);
    expect(low[0]! - low[2]!).toBeGreaterThanOrEqual(13.9);
    expect(spread([], 14, 0, 200)).toEqual([]);
  });
});
