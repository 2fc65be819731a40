import { input } from '../package-kernel.ts';
import { convWindow } from '../window.ts';
import { addFilterGradient } from './filter-gradient.ts';
import { defineKernel, zeros } from './kernel.ts';

export const conv2dBackpropFilter = defineKernel({
  name: 'Conv2DBackpropFilter',
  why: 'The package has none.',
  compute(context, inputs, attributes) {
    const x = input(inputs, 'x');
    const filterShape = attributes.filterShape as number[];
    const out = zeros(context.backend, filterShape);
    const w = convWindow(context.tf, x.shape, filterShape, attributes);
    addFilterGradient(context, x, input(inputs, 'dy'), out, w);
    return out;
  },
});
