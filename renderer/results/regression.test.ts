import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../shared/ipc/runs.ts';
import { farthest, regress, sample } from './regression.ts';

const answer = (row: number, predicted: number, target: number | null): Prediction => ({
  row,
  file: null,
  output: 'price',
  prediction: [predicted],
  target,
  label: null,
  targetLabel: null,
});

describe('judging number answers', () => {
  it('measures how far off the answers are, and which way', () => {
    const result = regress([
      answer(0, 3, 1),
      answer(1, 2, 2),
      answer(2, 5, 6),
      answer(3, 1, null),
      answer(4, Number.NaN, 1),
    ])!;
    expect(result.rows.length).toBe(3);
    expect(result.meanAbsoluteError).toBeCloseTo(1, 12);
    expect(result.rootMeanSquaredError).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(result.bias).toBeCloseTo(1 / 3, 12);
    expect(result.r2).toBeCloseTo(1 - 5 / 14, 12);
  });

  it('has nothing to say without rows, and no explained variance where all targets are the same', () => {
    expect(regress([answer(0, 1, null)])).toBeNull();
    expect(regress([answer(0, 1, 2), answer(1, 2, 2)])!.r2).toBeNull();
  });

  it('lists the farthest first and draws evenly chosen rows', () => {
    const result = regress([answer(0, 1, 1), answer(1, 9, 1), answer(2, 1, 4)])!;
    expect(farthest(result, 2).map(({ row }) => row)).toEqual([1, 2]);
    const rows = Array.from({ length: 1000 }, (_, row) => ({ row, truth: 0, predicted: 0 }));
    expect(sample(rows, 4).map(({ row }) => row)).toEqual([0, 250, 500, 750]);
    expect(sample(rows, 1000)).toBe(rows);
  });
});
