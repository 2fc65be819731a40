import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { fillModes } from './affine-transform.ts';
import { defaultParams } from './params.ts';
import { randomZoom } from './random-zoom.ts';
import { interpolations } from './resample.ts';

testBlock(randomZoom, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'both sides alike', inputs: [{ shape: [5, 4, 2] }], training: true },
  { name: 'each side by itself', params: { widthFactor: 0.6 }, inputs: [{ shape: [4, 5, 2] }], training: true },
  { name: 'larger alone', params: { heightFactor: [-0.9, -0.2] }, inputs: [{ shape: [5, 6, 1] }], training: true },
  { name: 'one picture', params: { heightFactor: 0.5 }, inputs: [{ shape: [4, 5, 2] }], batch: 1, training: true },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
  ...fillModes.flatMap((fillMode) =>
    interpolations.map((interpolation) => ({
      name: `filled by ${fillMode}, ${interpolation}`,
      params: { heightFactor: [-0.5, 1], widthFactor: [0.2, 1], fillMode, interpolation, fillValue: -2 } as const,
      inputs: [{ shape: [3, 6, 2] }],
      training: true,
    })),
  ),
]);

test('RandomZoom needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomZoom, {}, [{ shape: [28] }])).toBe(
    'RandomZoom needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
});

test('RandomZoom refuses to zoom into nothing', () => {
  const { check } = randomZoom.params.heightFactor;
  expect(check.safeParse(-0.9).success).toBe(true);
  expect(check.safeParse(-1).error!.issues[0]!.message).toBe('a number above -1, up to 1, or two, the smaller first');
  expect(randomZoom.params.widthFactor.check.safeParse([0.5, 0.1]).success).toBe(false);
});

test('a RandomZoom card shows both factors where they differ', () => {
  const params = defaultParams(randomZoom.params);
  expect(randomZoom.summary(params, [])).toEqual(['±20 %', 'reflect']);
  expect(randomZoom.summary({ ...params, widthFactor: [0, 0.125] }, [])).toEqual([
    '↕ ±20 %',
    '↔ 0 … 12.5 %',
    'reflect',
  ]);
});
