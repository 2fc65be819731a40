import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { cropping2d } from './cropping-2d.ts';
import type { Sides } from './params.ts';

const uneven: Sides = [
  [0, 2],
  [3, 1],
];
const even: Sides = [
  [1, 1],
  [1, 1],
];

testBlock(cropping2d, [
  { name: 'as it comes', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'down to one number', params: { cropping: even }, inputs: [{ shape: [3, 3, 1] }], batch: 1 },
  { name: 'uneven, in training', params: { cropping: uneven }, inputs: [{ shape: [5, 6, 2] }], training: true },
  {
    name: 'whole numbers stay whole',
    params: { cropping: even },
    inputs: [{ shape: [4, 3, 2], dtype: 'int32', values: 9 }],
  },
  { name: 'a mask ends here', params: { cropping: even }, inputs: [{ shape: [4, 3, 2], masked: true }] },
]);

test('Cropping2D needs a picture that is large enough', () => {
  expect(wordsOfProblem(cropping2d, {}, [{ shape: [28] }])).toBe(
    'Cropping2D needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
  expect(wordsOfProblem(cropping2d, { cropping: uneven }, [{ shape: [28, 4, 1] }])).toBe(
    'Cropping2D cuts off 2×4 and must leave something, so the input must be larger than that. Received: 28×4.',
  );
  expect(wordsOfProblem(cropping2d, { cropping: uneven }, [{ shape: [2, 28, 1] }])).toContain('Received: 2×28.');
});

test('a Cropping2D card shows rows and columns', () => {
  expect(cropping2d.summary({ cropping: uneven }, [])).toEqual(['rows 0 + 2', 'columns 3 + 1']);
});
