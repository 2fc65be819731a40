import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input, release } from '../package-kernel.ts';
import { convWindow, type Window } from '../window.ts';
import { defineKernel, type GpuContext, output, sumOfRows } from './kernel.ts';
import { defineShader } from './shader.ts';
import { placeOfInput, windowNumbers, windowsOver } from './windows.ts';

/**
 * Parts of a filter's gradient, each summed over some rows of the output. `place`, in WGSL, says how large the filter is (`size`) and what
 * its number `element` joins: the place `i`, `j` of the window, the input's channel `source` and the output's channel `to`.
 */
export function filterParts(name: `Loom${string}`, size: string, place: string) {
  return defineShader({
    name,
    reads: { x: 'f32', dy: 'f32' },
    writes: { parts: 'f32' },
    numbers: [...windowNumbers, 'rowsOfAPart'],
    code: `fn compute(index: i32) {
  let size = ${size};
  let part = index / size;
  let element = index % size;
  let to = element % given.outChannels;
  ${place}
  var sum = 0.0;
  let end = min((part + 1) * given.rowsOfAPart, given.batch * given.outHeight);
  for (var line = part * given.rowsOfAPart; line < end; line++) {
    let y = (line % given.outHeight) * given.strideHeight - given.padTop + i * given.dilationHeight;
    if (y < 0 || y >= given.inHeight) { continue; }
    let pixels = ((line / given.outHeight) * given.inHeight + y) * given.inWidth;
    for (var column = 0; column < given.outWidth; column++) {
      let z = column * given.strideWidth - given.padLeft + j * given.dilationWidth;
      if (z < 0 || z >= given.inWidth) { continue; }
      sum += x[(pixels + z) * given.inChannels + source] * dy[(line * given.outWidth + column) * given.outChannels + to];
    }
  }
  parts[index] = sum;
}`,
  });
}

const denseParts = filterParts(
  'LoomFilterGradient',
  'given.height * given.width * given.inChannels * given.outChannels',
  `let source = (element / given.outChannels) % given.inChannels;
  let j = (element / given.outChannels / given.inChannels) % given.width;
  let i = element / given.outChannels / given.inChannels / given.width;`,
);

/** So many sums are taken at once, as far as there are: enough to keep a large GPU busy. */
const sumsAtOnce = 1 << 16;

/** The gradient of a filter, by a program for parts of it. */
export function filterGradient(
  context: GpuContext,
  program: ReturnType<typeof filterParts>,
  { x, dy }: { readonly x: TensorInfo; readonly dy: TensorInfo },
  shape: number[],
  window: Window,
): TensorInfo {
  const size = sizeOf(shape);
  const lines = window.batch * window.outHeight;
  const rowsOfAPart = Math.ceil(lines / Math.min(lines, Math.max(1, Math.ceil(sumsAtOnce / size))));
  const count = Math.ceil(lines / rowsOfAPart);
  const parts = output(context, [count, size]);
  context.run(program, count * size, { x, dy, parts }, { ...window, rowsOfAPart });
  return sumOfRows(context, parts, shape);
}

export const conv2dBackpropFilter = defineKernel({
  name: 'Conv2DBackpropFilter',
  why: "The package's goes through all images for each number of the filter alone, which leaves a GPU idle where a filter is small; it takes no dilation.",
  compute(context, inputs, attributes) {
    const [x, dy] = [input(inputs, 'x'), input(inputs, 'dy')];
    const shape = attributes.filterShape as number[];
    return filterGradient(context, denseParts, { x, dy }, shape, convWindow(context.tf, x.shape, shape, attributes));
  },
});

const turnFilter = defineShader({
  name: 'LoomTurnFilter',
  reads: { weights: 'f32' },
  writes: { turned: 'f32' },
  numbers: windowNumbers,
  code: `fn compute(index: i32) {
  let channels = given.inChannels * given.outChannels;
  let place = given.height * given.width - 1 - index / channels;
  let source = (index % channels) / given.inChannels;
  let to = index % given.inChannels;
  turned[index] = weights[place * channels + to * given.outChannels + source];
}`,
});

const inputGradient = defineShader({
  name: 'LoomInputGradient',
  reads: { dy: 'f32', weights: 'f32' },
  writes: { dx: 'f32' },
  numbers: windowNumbers,
  code: `fn compute(index: i32) {
  ${placeOfInput}
  var sum = 0.0;
  ${windowsOver(`
    let pixel = ((image * given.outHeight + row) * given.outWidth + column) * given.outChannels;
    let weight = ((i * given.width + j) * given.inChannels + channel) * given.outChannels;
    for (var k = 0; k < given.outChannels; k++) { sum += dy[pixel + k] * weights[weight + k]; }`)}
  dx[index] = sum;
}`,
});

export const conv2dBackpropInput = defineKernel({
  name: 'Conv2DBackpropInput',
  why: "The package's finds places by a division of floats, which a GPU may round to the wrong side, and takes no dilation.",
  compute(context, inputs, attributes) {
    const [dy, filter] = [input(inputs, 'dy'), input(inputs, 'filter')];
    const shape = attributes.inputShape as number[];
    const window = convWindow(context.tf, shape, filter.shape, attributes);
    if (window.strideHeight === 1 && window.strideWidth === 1) return asConvolution(context, dy, filter, window);
    const dx = output(context, shape);
    context.run(inputGradient, sizeOf(shape), { dy, weights: filter, dx }, window);
    return dx;
  },
});

/** Without strides it is a convolution with the filter turned around, and the package's forward convolutions are fast. */
function asConvolution(context: GpuContext, dy: TensorInfo, filter: TensorInfo, window: Window): TensorInfo {
  const { height, width, inChannels, outChannels, dilationHeight, dilationWidth } = window;
  const turned = output(context, [height, width, outChannels, inChannels]);
  context.run(turnFilter, sizeOf(turned.shape), { weights: filter, turned }, window);
  const around = (size: number, dilation: number, pad: number, inSize: number, outSize: number): [number, number] => {
    const reach = (size - 1) * dilation;
    return [reach - pad, inSize - outSize + pad];
  };
  const pad = [
    [0, 0],
    around(height, dilationHeight, window.padTop, window.inHeight, window.outHeight),
    around(width, dilationWidth, window.padLeft, window.inWidth, window.outWidth),
    [0, 0],
  ];
  const dilations = [dilationHeight, dilationWidth];
  const attributes = { strides: [1, 1], pad, dataFormat: 'NHWC', dilations };
  const dx = context.stock('Conv2D', { x: dy, filter: turned }, attributes);
  release(context.backend, turned);
  return dx;
}
