import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../shared/ipc/runs.ts';
import {
  areProbabilities,
  classify,
  heatOf,
  lowestRecall,
  mistakes,
  mostConfused,
  probabilitiesOf,
  recallOf,
  wilsonInterval,
} from './classification.ts';

const answer = (row: number, prediction: number[], target: number | null, label: string | null): Prediction => ({
  row,
  file: null,
  output: 'digit',
  prediction,
  target,
  label,
  targetLabel: null,
});

const three = classify(
  [
    answer(0, [0.9, 0.1, 0], 0, 'cat'),
    answer(1, [0.2, 0.7, 0.1], 0, 'dog'),
    answer(2, [0.1, 0.8, 0.1], 1, 'dog'),
    answer(3, [0, 0.95, 0.05], 2, 'dog'),
    answer(4, [0, 0.6, 0.4], 2, 'dog'),
    answer(5, [1, 0, 0], null, 'cat'),
  ],
  ['cat', 'dog', 'owl'],
);

describe('judging class answers', () => {
  it('counts every row with a right answer once, by truth and answer', () => {
    expect(three.counts).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 2, 0],
    ]);
    expect([three.right, three.rows.length]).toEqual([2, 5]);
  });

  it('of very many classes those without rows take no room', () => {
    const names = Array.from({ length: 2000 }, (_, at) => `token ${at}`);
    const scores = names.map((_, at) => (at === 7 ? 1 : 0));
    const many = classify([answer(0, scores, 1999, 'token 7'), answer(1, scores, 7, 'token 7')], names);
    expect(many.counts.filter(({ length }) => length > 0)).toHaveLength(2);
    expect(mostConfused(many, 5)).toEqual([{ truth: 1999, predicted: 7, rows: 1 }]);
    expect([recallOf(many, 7), recallOf(many, 1999), recallOf(many, 3)]).toEqual([1, 0, null]);
  });

  it('recall is of the rows that truly are of the class, and a class without rows has none', () => {
    expect([0, 1, 2].map((index) => recallOf(three, index))).toEqual([0.5, 1, 0]);
    expect(lowestRecall(three)).toEqual({ index: 2, recall: 0 });
    expect(recallOf(classify([answer(0, [1, 0], 0, 'a')], ['a', 'b']), 1)).toBeNull();
  });

  it('confusions are listed most frequent first and mistakes surest first', () => {
    expect(mostConfused(three, 5)).toEqual([
      { truth: 2, predicted: 1, rows: 2 },
      { truth: 0, predicted: 1, rows: 1 },
    ]);
    expect(mistakes(three, null).map(({ row }) => row)).toEqual([3, 1, 4]);
    expect(mistakes(three, { truth: 2, predicted: 1 }).map(({ row }) => row)).toEqual([3, 4]);
  });

  it('zero is untinted, the fullest right cell and the most frequent mistake are deepest', () => {
    expect(heatOf(three)).toEqual([
      ['heat-4', 'heat-miss-2', 'heat-0'],
      ['heat-0', 'heat-4', 'heat-0'],
      ['heat-0', 'heat-miss-3', 'heat-0'],
    ]);
  });

  it('scores become probabilities where they are none yet', () => {
    expect(
      areProbabilities([
        [0.2, 0.8],
        [1, 0],
      ]),
    ).toBe(true);
    expect(
      areProbabilities([
        [0.2, 0.8],
        [4, -1],
      ]),
    ).toBe(false);
    expect(areProbabilities([[0.2, 0.2]])).toBe(false);
    const [a, b] = probabilitiesOf([1000, 999], false);
    expect(a! + b!).toBeCloseTo(1, 12);
    expect(a! / b!).toBeCloseTo(Math.E, 6);
    expect(probabilitiesOf([0], false)).toEqual([0.5, 0.5]);
  });

  it('one number stands for two classes, and one half is not yet the second', () => {
    const two = classify([answer(0, [0.5], 0, 'ham'), answer(1, [0.51], 1, 'spam')], null);
    expect(two.classes).toEqual(['ham', 'spam']);
    expect(two.right).toBe(2);
  });

  it('a class no one named stands for itself, also one that only the truth knows', () => {
    expect(classify([answer(0, [0.9, 0.1], 3, 'a')], null).classes).toEqual(['a', '1', '2', '3']);
  });
});

describe('the interval of a share', () => {
  it('is that of Wilson', () => {
    // Newcombe, "Two-sided confidence intervals for the single proportion" (Statistics in Medicine 17, 1998), table I, method 3.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
    ] as const;
    for (const [right, all, low, high] of published) {
      expect(wilsonInterval(right, all).map((end) => Number(end.toFixed(4)))).toEqual([low, high]);
    }
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
    expect(wilsonInterval(10, 10)[1]).toBeCloseTo(1, 12);
  });
});
