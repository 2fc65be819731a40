import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { constant, randomUniform } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { prelu } from './prelu.ts';
import { l2 } from './regularizers.ts';

const values = 'off-kinks';

testBlock(prelu, [
  { name: 'as it comes', inputs: [{ shape: [6], values }], multiplyAdds: 0 },
  { name: 'a slope for each channel', params: { sharedAxes: [1, 2] }, inputs: [{ shape: [3, 2, 4], values }] },
  { name: 'a slope for each row', params: { sharedAxes: [3, 2] }, inputs: [{ shape: [3, 2, 4], values }] },
  {
    name: 'a slope for each step and feature, with a mask',
    params: { alphaInitializer: componentValue(constant, { value: 0.25 }) },
    inputs: [{ shape: [4, 3], masked: true, values }],
  },
  {
    name: 'with a penalty, in training',
    params: {
      sharedAxes: [1],
      alphaInitializer: componentValue(randomUniform),
      alphaRegularizer: componentValue(l2, { l2: 0.3 }),
    },
    inputs: [{ shape: [4, 3], values }],
    training: true,
  },
  { name: 'one picture', inputs: [{ shape: [2, 2, 3], values }], batch: 1 },
  { name: 'one number', inputs: [{ shape: [], values }] },
]);

test('PReLU says what it needs', () => {
  expect(wordsOfProblem(prelu, { sharedAxes: [1, 3] }, [{ shape: [28, 28] }])).toBe(
    'PReLU is set to the dimension 3 of each sample, so there must be one. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(prelu, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'PReLU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a PReLU card shows what shares a slope', () => {
  const params = defaultParams(prelu.params);
  expect(prelu.summary(params, [])).toEqual(['a slope for each number']);
  expect(prelu.summary({ ...params, sharedAxes: [1, 2] }, [])).toEqual(['slopes shared along 1, 2']);
});
