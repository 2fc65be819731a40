import { describe, expect, test } from 'vitest';
import { float, int, shape } from '../../shared/blocks/params.ts';
import { inWords } from '../messages/text.ts';
import { readParam, showParam, stepped } from './read-param.ts';

const units = int('Units', 32, { min: 1 });
const rate = float('Rate', 0.5, { min: 0, max: 1 });
const sizes = shape('Shape', [10]);

describe('what is typed', () => {
  test.each([
    [units, '64', 64],
    [units, ' 8 ', 8],
    [rate, '.25', 0.25],
    [rate, '1e-3', 0.001],
    [sizes, '28 × 28 × 1', [28, 28, 1]],
    [sizes, '28x28', [28, 28]],
    [sizes, '28, 28', [28, 28]],
    [sizes, '', []],
  ])('%# %s is read', (spec, typed, value) => {
    expect(readParam(spec, typed)).toEqual({ ok: true, value });
  });

  test.each([
    [units, '0', 'a whole number, 1 or more'],
    [units, '1.5', 'a whole number, 1 or more'],
    [units, '', 'a whole number, 1 or more'],
    [units, 'many', 'a whole number, 1 or more'],
    [rate, '2', 'a number from 0 to 1'],
    [sizes, '28 × many', 'a list of whole numbers, each 1 or more'],
  ])('%# %s is refused with what was expected', (spec, typed, expected) => {
    const result = readParam(spec, typed);
    expect([result.ok, !result.ok && inWords(result.expected)]).toEqual([false, expected]);
  });

  test('is what the field shows again', () => {
    expect([showParam(sizes, [28, 28, 1]), showParam(units, 3), showParam(units, undefined)]).toEqual([
      '28 × 28 × 1',
      '3',
      '',
    ]);
  });
});

test('arrow keys go in steps of the size of the number, within its limits', () => {
  expect([
    stepped(units, 1, -1),
    stepped(units, 32, 10),
    stepped(rate, 0.5, 1),
    stepped(rate, 1, 1),
    stepped(float('Learning rate', 0.001), 0.001, 1),
    stepped(float('Learning rate', 0.001), 0.001, -1),
  ]).toEqual([1, 42, 0.6, 1, 0.0011, 0.0009]);
});
