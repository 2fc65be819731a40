import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { addressOf, defineKernel, output } from './kernel.ts';
import { numbersOfAnItem, reluGradient } from './simd/rows.ts';

/** Gradient of relu in one pass; `gradients.ts` uses it where a backend has it. */
export const reluGrad = defineKernel({
  name: 'LoomReluGrad',
  why: 'tfjs-core makes three passes of it: a step, a cast and a product.',
  compute({ backend, pool }, inputs) {
    const y = input(inputs, 'y');
    const dy = input(inputs, 'dy');
    const out = output(backend, dy.shape);
    const size = sizeOf(dy.shape);
    pool.run(
      reluGradient,
      { y: addressOf(backend, y), dy: addressOf(backend, dy), dx: addressOf(backend, out), size },
      Math.ceil(size / numbersOfAnItem),
      size,
    );
    return out;
  },
});
