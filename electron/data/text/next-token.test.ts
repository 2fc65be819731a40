import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parts } from '../../../shared/data/dataset.ts';
import { numbersIn } from '../store/numbers.ts';
import { gatherAt, gatherBefore, planWindows } from './next-token.ts';

describe('windows of a text', () => {
  test('are known by the place of the token that follows them', () => {
    const plan = planWindows({ train: 11, validation: 5, test: 4 }, { length: 3, stride: 2 });
    expect(plan).toEqual({
      train: Int32Array.of(3, 5, 7, 9),
      validation: Int32Array.of(14),
      test: Int32Array.of(19),
    });
    const tokens = numbersIn(Int32Array.from({ length: 20 }, (_, at) => 100 + at));
    expect(gatherBefore(tokens, 3)(Int32Array.of(9, 3))).toEqual({
      data: Int32Array.of(106, 107, 108, 100, 101, 102),
      shape: [2, 3],
    });
    expect(gatherAt(tokens)(Int32Array.of(9, 3))).toEqual({ data: Int32Array.of(109, 103), shape: [2] });
  });

  test('with the token after them share none with another part, and are as many as fit', () => {
    const size = fc.integer({ min: 1, max: 7 });
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(fc.record({ train: count, validation: count, test: count }), size, size, (counts, length, stride) => {
        const settings = { length, stride };
        if (counts.train < length + 1) {
          expect(() => planWindows(counts, settings)).toThrow(`at least ${length + 1} in the training part`);
          return;
        }
        const plan = planWindows(counts, settings);
        let start = 0;
        for (const part of parts) {
          const end = start + counts[part];
          for (const [at, place] of plan[part].entries()) {
            expect(place).toBe(start + length + at * stride);
            expect(place).toBeLessThan(end);
          }
          // One more would not fit.
          expect(start + length + plan[part].length * stride).toBeGreaterThanOrEqual(end);
          start = end;
        }
      }),
    );
  });

  test.each([
    [{ length: 0, stride: 1 }, 'Received: 0 and 1'],
    [{ length: 3, stride: 0.5 }, 'Received: 3 and 0.5'],
  ])('have a length and a stride: %j', (settings, message) => {
    expect(() => planWindows({ train: 100, validation: 0, test: 0 }, settings)).toThrow(message);
  });
});
