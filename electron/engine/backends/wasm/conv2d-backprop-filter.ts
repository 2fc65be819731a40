import { addressOf, defineKernel, input, zeros } from './kernel.ts';
import { channelsOfAnItem, filterGradient } from './simd/convolution.ts';
import { windowNumbers } from './simd/windows.ts';
import { convWindow } from './window.ts';

/** Bytes of images and gradients worked on together: so many stay in a core's own cache. */
const cacheBytes = 256 * 1024;

export const conv2dBackpropFilter = defineKernel({
  name: 'Conv2DBackpropFilter',
  why: 'The package has none.',
  compute({ tf, backend, pool }, inputs, attributes) {
    const x = input(inputs, 'x');
    const dy = input(inputs, 'dy');
    const filterShape = attributes.filterShape as number[];
    const w = convWindow(tf, x.shape, filterShape, attributes);
    const out = zeros(backend, filterShape);
    const items = w.height * w.width * Math.ceil(w.inChannels / channelsOfAnItem);
    const bytesOfAnImage = 4 * (w.inHeight * w.inWidth * w.inChannels + w.outHeight * w.outWidth * w.outChannels);
    const together = Math.max(1, Math.floor(cacheBytes / bytesOfAnImage));
    for (let first = 0; first < w.batch; first += together) {
      pool.run(
        filterGradient,
        {
          x: addressOf(backend, x),
          dy: addressOf(backend, dy),
          filter: addressOf(backend, out),
          ...windowNumbers(w),
          first,
          images: Math.min(together, w.batch - first),
        },
        items,
      );
    }
    return out;
  },
});
