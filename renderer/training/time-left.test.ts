import { describe, expect, it } from 'vitest';
import { roundSecondsLeft, timeParts } from './time-left.ts';

describe('the time left', () => {
  it('is rounded to what can be known: minutes, 10 s, 5 s, 1 s', () => {
    expect([7261, 93, 64, 42.4, 9.4, 0.2].map((left) => roundSecondsLeft(left, null))).toEqual([
      7260, 90, 60, 40, 9, 1,
    ]);
  });

  it('does not flicker while the estimate trembles around an edge', () => {
    let shown: number | null = null;
    const said = new Set<number>();
    for (let tick = 0; tick < 100; tick++) {
      shown = roundSecondsLeft(95 + (tick % 2 === 0 ? 1.4 : -1.4), shown);
      said.add(shown);
    }
    expect(said.size).toBe(1);
  });

  it('counts down as time goes by, never up', () => {
    let shown: number | null = null;
    let before = Number.POSITIVE_INFINITY;
    for (let left = 200; left >= 0; left -= 0.5) {
      shown = roundSecondsLeft(left, shown);
      expect(shown).toBeLessThanOrEqual(before);
      expect(Math.abs(shown - left)).toBeLessThanOrEqual(10);
      before = shown;
    }
    expect(shown).toBe(1);
  });

  it('is cut into hours, minutes and seconds', () => {
    expect(timeParts(3725.4)).toEqual({ hours: 1, minutes: 2, seconds: 5 });
    expect(timeParts(59.6)).toEqual({ hours: 0, minutes: 1, seconds: 0 });
    expect(timeParts(-1)).toEqual({ hours: 0, minutes: 0, seconds: 0 });
  });
});
