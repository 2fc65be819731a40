import { addPatches, imagesAtOnce, patchSize } from './im2col.ts';
import { defineKernel, floats, input, output, release, reshaped, withView } from './kernel.ts';
import { multiply } from './product.ts';
import { convWindow } from './window.ts';

export const conv2dBackpropInput = defineKernel({
  name: 'Conv2DBackpropInput',
  why: "The package's is about ten times slower than its forward convolution.",
  // The gradient times the transposed filter gives what each patch gets; the patches are added where they were cut.
  compute({ tf, backend, stock }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const filter = input(inputs, 'filter');
    const inputShape = attributes.inputShape as number[];
    const w = convWindow(tf, inputShape, filter.shape, attributes);
    const columns = patchSize(w);
    const together = imagesAtOnce(w);
    const places = w.outHeight * w.outWidth;
    const flat = reshaped(backend, filter, [columns, w.outChannels]);
    const transposed = stock('Transpose', { x: flat }, { perm: [1, 0] });
    const out = output(backend, inputShape);
    const patches = output(backend, [together * places, columns]);
    floats(backend, out).fill(0);
    for (let first = 0; first < w.batch; first += together) {
      const images = Math.min(together, w.batch - first);
      withView(backend, dy, first * places * w.outChannels, [images * places, w.outChannels], (gradient) =>
        multiply(backend, gradient, transposed, patches, images * places, w.outChannels, columns),
      );
      addPatches(floats(backend, patches), floats(backend, out), w, first, images);
    }
    release(backend, flat, transposed, patches);
    return out;
  },
});
