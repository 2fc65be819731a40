import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { dense } from './dense.ts';
import { constant, heNormal, identity } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

testBlock(dense, [
  { name: 'as it comes', inputs: [{ shape: [10] }], multiplyAdds: 320 },
  { name: 'one unit and one sample', params: { units: 1 }, inputs: [{ shape: [3] }], batch: 1, multiplyAdds: 3 },
  { name: 'relu', params: { units: 7, activation: 'relu' }, inputs: [{ shape: [6] }] },
  { name: 'softmax', params: { units: 4, activation: 'softmax' }, inputs: [{ shape: [6] }] },
  { name: 'without bias', params: { units: 4, useBias: false }, inputs: [{ shape: [6] }], multiplyAdds: 24 },
  {
    name: 'on every step of a sequence',
    params: { units: 4, activation: 'tanh' },
    inputs: [{ shape: [3, 6] }],
    multiplyAdds: 72,
  },
  { name: 'on a picture', params: { units: 2 }, inputs: [{ shape: [2, 3, 4] }], multiplyAdds: 48 },
  { name: 'with a mask', params: { units: 4 }, inputs: [{ shape: [3, 6], masked: true }] },
  {
    name: 'with initializers',
    params: {
      units: 6,
      kernelInitializer: componentValue(identity, { gain: 2 }),
      biasInitializer: componentValue(constant, { value: 0.25 }),
    },
    inputs: [{ shape: [6] }],
  },
  {
    name: 'with other initializers',
    params: { kernelInitializer: componentValue(heNormal) },
    inputs: [{ shape: [6] }],
  },
  {
    name: 'with penalties',
    params: {
      units: 4,
      activation: 'sigmoid',
      kernelRegularizer: componentValue(l2, { l2: 0.1 }),
      biasRegularizer: componentValue(l1, { l1: 0.2 }),
      activityRegularizer: componentValue(l1l2, { l1: 0.3, l2: 0.4 }),
    },
    inputs: [{ shape: [6] }],
  },
]);

test('Dense refuses what it cannot multiply', () => {
  expect(wordsOfProblem(dense, {}, [{ shape: [] }])).toBe('Dense needs at least one dimension. Received: one number.');
  expect(wordsOfProblem(dense, {}, [{ shape: [8], dtype: 'int32' }])).toBe(
    'Dense computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Dense card shows units and activation', () => {
  expect(dense.summary({ ...defaultParams(dense.params), units: 64, activation: 'relu' }, [])).toEqual([
    '64 units',
    'relu',
  ]);
  expect(dense.summary({ ...defaultParams(dense.params), units: 1 }, [])).toEqual(['1 unit', 'linear']);
});
