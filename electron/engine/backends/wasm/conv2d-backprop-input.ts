import { addressOf, defineKernel, input, output, release, reshaped, withView, zeros } from './kernel.ts';
import { multiply } from './product.ts';
import { addPatches } from './simd/convolution.ts';
import { windowNumbers } from './simd/windows.ts';
import { convWindow, type Window } from './window.ts';

export const conv2dBackpropInput = defineKernel({
  name: 'Conv2DBackpropInput',
  why: "The package's is about ten times slower than its forward convolution.",
  // The gradient times the transposed filter gives what each patch gets; the patches are added where they were cut.
  compute({ tf, backend, pool, stock }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const filter = input(inputs, 'filter');
    const inputShape = attributes.inputShape as number[];
    const w = convWindow(tf, inputShape, filter.shape, attributes);
    const patchSize = w.height * w.width * w.inChannels;
    const places = w.outHeight * w.outWidth;
    const together = imagesAtOnce(w, pool.threads);
    const flat = reshaped(backend, filter, [patchSize, w.outChannels]);
    const transposed = stock('Transpose', { x: flat }, { perm: [1, 0] });
    const out = zeros(backend, inputShape);
    const patches = output(backend, [together * places, patchSize]);
    for (let first = 0; first < w.batch; first += together) {
      const images = Math.min(together, w.batch - first);
      withView(backend, dy, first * places * w.outChannels, [images * places, w.outChannels], (gradient) =>
        multiply(backend, gradient, transposed, patches, images * places, w.outChannels, patchSize),
      );
      pool.run(
        addPatches,
        { patches: addressOf(backend, patches), x: addressOf(backend, out), ...windowNumbers(w), first },
        images,
      );
    }
    release(backend, flat, transposed, patches);
    return out;
  },
});

/** Images whose patches are worked on together: so many that they stay in the cache, and one for each thread at least. */
function imagesAtOnce(w: Window, threads: number): number {
  const numbersOfAnImage = w.outHeight * w.outWidth * w.height * w.width * w.inChannels;
  return Math.max(1, Math.min(w.batch, Math.max(threads, Math.floor(2 ** 19 / numbersOfAnImage))));
}
