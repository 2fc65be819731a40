import { describe, expect, test } from 'vitest';
import {
  axes,
  float,
  int,
  optionalFloat,
  optionalInt,
  order,
  shape,
  shapeWithRest,
} from '../../shared/blocks/params.ts';
import { factor, optionalFactor, range } from '../../shared/blocks/range-params.ts';
import { inWords } from '../messages/text.ts';
import { readParam, showParam, stepped } from './read-param.ts';

const units = int('Units', 32, { min: 1 });
const rate = float('Rate', 0.5, { min: 0, max: 1 });
const sizes = shape('Shape', [10]);
const target = shapeWithRest('Target shape', [-1]);
const limit = optionalFloat('Max value', { min: 0, whenNull: 'no limit' });
const shared = axes('Shared axes', { whenEmpty: 'none' });
const turned = order('Dims', [2, 1]);
const stride = optionalInt('Strides', { min: 1, whenNull: 'as pool size' });
const turn = factor('Factor', 0.1, { min: -1, max: 1 });
const zoom = optionalFactor('Width factor', { above: -1, max: 1, whenNull: 'as height' });
const values = range('Value range', [0, 1]);

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
    [target, '-1 × 4', [-1, 4]],
    [limit, '6', 6],
    [limit, '', null],
    [shared, '1, 2', [1, 2]],
    [shared, '', []],
    [turned, '3 1 2', [3, 1, 2]],
    [stride, '', null],
    [stride, '2', 2],
    [turn, '.2', 0.2],
    [turn, '± 0.2', 0.2],
    [turn, '-0.1, 0.25', [-0.1, 0.25]],
    [turn, '0 0.5', [0, 0.5]],
    [zoom, '', null],
    [values, '0, 255', [0, 255]],
  ])('%# %s is read', (spec, typed, value) => {
    expect(readParam(spec, typed)).toEqual({ ok: true, value });
  });

  test.each([
    [turn, '2', 'a number from -1 to 1, or two, the smaller first'],
    [turn, '0.3, 0.1', 'a number from -1 to 1, or two, the smaller first'],
    [turn, '0.1, 0.2, 0.3', 'a number from -1 to 1, or two, the smaller first'],
    [turn, '0.1, much', 'a number from -1 to 1, or two, the smaller first'],
    [turn, '', 'a number from -1 to 1, or two, the smaller first'],
    [zoom, '-1', 'a number above -1, up to 1, or two, the smaller first'],
    [values, '255', 'two numbers, the smaller first'],
    [values, '1, 1', 'two numbers, the smaller first'],
    [units, '0', 'a whole number, 1 or more'],
    [units, '1.5', 'a whole number, 1 or more'],
    [units, '', 'a whole number, 1 or more'],
    [units, 'many', 'a whole number, 1 or more'],
    [stride, '0', 'a whole number, 1 or more'],
    [stride, 'many', 'a whole number, 1 or more'],
    [rate, '2', 'a number from 0 to 1'],
    [sizes, '28 × many', 'a list of whole numbers, each 1 or more'],
    [sizes, '-1 × 4', 'a list of whole numbers, each 1 or more'],
    [target, '-1 × -1', 'a list of whole numbers, each 1 or more; one of them may be -1'],
    [target, '0 × 4', 'a list of whole numbers, each 1 or more; one of them may be -1'],
    [limit, '-1', 'a number, 0 or more'],
    [rate, '', 'a number from 0 to 1'],
    [shared, '1, 1', 'dimensions by their place, 1 or more, each once'],
    [shared, '0', 'dimensions by their place, 1 or more, each once'],
    [turned, '1, 3', '1, 2 and so on, each once, in any order'],
    [turned, '', '1, 2 and so on, each once, in any order'],
  ])('%# %s is refused with what was expected', (spec, typed, expected) => {
    const result = readParam(spec, typed);
    expect([result.ok, !result.ok && inWords(result.expected)]).toEqual([false, expected]);
  });

  test('is what the field shows again', () => {
    expect([showParam(shared, [1, 2]), showParam(limit, null), showParam(limit, 6)]).toEqual(['1, 2', '', '6']);
    expect([
      showParam(sizes, [28, 28, 1]),
      showParam(units, 3),
      showParam(units, undefined),
      showParam(stride, 2),
      showParam(stride, null),
    ]).toEqual(['28 × 28 × 1', '3', '', '2', '']);
    expect([showParam(turn, 0.2), showParam(turn, [-0.1, 0.25]), showParam(zoom, null)]).toEqual([
      '0.2',
      '-0.1, 0.25',
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
