import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { randomCrop } from './random-crop.ts';

testBlock(randomCrop, [
  { name: 'in use', params: { height: 3, width: 3 }, inputs: [{ shape: [6, 6, 2] }], multiplyAdds: 0 },
  { name: 'in use, wide out of high', params: { height: 2, width: 4 }, inputs: [{ shape: [9, 6, 2] }] },
  { name: 'in use, high out of wide', params: { height: 5, width: 2 }, inputs: [{ shape: [6, 9, 1] }] },
  { name: 'in use, as it is', params: { height: 3, width: 4 }, inputs: [{ shape: [3, 4, 1] }] },
  { name: 'in training', params: { height: 3, width: 4 }, inputs: [{ shape: [6, 6, 2] }], training: true },
  { name: 'one row less', params: { height: 5, width: 2 }, inputs: [{ shape: [6, 9, 1] }], batch: 1, training: true },
  { name: 'no room in width', params: { height: 3, width: 4 }, inputs: [{ shape: [6, 4, 2] }], training: true },
  { name: 'no room in height', params: { height: 3, width: 2 }, inputs: [{ shape: [3, 5, 2] }], training: true },
  { name: 'no room', params: { height: 3, width: 4 }, inputs: [{ shape: [3, 4, 1] }], training: true },
  {
    name: 'a mask ends here',
    params: { height: 2, width: 2 },
    inputs: [{ shape: [4, 3, 2], masked: true }],
    training: true,
  },
]);

test('RandomCrop needs a picture that is as large', () => {
  expect(wordsOfProblem(randomCrop, {}, [{ shape: [28, 28] }])).toBe(
    'RandomCrop needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(randomCrop, { height: 32, width: 28 }, [{ shape: [28, 28, 1] }])).toBe(
    'RandomCrop cuts 32×28 out of a picture, so that must be at least as large; Resizing makes pictures larger. Received: 28×28.',
  );
});

test('a RandomCrop card shows the size', () => {
  expect(randomCrop.summary(defaultParams(randomCrop.params), [])).toEqual(['24×24']);
});
