import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input, release } from '../package-kernel.ts';
import { poolWindow, type Window } from '../window.ts';
import { defineKernel, type GpuContext, output } from './kernel.ts';
import { defineShader, type Shader } from './shader.ts';
import { placeOfInput, windowNumbers, windowsOver } from './windows.ts';

const maxPlaces = defineShader({
  name: 'LoomMaxPlaces',
  reads: { x: 'f32' },
  writes: { places: 'i32' },
  numbers: windowNumbers,
  code: `fn compute(index: i32) {
  let channel = index % given.inChannels;
  let column = (index / given.inChannels) % given.outWidth;
  let row = (index / given.inChannels / given.outWidth) % given.outHeight;
  let image = index / given.inChannels / given.outWidth / given.outHeight;
  var place = -1;
  var largest = 0.0;
  for (var i = 0; i < given.height; i++) {
    let y = row * given.strideHeight - given.padTop + i * given.dilationHeight;
    if (y < 0 || y >= given.inHeight) { continue; }
    for (var j = 0; j < given.width; j++) {
      let z = column * given.strideWidth - given.padLeft + j * given.dilationWidth;
      if (z < 0 || z >= given.inWidth) { continue; }
      let at = y * given.inWidth + z;
      let value = x[(image * given.inHeight * given.inWidth + at) * given.inChannels + channel];
      if (place < 0 || value > largest) { place = at; largest = value; }
    }
  }
  places[index] = place;
}`,
});

const maxGradient = defineShader({
  name: 'LoomMaxPoolGrad',
  reads: { dy: 'f32', places: 'i32' },
  writes: { dx: 'f32' },
  numbers: windowNumbers,
  code: `fn compute(index: i32) {
  ${placeOfInput}
  var sum = 0.0;
  ${windowsOver('if (places[out] == y * given.inWidth + z) { sum += dy[out]; }')}
  dx[index] = sum;
}`,
});

const averageGradient = defineShader({
  name: 'LoomAvgPoolGrad',
  reads: { dy: 'f32' },
  writes: { dx: 'f32' },
  numbers: windowNumbers,
  code: `fn inside(start: i32, size: i32, dilation: i32, limit: i32) -> i32 {
  var count = 0;
  for (var i = 0; i < size; i++) {
    let at = start + i * dilation;
    if (at >= 0 && at < limit) { count++; }
  }
  return count;
}
fn compute(index: i32) {
  ${placeOfInput}
  var sum = 0.0;
  ${windowsOver(`
    let rows = inside(row * given.strideHeight - given.padTop, given.height, given.dilationHeight, given.inHeight);
    let columns = inside(column * given.strideWidth - given.padLeft, given.width, given.dilationWidth, given.inWidth);
    sum += dy[out] / f32(rows * columns);`)}
  dx[index] = sum;
}`,
});

function runGradient<Tensor extends string>(
  context: GpuContext,
  shader: Shader<Tensor | 'dx', keyof Window>,
  x: TensorInfo,
  window: Window,
  tensors: Readonly<Record<Exclude<Tensor, 'dx'>, TensorInfo>>,
): TensorInfo {
  const dx = output(context, x.shape);
  context.run(shader, sizeOf(x.shape), { ...tensors, dx } as Record<Tensor | 'dx', TensorInfo>, window);
  return dx;
}

function given(context: GpuContext, inputs: NamedTensorInfoMap, attributes: NamedAttrMap) {
  const [dy, x] = [input(inputs, 'dy'), input(inputs, 'input')];
  return { dy, x, window: poolWindow(context.tf, x.shape, attributes) };
}

export const maxPoolGrad = defineKernel({
  name: 'MaxPoolGrad',
  why: "The package's gives the gradient of equal numbers to the last of them, TensorFlow's to the first, and divides by strides in floats.",
  compute(context, inputs, attributes) {
    const { dy, x, window } = given(context, inputs, attributes);
    const places = output(context, dy.shape, 'int32');
    context.run(maxPlaces, sizeOf(dy.shape), { x, places }, window);
    const dx = runGradient(context, maxGradient, x, window, { dy, places });
    release(context.backend, places);
    return dx;
  },
});

export const avgPoolGrad = defineKernel({
  name: 'AvgPoolGrad',
  why: "The package's divides by the whole window where part of it lies outside the image.",
  compute(context, inputs, attributes) {
    const { dy, x, window } = given(context, inputs, attributes);
    return runGradient(context, averageGradient, x, window, { dy });
  },
});
