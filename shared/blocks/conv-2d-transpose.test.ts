import { expect, test } from 'vitest';
import { testPictureRefusals } from '../../testing/convolution-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { conv2dTranspose } from './conv-2d-transpose.ts';
import { heNormal, ones, orthogonal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

const filters = 3;

testBlock(conv2dTranspose, [
  { name: 'as it comes', inputs: [{ shape: [4, 3, 2] }], batch: 2, multiplyAdds: 4 * 3 * 2 * 9 * 32 },
  { name: 'strides', params: { filters, strides: [2, 2] }, inputs: [{ shape: [3, 4, 2] }], batch: 2 },
  { name: 'strides that differ', params: { filters, strides: [3, 2] }, inputs: [{ shape: [3, 4, 2] }], batch: 2 },
  {
    name: 'strides larger than the kernel',
    params: { filters, strides: [3, 4], kernelSize: [2, 1] },
    inputs: [{ shape: [3, 2, 2] }],
  },
  { name: 'same padding', params: { filters, padding: 'same' }, inputs: [{ shape: [3, 4, 2] }], batch: 2 },
  {
    name: 'strides with same padding',
    params: { filters, padding: 'same', strides: [2, 3] },
    inputs: [{ shape: [3, 4, 2] }],
    multiplyAdds: 12 * 2 * 9 * 3,
  },
  {
    name: 'strides with same padding and an even, lopsided kernel',
    params: { filters, padding: 'same', strides: [2, 1], kernelSize: [4, 5] },
    inputs: [{ shape: [3, 4, 2] }],
  },
  {
    name: 'strides larger than the kernel, with same padding',
    params: { filters, padding: 'same', strides: [3, 4], kernelSize: [2, 1] },
    inputs: [{ shape: [3, 2, 2] }],
  },
  { name: 'dilation', params: { filters, dilationRate: [2, 3] }, inputs: [{ shape: [4, 3, 2] }] },
  {
    name: 'dilation with same padding',
    params: { filters, dilationRate: [2, 1], kernelSize: [2, 3], padding: 'same' },
    inputs: [{ shape: [4, 3, 2] }],
  },
  {
    name: 'output padding',
    params: { filters, strides: [2, 3], outputPadding: [1, 2] },
    inputs: [{ shape: [3, 2, 2] }],
    batch: 2,
  },
  {
    name: 'no output padding, where strides are larger than the kernel',
    params: { filters, strides: [3, 3], kernelSize: [2, 1], outputPadding: [0, 1] },
    inputs: [{ shape: [3, 2, 2] }],
  },
  {
    name: 'output padding with same padding',
    params: { filters, strides: [2, 3], outputPadding: [1, 2], padding: 'same' },
    inputs: [{ shape: [3, 2, 2] }],
  },
  {
    name: 'output padding with same padding, no rows of it',
    params: { filters, strides: [2, 3], outputPadding: [0, 1], padding: 'same', kernelSize: [5, 4] },
    inputs: [{ shape: [3, 2, 2] }],
  },
  {
    name: 'output padding with same padding and small kernels',
    params: { filters, strides: [3, 4], outputPadding: [2, 3], padding: 'same', kernelSize: [1, 2] },
    inputs: [{ shape: [3, 2, 2] }],
  },
  {
    name: 'output padding of none with same padding, dilated',
    params: { filters, outputPadding: [0, 0], padding: 'same', dilationRate: [2, 1], kernelSize: [2, 2] },
    inputs: [{ shape: [3, 3, 2] }],
  },
  { name: 'a picture of one point', params: { filters, strides: [2, 2] }, inputs: [{ shape: [1, 1, 4] }], batch: 1 },
  {
    name: 'relu, without bias',
    params: { filters, activation: 'relu', useBias: false, strides: [2, 2] },
    inputs: [{ shape: [2, 3, 2] }],
    training: true,
  },
  {
    name: 'with initializers and penalties',
    params: {
      filters,
      activation: 'tanh',
      kernelInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(ones),
      kernelRegularizer: componentValue(l1l2, { l1: 0.1, l2: 0.2 }),
      biasRegularizer: componentValue(l2, { l2: 0.3 }),
      activityRegularizer: componentValue(l1, { l1: 0.4 }),
    },
    inputs: [{ shape: [3, 2, 2] }],
  },
  {
    name: 'a mask ends here',
    params: { filters, kernelInitializer: componentValue(heNormal) },
    inputs: [{ shape: [3, 4, 2], masked: true }],
  },
]);

testPictureRefusals(conv2dTranspose);

test('Conv2DTranspose refuses output padding that does not fit', () => {
  const input = [{ shape: [1, 4, 1] }];
  expect(wordsOfProblem(conv2dTranspose, { strides: [2, 2], outputPadding: [1, 2] }, input)).toBe(
    'Conv2DTranspose adds output padding where strides leave room, so it must be less than the strides. Received: output padding 1×2, strides 2×2.',
  );
  expect(wordsOfProblem(conv2dTranspose, { kernelSize: [2, 2], outputPadding: [0, 0], padding: 'same' }, input)).toBe(
    'Conv2DTranspose needs an output of at least one point; a larger output padding, or none, gives one. Received: 0×3.',
  );
});

test('a Conv2DTranspose card shows filters, kernel and activation', () => {
  const params = defaultParams(conv2dTranspose.params);
  expect(conv2dTranspose.summary(params, [])).toEqual(['32 filters', '3×3', 'linear']);
});
