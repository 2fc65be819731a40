import { expect, test } from 'vitest';
import { balancedWeights } from './class-weights.ts';

test('rare classes count as much as frequent ones, and a row counts 1 in the mean', () => {
  // scikit-learn: compute_class_weight('balanced', classes=[0, 1], y=[1, 1, 1, 1, 0, 0]) is [1.5, 0.75].
  expect(balancedWeights([2, 4])).toEqual([1.5, 0.75]);
  const counts = [900, 90, 10];
  const weights = balancedWeights(counts);
  expect(counts.map((count, at) => count * weights[at]!)).toEqual(
    [1000 / 3, 1000 / 3, 1000 / 3].map((each) => expect.closeTo(each, 9)),
  );
});

test('a class without training rows takes no share', () => {
  expect(balancedWeights([5, 0, 5])).toEqual([1, 1, 1]);
  expect(balancedWeights([])).toEqual([]);
});
