import { imagesAtOnce, patchColumns, patchSize } from './im2col.ts';
import { defineKernel, floats, input, output, release, withView } from './kernel.ts';
import { multiply } from './product.ts';
import { convWindow } from './window.ts';

export const conv2dBackpropFilter = defineKernel({
  name: 'Conv2DBackpropFilter',
  why: 'The package has none.',
  // Patches of the input, side by side, times the gradient: summed over groups of images.
  compute({ tf, backend }, inputs, attributes) {
    const x = input(inputs, 'x');
    const dy = input(inputs, 'dy');
    const filterShape = attributes.filterShape as number[];
    const w = convWindow(tf, x.shape, filterShape, attributes);
    const rows = patchSize(w);
    const together = imagesAtOnce(w);
    const places = w.outHeight * w.outWidth;
    const out = output(backend, filterShape);
    const part = output(backend, filterShape);
    const patches = output(backend, [rows, together * places]);
    const sums = new Float64Array(rows * w.outChannels);
    for (let first = 0; first < w.batch; first += together) {
      const images = Math.min(together, w.batch - first);
      patchColumns(floats(backend, x), floats(backend, patches), w, first, images);
      withView(backend, dy, first * places * w.outChannels, [images * places, w.outChannels], (gradient) =>
        multiply(backend, patches, gradient, part, rows, images * places, w.outChannels),
      );
      const numbers = floats(backend, part);
      for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + numbers[i]!;
    }
    floats(backend, out).set(sums);
    release(backend, part, patches);
    return out;
  },
});
