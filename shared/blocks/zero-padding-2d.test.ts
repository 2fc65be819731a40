import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams, type Sides } from './params.ts';
import { zeroPadding2d } from './zero-padding-2d.ts';

const uneven: Sides = [
  [0, 2],
  [3, 1],
];
const nothing: Sides = [
  [0, 0],
  [0, 0],
];

testBlock(zeroPadding2d, [
  { name: 'as it comes', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'uneven, in training', params: { padding: uneven }, inputs: [{ shape: [2, 3, 2] }], training: true },
  { name: 'nothing, one sample', params: { padding: nothing }, inputs: [{ shape: [2, 3, 1] }], batch: 1 },
  { name: 'whole numbers stay whole', inputs: [{ shape: [2, 3, 1], dtype: 'int32', values: 9 }] },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }] },
]);

test('ZeroPadding2D needs a picture', () => {
  expect(wordsOfProblem(zeroPadding2d, {}, [{ shape: [28, 28] }])).toBe(
    'ZeroPadding2D needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
});

test('a ZeroPadding2D card shows rows and columns', () => {
  expect(zeroPadding2d.summary(defaultParams(zeroPadding2d.params), [])).toEqual(['rows 1 + 1', 'columns 1 + 1']);
  expect(zeroPadding2d.summary({ padding: uneven }, [])).toEqual(['rows 0 + 2', 'columns 3 + 1']);
});
