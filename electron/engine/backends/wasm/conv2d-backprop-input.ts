import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input, release, reshaped } from '../package-kernel.ts';
import { convWindow } from '../window.ts';
import { addressOf, defineKernel, output, zeros } from './kernel.ts';
import { inputGradient } from './simd/convolution.ts';
import { windowNumbers } from './simd/windows.ts';

export const conv2dBackpropInput = defineKernel({
  name: 'Conv2DBackpropInput',
  why: "The package's is about ten times slower than its forward convolution.",
  compute({ tf, backend, pool, stock }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const filter = input(inputs, 'filter');
    const inputShape = attributes.inputShape as number[];
    const w = convWindow(tf, inputShape, filter.shape, attributes);
    const patchSize = w.height * w.width * w.inChannels;
    const flat = reshaped(backend, filter, [patchSize, w.outChannels]);
    const transposedFilter = stock('Transpose', { x: flat }, { perm: [1, 0] });
    const dx = zeros(backend, inputShape);
    const patches = output(backend, [w.batch, w.outWidth, patchSize]);
    const at = (info: typeof dy) => addressOf(backend, info);
    pool.run(
      inputGradient,
      {
        dy: at(dy),
        transposedFilter: at(transposedFilter),
        dx: at(dx),
        patches: at(patches),
        ...windowNumbers(w),
      },
      w.batch,
      sizeOf(dy.shape) * patchSize,
    );
    release(backend, flat, transposedFilter, patches);
    return dx;
  },
});
