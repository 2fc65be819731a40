import { describe, expect, it } from 'vitest';
import { countTicks, linearAxis, logAxis } from './ticks.ts';

describe('value axes', () => {
  it('have at most five round lines that hold all values', () => {
    expect(linearAxis(0.0331, 0.91).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linearAxis(0.972, 0.9977).ticks).toEqual([0.97, 0.98, 0.99, 1]);
    for (let trial = 0; trial < 500; trial++) {
      const low = Math.sin(trial) * 10 ** ((trial % 9) - 4);
      const high = low + Math.abs(Math.cos(trial * 3)) * 10 ** ((trial % 7) - 3) + 1e-9;
      const { domain, ticks } = linearAxis(low, high);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(domain[0] <= low + 1e-9 && domain[1] >= high - 1e-9).toBe(true);
    }
  });

  it('open around a single value, and stand for nothing yet where nothing is known', () => {
    const { domain } = linearAxis(2, 2);
    expect(domain[0] < 2 && domain[1] > 2).toBe(true);
    expect(linearAxis(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY).domain).toEqual([0, 1]);
  });

  it('logarithmic ones have lines at 1 and 3, or at powers alone', () => {
    expect(logAxis(0.0055, 1)).toEqual({ domain: [0.0055, 1], ticks: [0.01, 0.03, 0.1, 0.3, 1] });
    expect(logAxis(1e-7, 1).ticks.length).toBeLessThanOrEqual(5);
    expect(logAxis(0.8, 1.4).ticks.length).toBeGreaterThanOrEqual(2);
    expect(logAxis(0, 1).domain).toEqual([0.1, 1]);
  });
});

describe('axes of whole things', () => {
  it('count from 0 in round whole steps', () => {
    expect(countTicks(20, 10)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(countTicks(3, 10)).toEqual([0, 1, 2, 3]);
    expect(countTicks(0, 10)).toEqual([0]);
    expect(countTicks(31_260, 6).every(Number.isInteger)).toBe(true);
  });
});
