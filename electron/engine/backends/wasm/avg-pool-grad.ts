import { input } from '../package-kernel.ts';
import { poolWindow } from '../window.ts';
import { defineKernel, floats, output } from './kernel.ts';

export const avgPoolGrad = defineKernel({
  name: 'AvgPoolGrad',
  why: "The package's divides by the whole window where part of it lies outside the image.",
  compute({ tf, backend }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const x = input(inputs, 'input');
    const w = poolWindow(tf, x.shape, attributes);
    const out = output(backend, x.shape);
    const gradient = floats(backend, dy);
    const result = floats(backend, out).fill(0);
    const channels = w.inChannels;
    let from = 0;
    for (let image = 0; image < w.batch; image++) {
      for (let i = 0; i < w.outHeight; i++) {
        const rows = inside(i * w.strideHeight - w.padTop, w.height, w.dilationHeight, w.inHeight);
        for (let j = 0; j < w.outWidth; j++, from += channels) {
          const columns = inside(j * w.strideWidth - w.padLeft, w.width, w.dilationWidth, w.inWidth);
          const share = 1 / (rows.length * columns.length);
          for (const y of rows) {
            for (const z of columns) {
              const to = ((image * w.inHeight + y) * w.inWidth + z) * channels;
              for (let c = 0; c < channels; c++) result[to + c] = result[to + c]! + gradient[from + c]! * share;
            }
          }
        }
      }
    }
    return out;
  },
});

/** The places of a window along one dimension that lie in the image. */
function inside(start: number, size: number, dilation: number, limit: number): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < size; i++) {
    const place = start + i * dilation;
    if (place >= 0 && place < limit) places.push(place);
  }
  return places;
}
