import { expect, test } from 'vitest';
import { pictureWindowCases, testPictureRefusals, testWindowRefusal } from '../../testing/convolution-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { heNormal, ones, orthogonal, zeros } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';
import { separableConv2d } from './separable-conv-2d.ts';

testBlock(separableConv2d, [
  { name: 'as it comes', inputs: [{ shape: [5, 6, 3] }], multiplyAdds: 3 * 4 * 3 * (9 + 32) },
  ...pictureWindowCases,
  {
    name: 'several patterns in each channel',
    params: { filters: 3, depthMultiplier: 2 },
    inputs: [{ shape: [4, 5, 2] }],
    multiplyAdds: 2 * 3 * 4 * (9 + 3),
    training: true,
  },
  {
    name: 'without bias',
    params: { filters: 2, useBias: false, activation: 'relu' },
    inputs: [{ shape: [4, 4, 2] }],
    seed: 1,
  },
  {
    name: 'with initializers and penalties',
    params: {
      filters: 3,
      activation: 'tanh',
      depthwiseInitializer: componentValue(heNormal),
      pointwiseInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(ones),
      depthwiseRegularizer: componentValue(l1l2, { l1: 0.1, l2: 0.2 }),
      pointwiseRegularizer: componentValue(l2, { l2: 0.1 }),
      biasRegularizer: componentValue(l2, { l2: 0.3 }),
      activityRegularizer: componentValue(l1, { l1: 0.4 }),
    },
    inputs: [{ shape: [4, 4, 2] }],
  },
  {
    name: 'a mask ends here',
    params: { filters: 2, pointwiseInitializer: componentValue(zeros) },
    inputs: [{ shape: [3, 4, 2], masked: true }],
  },
]);

testPictureRefusals(separableConv2d);
testWindowRefusal(separableConv2d);

test('a SeparableConv2D card shows filters, kernel and activation', () => {
  const params = defaultParams(separableConv2d.params);
  expect(separableConv2d.summary(params, [])).toEqual(['32 filters', '3×3', 'linear']);
});
