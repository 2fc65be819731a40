import { expect, test } from 'vitest';
import { pictureWindowCases, testPictureRefusals, testWindowRefusal } from '../../testing/convolution-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { depthwiseConv2d } from './depthwise-conv-2d.ts';
import { heNormal, ones, orthogonal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

testBlock(depthwiseConv2d, [
  { name: 'as it comes', inputs: [{ shape: [5, 6, 3] }], multiplyAdds: 3 * 4 * 9 * 3 },
  ...pictureWindowCases,
  {
    name: 'several patterns in each channel',
    params: { depthMultiplier: 3 },
    inputs: [{ shape: [4, 5, 2] }],
    multiplyAdds: 2 * 3 * 9 * 6,
    training: true,
  },
  {
    name: 'several patterns in each channel, with strides that differ and same padding',
    params: { depthMultiplier: 2, strides: [1, 2], padding: 'same' },
    inputs: [{ shape: [4, 5, 3] }],
    multiplyAdds: 4 * 3 * 9 * 6,
  },
  {
    name: 'several patterns in each channel, dilated',
    params: { depthMultiplier: 2, dilationRate: [2, 1] },
    inputs: [{ shape: [6, 4, 2] }],
  },
  { name: 'without bias', params: { useBias: false, activation: 'relu' }, inputs: [{ shape: [4, 4, 2] }] },
  {
    name: 'with initializers and penalties',
    params: {
      activation: 'tanh',
      depthwiseInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(ones),
      depthwiseRegularizer: componentValue(l1l2, { l1: 0.1, l2: 0.2 }),
      biasRegularizer: componentValue(l2, { l2: 0.3 }),
      activityRegularizer: componentValue(l1, { l1: 0.4 }),
    },
    inputs: [{ shape: [4, 4, 2] }],
  },
  {
    name: 'a mask ends here',
    params: { depthwiseInitializer: componentValue(heNormal) },
    inputs: [{ shape: [3, 4, 2], masked: true }],
  },
]);

testPictureRefusals(depthwiseConv2d);
testWindowRefusal(depthwiseConv2d);

test('a DepthwiseConv2D card shows kernel, patterns and activation', () => {
  const params = defaultParams(depthwiseConv2d.params);
  expect(depthwiseConv2d.summary(params, [])).toEqual(['3×3', 'each channel', 'linear']);
  const changed = { ...params, depthMultiplier: 2, activation: 'relu' } as const;
  expect(depthwiseConv2d.summary(changed, [])).toEqual(['3×3', '2 for each channel', 'relu']);
});
