import { expect, test } from 'vitest';
import { pair } from '../../shared/blocks/params.ts';
import { factor } from '../../shared/blocks/range-params.ts';
import { valueInHistory } from './step-words.ts';

test('sizes stand in the history as sizes, a range as two numbers', () => {
  expect(valueInHistory([3, 5], pair('Kernel size', [3, 3], { min: 1 }))).toBe('3 × 5');
  expect(valueInHistory([-0.1, 0.25], factor('Factor', 0.1, { min: -1, max: 1 }))).toBe('-0.1, 0.25');
  expect(valueInHistory(0.2, factor('Factor', 0.1, { min: -1, max: 1 }))).toBe('0.2');
});
