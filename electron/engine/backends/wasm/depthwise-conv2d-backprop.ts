import { input } from '../package-kernel.ts';
import { convWindow, type Window } from '../window.ts';
import { defineKernel, floats, output } from './kernel.ts';

/** Calls `visit` for every pair of an input pixel and an output pixel that a place of the window joins; all are first elements. */
function eachPair(w: Window, visit: (inPixel: number, outPixel: number, place: number) => void): void {
  for (let image = 0; image < w.batch; image++) {
    for (let i = 0; i < w.outHeight; i++) {
      for (let j = 0; j < w.outWidth; j++) {
        const outPixel = (image * w.outHeight + i) * w.outWidth + j;
        for (let u = 0; u < w.height; u++) {
          const y = i * w.strideHeight - w.padTop + u * w.dilationHeight;
          if (y < 0 || y >= w.inHeight) continue;
          for (let v = 0; v < w.width; v++) {
            const z = j * w.strideWidth - w.padLeft + v * w.dilationWidth;
            if (z < 0 || z >= w.inWidth) continue;
            visit((image * w.inHeight + y) * w.inWidth + z, outPixel, u * w.width + v);
          }
        }
      }
    }
  }
}

export const depthwiseConv2dNativeBackpropInput = defineKernel({
  name: 'DepthwiseConv2dNativeBackpropInput',
  why: 'The package has none.',
  compute({ tf, backend }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const filter = input(inputs, 'filter');
    const inputShape = attributes.inputShape as number[];
    const w = convWindow(tf, inputShape, filter.shape, attributes, true);
    const out = output(backend, inputShape);
    const gradient = floats(backend, dy);
    const kernel = floats(backend, filter);
    const result = floats(backend, out).fill(0);
    const channels = w.inChannels;
    const multiplier = w.outChannels / channels;
    eachPair(w, (inPixel, outPixel, place) => {
      let from = outPixel * w.outChannels;
      let weight = place * w.outChannels;
      const to = inPixel * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let m = 0; m < multiplier; m++) sum += gradient[from++]! * kernel[weight++]!;
        result[to + c] = result[to + c]! + sum;
      }
    });
    return out;
  },
});

export const depthwiseConv2dNativeBackpropFilter = defineKernel({
  name: 'DepthwiseConv2dNativeBackpropFilter',
  why: 'The package has none.',
  compute({ tf, backend }, inputs, attributes) {
    const x = input(inputs, 'x');
    const dy = input(inputs, 'dy');
    const filterShape = attributes.filterShape as number[];
    const w = convWindow(tf, x.shape, filterShape, attributes, true);
    const out = output(backend, filterShape);
    const numbers = floats(backend, x);
    const gradient = floats(backend, dy);
    const sums = new Float64Array(w.height * w.width * w.outChannels);
    const channels = w.inChannels;
    const multiplier = w.outChannels / channels;
    eachPair(w, (inPixel, outPixel, place) => {
      const from = inPixel * channels;
      let other = outPixel * w.outChannels;
      let to = place * w.outChannels;
      for (let c = 0; c < channels; c++) {
        const value = numbers[from + c]!;
        for (let m = 0; m < multiplier; m++, to++) sums[to] = sums[to]! + value * gradient[other++]!;
      }
    });
    floats(backend, out).set(sums);
    return out;
  },
});
