import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { randomContrast } from './random-contrast.ts';

/** So far apart that nothing is cut off, and no gradient has a bend. */
const valueRange = [-5, 5] as const;

testBlock(randomContrast, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'in training', params: { valueRange }, inputs: [{ shape: [3, 4, 2] }], training: true },
  { name: 'stronger alone', params: { factor: [0, 1], valueRange }, inputs: [{ shape: [4, 3, 1] }], training: true },
  { name: 'one picture', params: { factor: 1, valueRange }, inputs: [{ shape: [3, 3, 3] }], batch: 1, training: true },
  {
    name: 'cut off at both ends',
    params: { factor: 1, valueRange: [-0.4, 0.4] },
    inputs: [{ shape: [3, 4, 2] }],
    training: true,
    jumps: true,
  },
  { name: 'a mask ends here', params: { valueRange }, inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
]);

test('RandomContrast needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomContrast, {}, [{ shape: [28] }])).toBe(
    'RandomContrast needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
});

test('one number of RandomContrast is the same in both directions, in Keras too', () => {
  const params = { ...defaultParams(randomContrast.params), factor: 0.3 };
  expect(randomContrast.toKeras!(params, [])!.config.factor).toEqual([0.3, 0.3]);
});

test('RandomContrast takes a range of values only from the lesser to the greater', () => {
  expect(randomContrast.params.valueRange.check.safeParse([1, 0]).error!.issues[0]!.message).toBe(
    'two numbers, the smaller first',
  );
});

test('a RandomContrast card shows what contrast becomes, and the values', () => {
  const params = defaultParams(randomContrast.params);
  expect(randomContrast.summary(params, [])).toEqual(['80 … 120 %', '0 … 1']);
  expect(randomContrast.summary({ factor: [0.1, 0.5], valueRange: [0, 255] }, [])).toEqual(['90 … 150 %', '0 … 255']);
});
