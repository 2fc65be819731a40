import { describe, expect, test } from 'vitest';
import { losses } from '../../../shared/training/losses.ts';
import { formOf, shapeTarget, weighTarget } from './targets.ts';

const classes = (...numbers: number[]) => ({ data: Int32Array.from(numbers), shape: [numbers.length] });
const numbers = (shape: readonly number[], ...values: number[]) => ({ data: Float32Array.from(values), shape });

describe('a target', () => {
  test('of class numbers is one-hot where the prediction has a score for each class', () => {
    expect(shapeTarget(classes(2, 0), [2, 3], 'values')).toEqual(numbers([2, 3], 0, 0, 1, 1, 0, 0));
  });

  test('of two classes is 0 or 1 where the prediction has one number', () => {
    expect(shapeTarget(classes(1, 0, 1), [3, 1], 'values')).toEqual(numbers([3, 1], 1, 0, 1));
  });

  test('of numbers takes the shape of the prediction', () => {
    expect(shapeTarget(numbers([2], 1.5, 2), [2, 1], 'values')).toEqual(numbers([2, 1], 1.5, 2));
    expect(shapeTarget(numbers([2, 1], 1.5, 2), [2, 1], 'values')).toEqual(numbers([2, 1], 1.5, 2));
  });

  test('of class numbers stays class numbers for sparse losses, step by step too', () => {
    expect(shapeTarget(classes(2, 0), [2, 3], 'classes')).toEqual(classes(2, 0));
    const steps = { data: Int32Array.of(1, 0, 2, 2), shape: [2, 2] };
    expect(shapeTarget(steps, [2, 2, 3], 'classes')).toEqual(steps);
  });

  test('of rows of numbers becomes the number of the largest, the first of equals', () => {
    expect(shapeTarget(numbers([2, 3], 0, 1, 1, 0.2, 0.1, 0), [2, 3], 'classes')).toEqual(classes(1, 0));
  });

  test('of mixed classes is shares for the loss, and the larger one of them for metrics', () => {
    const mixed = { ...numbers([2, 3], 0.75, 0, 0.25, 0, 0.4, 0.6), mixed: true as const };
    expect(shapeTarget(mixed, [2, 3], 'mixed')).toEqual(numbers([2, 3], 0.75, 0, 0.25, 0, 0.4, 0.6));
    expect(shapeTarget(mixed, [2, 3], 'classes')).toEqual(classes(0, 2));
    expect(shapeTarget(mixed, [2, 3], 'values')).toEqual(numbers([2, 3], 1, 0, 0, 0, 0, 1));
    const two = { ...numbers([2, 2], 0.75, 0.25, 0, 1), mixed: true as const };
    expect(shapeTarget(two, [2, 1], 'mixed')).toEqual(numbers([2, 1], 0.25, 1));
    expect(shapeTarget(two, [2, 1], 'values')).toEqual(numbers([2, 1], 0, 1));
    expect(() => shapeTarget(mixed, [2, 4], 'mixed')).toThrow(
      'whose shape is [2, 4]. Received: shares of shape [2, 3].',
    );
  });

  test('of a class without a score is refused', () => {
    expect(() => shapeTarget(classes(0, 3), [2, 3], 'values')).toThrow(
      'between 0 and 2, the last class with a score. Received: 3.',
    );
    expect(() => shapeTarget(classes(0, -1), [2, 3], 'classes')).toThrow('Received: -1.');
  });

  test('that does not fit is refused with both shapes', () => {
    expect(() => shapeTarget(numbers([2], 1, 2), [2, 3], 'values')).toThrow(
      'whose shape is [2, 3]. Received: numbers of shape [2].',
    );
    expect(() => shapeTarget(classes(1, 2, 0), [2, 3], 'classes')).toThrow('Received: class numbers of shape [3].');
  });

  test('has the form its loss computes with', () => {
    const sparse = losses.filter((loss) => formOf(loss) === 'classes').map(({ type }) => type);
    expect(sparse).toEqual(['SparseCategoricalCrossentropy']);
  });
});

describe('how much rows count', () => {
  test('is what their class does', () => {
    expect(weighTarget(classes(2, 0), [2, 3], [1, 2, 4])).toEqual(numbers([2], 4, 1));
  });

  test('of shares, mixed ones too, is what their classes do together', () => {
    const shares = numbers([2, 3], 0.75, 0, 0.25, 0, 1, 0);
    for (const target of [shares, { ...shares, mixed: true as const }])
      expect(weighTarget(target, [2, 3], [1, 2, 4])).toEqual(numbers([2], 1.75, 2));
    const two = { ...numbers([2, 2], 0.75, 0.25, 0, 1), mixed: true as const };
    expect(weighTarget(two, [2, 1], [1, 3])).toEqual(numbers([2], 1.5, 3));
  });
});
