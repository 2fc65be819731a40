import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parts } from '../../../shared/data/dataset.ts';
import { gatherWindows, planWindows } from './next-token.ts';

describe('windows of a text', () => {
  const tokens = Int32Array.from({ length: 20 }, (_, at) => 100 + at);

  test('are inputs and, for each token of them, the one that follows', () => {
    const plan = planWindows(20, { length: 3, stride: 2, validation: 0.25, test: 0.2 });
    expect(plan).toEqual({
      length: 3,
      stride: 2,
      train: { start: 0, end: 11, count: 4 },
      validation: { start: 11, end: 16, count: 1 },
      test: { start: 16, end: 20, count: 1 },
    });
    const { inputs, targets } = gatherWindows(tokens, plan, 'train', [3, 0]);
    expect([...inputs]).toEqual([106, 107, 108, 100, 101, 102]);
    expect([...targets]).toEqual([107, 108, 109, 101, 102, 103]);
    expect([...gatherWindows(tokens, plan, 'validation', [0]).inputs]).toEqual([111, 112, 113]);
    expect([...gatherWindows(tokens, plan, 'test', [0]).targets]).toEqual([117, 118, 119]);
  });

  test('share no token with those of another part, are as many as fit, and come in the order of the text', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const size = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        size,
        size,
        share,
        share,
        (count, length, stride, validation, test) => {
          const text = Int32Array.from({ length: count }, (_, at) => at);
          const settings = { length, stride, validation, test };
          const trained =
            count -
            Math.min(Math.round(count * validation), count - Math.round(count * test)) -
            Math.round(count * test);
          if (trained < length + 1) {
            expect(() => planWindows(count, settings)).toThrow(`at least ${length + 1} in the training part`);
            return;
          }
          const plan = planWindows(count, settings);
          let before = -1;
          for (const part of parts) {
            const { count: windows, end } = plan[part];
            const all = Array.from({ length: windows }, (_, at) => at);
            const { inputs, targets } = gatherWindows(text, plan, part, all);
            expect(targets).toEqual(inputs.map((token) => token + 1));
            if (windows > 0) {
              expect(inputs[0]).toBeGreaterThan(before);
              before = targets.at(-1)!;
              expect(before).toBeLessThan(end);
              // One more would not fit.
              expect(before + stride).toBeGreaterThanOrEqual(end);
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('that are none are refused', () => {
    const plan = planWindows(20, { length: 3, stride: 2, validation: 0, test: 0 });
    expect(() => gatherWindows(tokens, plan, 'train', [9])).toThrow(
      'A window of the train part is a whole number from 0 to 8. Received: 9',
    );
    expect(() => gatherWindows(tokens, plan, 'test', [0])).toThrow('Received: 0');
  });

  test('are told to be too few before training', () => {
    expect(() => planWindows(9, { length: 8, stride: 1, validation: 0.1, test: 0 })).toThrow(
      'The text has too few tokens to learn from. Expected: at least 9 in the training part, for one window and the token after it. Received: 8.',
    );
  });

  test.each([
    [{ length: 0, stride: 1, validation: 0, test: 0 }, 'Received: 0 and 1'],
    [{ length: 1, stride: 0.5, validation: 0, test: 0 }, 'Received: 1 and 0.5'],
    [{ length: 1, stride: 1, validation: 0.6, test: 0.5 }, 'Received: 0.6 and 0.5'],
    [{ length: 1, stride: 1, validation: Number.NaN, test: 0 }, 'Received: NaN and 0'],
  ])('of %j are refused', (settings, message) => {
    expect(() => planWindows(100, settings)).toThrow(message);
  });
});
