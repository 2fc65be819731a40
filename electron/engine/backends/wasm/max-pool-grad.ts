import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { poolWindow } from '../window.ts';
import { addressOf, defineKernel, zeros } from './kernel.ts';
import { maxPoolGradient } from './simd/max-pool.ts';
import { windowNumbers } from './simd/windows.ts';

export const maxPoolGrad = defineKernel({
  name: 'MaxPoolGrad',
  why: "The package's loses the gradient of windows without a positive number.",
  compute({ tf, backend, pool }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const x = input(inputs, 'input');
    const w = poolWindow(tf, x.shape, attributes);
    const out = zeros(backend, x.shape);
    const [xAddress, dyAddress, dx] = [x, dy, out].map((info) => addressOf(backend, info)) as [number, number, number];
    pool.run(
      maxPoolGradient,
      { x: xAddress, dy: dyAddress, dx, ...windowNumbers(w) },
      w.batch,
      sizeOf(dy.shape) * w.height * w.width,
    );
    return out;
  },
});
