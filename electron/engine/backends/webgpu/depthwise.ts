import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { convWindow } from '../window.ts';
import { filterGradient, filterParts } from './convolution.ts';
import { defineKernel, output } from './kernel.ts';
import { defineShader } from './shader.ts';
import { placeOfInput, windowNumbers, windowsOver } from './windows.ts';

const depthwiseParts = filterParts(
  'LoomDepthwiseFilterGradient',
  'given.height * given.width * given.outChannels',
  `let source = to / (given.outChannels / given.inChannels);
  let j = (element / given.outChannels) % given.width;
  let i = element / given.outChannels / given.width;`,
);

export const depthwiseConv2dNativeBackpropFilter = defineKernel({
  name: 'DepthwiseConv2dNativeBackpropFilter',
  why: "The package's goes through all images for each number of the filter alone, and filters of this kind have few numbers.",
  compute(context, inputs, attributes) {
    const [x, dy] = [input(inputs, 'x'), input(inputs, 'dy')];
    const shape = attributes.filterShape as number[];
    const window = convWindow(context.tf, x.shape, shape, attributes, true);
    return filterGradient(context, depthwiseParts, { x, dy }, shape, window);
  },
});

const inputGradient = defineShader({
  name: 'LoomDepthwiseInputGradient',
  reads: { dy: 'f32', weights: 'f32' },
  writes: { dx: 'f32' },
  numbers: windowNumbers,
  code: `fn compute(index: i32) {
  ${placeOfInput}
  let patterns = given.outChannels / given.inChannels;
  var sum = 0.0;
  ${windowsOver(`
    let weight = ((i * given.width + j) * given.inChannels + channel) * patterns;
    for (var k = 0; k < patterns; k++) { sum += dy[out * patterns + k] * weights[weight + k]; }`)}
  dx[index] = sum;
}`,
});

export const depthwiseConv2dNativeBackpropInput = defineKernel({
  name: 'DepthwiseConv2dNativeBackpropInput',
  why: "The package's finds places by a division of floats, which a GPU may round to the wrong side.",
  compute(context, inputs, attributes) {
    const [dy, filter] = [input(inputs, 'dy'), input(inputs, 'filter')];
    const shape = attributes.inputShape as number[];
    const dx = output(context, shape);
    const window = convWindow(context.tf, shape, filter.shape, attributes, true);
    context.run(inputGradient, sizeOf(shape), { dy, weights: filter, dx }, window);
    return dx;
  },
});
