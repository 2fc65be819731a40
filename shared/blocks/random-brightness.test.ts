import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { randomBrightness } from './random-brightness.ts';

/** So far apart that nothing is cut off, and no gradient has a bend. */
const valueRange = [-5, 5] as const;

testBlock(randomBrightness, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'in training', params: { valueRange }, inputs: [{ shape: [3, 4, 2] }], training: true },
  { name: 'darker alone', params: { factor: [-0.3, 0], valueRange }, inputs: [{ shape: [4, 3, 1] }], training: true },
  { name: 'one picture', params: { valueRange }, inputs: [{ shape: [3, 3, 3] }], batch: 1, training: true },
  {
    name: 'cut off at both ends',
    params: { factor: 0.5, valueRange: [-0.7, 0.7] },
    inputs: [{ shape: [3, 4, 2] }],
    training: true,
    jumps: true,
  },
  { name: 'a mask ends here', params: { valueRange }, inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
]);

test('RandomBrightness needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomBrightness, {}, [{ shape: [28] }])).toBe(
    'RandomBrightness needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
});

test('a RandomBrightness card shows how much is added, and the values', () => {
  const params = defaultParams(randomBrightness.params);
  expect(randomBrightness.summary(params, [])).toEqual(['±20 %', '0 … 1']);
  expect(randomBrightness.summary({ factor: [-0.3, 0.1], valueRange: [0, 255] }, [])).toEqual([
    '-30 … 10 %',
    '0 … 255',
  ]);
});
