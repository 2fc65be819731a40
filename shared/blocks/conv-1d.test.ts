import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { conv1d } from './conv-1d.ts';
import { heNormal, ones, orthogonal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

testBlock(conv1d, [
  { name: 'as it comes', inputs: [{ shape: [6, 2] }], batch: 2, multiplyAdds: 4 * 3 * 2 * 32 },
  { name: 'same padding', params: { filters: 3, padding: 'same' }, inputs: [{ shape: [5, 2] }], multiplyAdds: 90 },
  { name: 'causal padding', params: { filters: 3, padding: 'causal' }, inputs: [{ shape: [5, 2] }], multiplyAdds: 90 },
  {
    name: 'an even kernel with same padding',
    params: { filters: 3, kernelSize: 4, padding: 'same' },
    inputs: [{ shape: [6, 2] }],
  },
  { name: 'strides', params: { filters: 3, strides: 3 }, inputs: [{ shape: [9, 2] }], multiplyAdds: 54 },
  {
    name: 'strides with same padding',
    params: { filters: 3, strides: 2, padding: 'same' },
    inputs: [{ shape: [7, 2] }],
  },
  {
    name: 'strides with causal padding',
    params: { filters: 3, strides: 2, padding: 'causal' },
    inputs: [{ shape: [6, 2] }],
    multiplyAdds: 54,
  },
  {
    name: 'strides larger than the kernel, with same padding',
    params: { filters: 3, kernelSize: 2, strides: 3, padding: 'same' },
    inputs: [{ shape: [9, 2] }],
  },
  {
    name: 'a kernel longer than the sequence, with same padding',
    params: { filters: 2, kernelSize: 5, padding: 'same' },
    inputs: [{ shape: [3, 1] }],
  },
  {
    name: 'a kernel longer than the sequence, with causal padding',
    params: { filters: 2, kernelSize: 5, padding: 'causal' },
    inputs: [{ shape: [3, 1] }],
  },
  { name: 'a kernel of one step', params: { filters: 3, kernelSize: 1 }, inputs: [{ shape: [3, 4] }] },
  { name: 'a kernel as long as the sequence', params: { filters: 3 }, inputs: [{ shape: [3, 2] }], batch: 1 },
  { name: 'dilation', params: { filters: 3, dilationRate: 2 }, inputs: [{ shape: [7, 2] }], multiplyAdds: 54 },
  {
    name: 'dilation with same padding',
    params: { filters: 3, dilationRate: 3, padding: 'same', kernelSize: 2 },
    inputs: [{ shape: [7, 2] }],
  },
  {
    name: 'dilation with causal padding',
    params: { filters: 3, dilationRate: 2, padding: 'causal' },
    inputs: [{ shape: [6, 2] }],
  },
  { name: 'groups', params: { filters: 6, groups: 2 }, inputs: [{ shape: [5, 4] }], multiplyAdds: 108 },
  {
    name: 'a group for each channel, dilated',
    params: { filters: 6, groups: 3, dilationRate: 2, kernelSize: 2 },
    inputs: [{ shape: [5, 3] }],
  },
  { name: 'relu', params: { filters: 4, activation: 'relu' }, inputs: [{ shape: [6, 2] }], batch: 2, training: true },
  { name: 'without bias', params: { filters: 2, useBias: false }, inputs: [{ shape: [4, 2] }] },
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
    inputs: [{ shape: [4, 2] }],
  },
  {
    name: 'a mask ends here',
    params: { filters: 2, kernelInitializer: componentValue(heNormal) },
    inputs: [{ shape: [4, 2], masked: true }],
  },
]);

test('Conv1D says what shape it needs', () => {
  expect(wordsOfProblem(conv1d, {}, [{ shape: [28, 28, 1] }])).toBe(
    'Conv1D needs 2 dimensions, time×features. Received: 28×28×1 (3 dimensions).',
  );
  expect(wordsOfProblem(conv1d, {}, [{ shape: [28, 1], dtype: 'int32' }])).toBe(
    'Conv1D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
  expect(wordsOfProblem(conv1d, { dilationRate: 2 }, [{ shape: [4, 1] }])).toBe(
    'Conv1D slides a window of 5 over the input, so the input must be at least as large. Received: 4.',
  );
});

test('Conv1D refuses params that contradict each other', () => {
  expect(wordsOfProblem(conv1d, { strides: 2, dilationRate: 3 }, [{ shape: [28, 1] }])).toBe(
    'Conv1D can use strides or dilation above 1, not both. Received: strides 2, dilation 3.',
  );
  expect(wordsOfProblem(conv1d, { groups: 2, filters: 4 }, [{ shape: [28, 3] }])).toBe(
    'Conv1D splits channels and filters into 2 groups, so both must be divisible by it. Received: 3 channels, 4 filters.',
  );
});

test('a Conv1D card shows filters, kernel and activation', () => {
  const params = defaultParams(conv1d.params);
  expect(conv1d.summary({ ...params, activation: 'relu' }, [])).toEqual(['32 filters', '3', 'relu']);
  expect(conv1d.summary({ ...params, filters: 1, kernelSize: 5 }, [])).toEqual(['1 filter', '5', 'linear']);
});
