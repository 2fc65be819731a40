import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { fillModes } from './affine-transform.ts';
import { defaultParams } from './params.ts';
import { randomTranslation } from './random-translation.ts';
import { interpolations } from './resample.ts';

testBlock(randomTranslation, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'a little', inputs: [{ shape: [5, 4, 2] }], training: true },
  {
    name: 'down and to the right',
    params: { heightFactor: [0, 0.5], widthFactor: [0.2, 0.4] },
    inputs: [{ shape: [4, 5, 2] }],
    training: true,
  },
  { name: 'one picture', inputs: [{ shape: [4, 5, 2] }], batch: 1, training: true },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
  ...fillModes.flatMap((fillMode) =>
    interpolations.map((interpolation) => ({
      name: `filled by ${fillMode}, ${interpolation}`,
      params: { heightFactor: 1, widthFactor: 1, fillMode, interpolation, fillValue: 0.5 } as const,
      inputs: [{ shape: [3, 6, 2] }],
      training: true,
    })),
  ),
]);

test('RandomTranslation needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomTranslation, {}, [{ shape: [28] }])).toBe(
    'RandomTranslation needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
});

test('a RandomTranslation card shows both factors', () => {
  const params = defaultParams(randomTranslation.params);
  expect(randomTranslation.summary({ ...params, widthFactor: [-0.05, 0] }, [])).toEqual([
    '↕ ±10 %',
    '↔ -5 … 0 %',
    'reflect',
  ]);
});
