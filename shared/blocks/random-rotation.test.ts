import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { fillModes } from './affine-transform.ts';
import { defaultParams } from './params.ts';
import { randomRotation } from './random-rotation.ts';
import { interpolations } from './resample.ts';

testBlock(randomRotation, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'a little', inputs: [{ shape: [5, 4, 2] }], training: true },
  { name: 'all the way round, oblong', params: { factor: 1 }, inputs: [{ shape: [2, 9, 1] }], training: true },
  { name: 'to one side', params: { factor: [0.1, 0.3] }, inputs: [{ shape: [4, 4, 3] }], training: true },
  { name: 'a single picture', params: { factor: 0.5 }, inputs: [{ shape: [4, 5, 2] }], batch: 1, training: true },
  { name: 'a picture of one point', inputs: [{ shape: [1, 1, 2] }], training: true },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
  ...fillModes.flatMap((fillMode) =>
    interpolations.map((interpolation) => ({
      name: `filled by ${fillMode}, ${interpolation}`,
      params: { factor: [-0.5, 0.4], fillMode, interpolation, fillValue: 0.5 } as const,
      inputs: [{ shape: [3, 6, 2] }],
      training: true,
    })),
  ),
]);

test('RandomRotation needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomRotation, {}, [{ shape: [28, 28] }])).toBe(
    'RandomRotation needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
});

test('a RandomRotation card shows its angles and what fills the corners', () => {
  const params = defaultParams(randomRotation.params);
  expect(randomRotation.summary(params, [])).toEqual(['±36°', 'reflect']);
  const turned = { ...params, factor: [-0.1, 0.25], fillMode: 'constant', fillValue: 0.5 } as const;
  expect(randomRotation.summary(turned, [])).toEqual(['-36 … 90°', 'constant 0.5']);
});
