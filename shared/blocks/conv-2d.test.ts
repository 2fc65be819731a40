import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { conv2d } from './conv-2d.ts';
import { heNormal, ones, orthogonal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

testBlock(conv2d, [
  { name: 'as it comes', inputs: [{ shape: [5, 6, 2] }], batch: 2, multiplyAdds: 3 * 4 * 9 * 2 * 32 },
  { name: 'same padding', params: { filters: 3, padding: 'same' }, inputs: [{ shape: [5, 4, 2] }], multiplyAdds: 1080 },
  {
    name: 'an even, lopsided kernel with same padding',
    params: { filters: 3, kernelSize: [2, 4], padding: 'same' },
    inputs: [{ shape: [5, 6, 2] }],
  },
  { name: 'strides', params: { filters: 3, strides: [2, 3] }, inputs: [{ shape: [7, 9, 2] }], multiplyAdds: 486 },
  {
    name: 'strides with same padding',
    params: { filters: 3, strides: [2, 2], padding: 'same' },
    inputs: [{ shape: [6, 7, 2] }],
  },
  {
    name: 'strides larger than the kernel, with same padding',
    params: { filters: 3, kernelSize: [2, 1], strides: [3, 4], padding: 'same' },
    inputs: [{ shape: [9, 8, 2] }],
  },
  {
    name: 'a kernel larger than the picture, with same padding',
    params: { filters: 2, kernelSize: [5, 5], padding: 'same' },
    inputs: [{ shape: [3, 2, 1] }],
  },
  { name: 'a kernel of one point', params: { filters: 3, kernelSize: [1, 1] }, inputs: [{ shape: [3, 3, 4] }] },
  { name: 'a kernel as large as the picture', params: { filters: 3 }, inputs: [{ shape: [3, 3, 2] }], batch: 1 },
  { name: 'dilation', params: { filters: 3, dilationRate: [2, 2] }, inputs: [{ shape: [7, 8, 2] }], multiplyAdds: 648 },
  {
    name: 'uneven dilation',
    params: { filters: 3, dilationRate: [3, 1], kernelSize: [2, 3] },
    inputs: [{ shape: [8, 5, 2] }],
  },
  {
    name: 'dilation with same padding',
    params: { filters: 3, dilationRate: [2, 3], padding: 'same', kernelSize: [3, 2] },
    inputs: [{ shape: [5, 7, 2] }],
  },
  { name: 'groups', params: { filters: 6, groups: 2 }, inputs: [{ shape: [4, 5, 4] }], multiplyAdds: 648 },
  {
    name: 'a group for each channel, dilated',
    params: { filters: 6, groups: 3, dilationRate: [2, 2], kernelSize: [2, 2] },
    inputs: [{ shape: [5, 5, 3] }],
  },
  { name: 'relu', params: { filters: 4, activation: 'relu' }, inputs: [{ shape: [4, 4, 2] }], batch: 2 },
  { name: 'without bias', params: { filters: 2, useBias: false }, inputs: [{ shape: [4, 4, 2] }] },
  {
    name: 'with initializers and penalties',
    params: {
      filters: 4,
      activation: 'tanh',
      kernelInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(ones),
      kernelRegularizer: componentValue(l1l2, { l1: 0.1, l2: 0.2 }),
      biasRegularizer: componentValue(l2, { l2: 0.3 }),
      activityRegularizer: componentValue(l1, { l1: 0.4 }),
    },
    inputs: [{ shape: [4, 4, 2] }],
  },
  {
    name: 'a mask ends here',
    params: { filters: 2, kernelInitializer: componentValue(heNormal) },
    inputs: [{ shape: [3, 4, 2], masked: true }],
  },
]);

test('Conv2D says what shape it needs', () => {
  expect(wordsOfProblem(conv2d, {}, [{ shape: [28, 28] }])).toBe(
    'Conv2D needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(conv2d, {}, [{ shape: [28, 28, 1], dtype: 'int32' }])).toBe(
    'Conv2D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
  expect(wordsOfProblem(conv2d, { dilationRate: [2, 2] }, [{ shape: [4, 28, 1] }])).toBe(
    'Conv2D slides a window of 5×5 over the input, so the input must be at least as large. Received: 4×28.',
  );
});

test('Conv2D refuses params that contradict each other', () => {
  expect(wordsOfProblem(conv2d, { strides: [2, 1], dilationRate: [1, 3] }, [{ shape: [28, 28, 1] }])).toBe(
    'Conv2D can use strides or dilation above 1, not both. Received: strides 2×1, dilation 1×3.',
  );
  expect(wordsOfProblem(conv2d, { groups: 2, filters: 4 }, [{ shape: [28, 28, 3] }])).toBe(
    'Conv2D splits channels and filters into 2 groups, so both must be divisible by it. Received: 3 channels, 4 filters.',
  );
  expect(wordsOfProblem(conv2d, { groups: 3, filters: 4 }, [{ shape: [28, 28, 3] }])).toBe(
    'Conv2D splits channels and filters into 3 groups, so both must be divisible by it. Received: 3 channels, 4 filters.',
  );
});

test('a Conv2D card shows filters, kernel and activation', () => {
  const params = defaultParams(conv2d.params);
  expect(conv2d.summary({ ...params, activation: 'relu' }, [])).toEqual(['32 filters', '3×3', 'relu']);
  expect(conv2d.summary({ ...params, filters: 1, kernelSize: [1, 5] }, [])).toEqual(['1 filter', '1×5', 'linear']);
});
