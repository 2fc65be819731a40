import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { sumColumns } from './column-sums.ts';
import { defineKernel, output } from './kernel.ts';

export const sum = defineKernel({
  name: 'Sum',
  why: 'The package transposes the whole tensor before it sums over leading dimensions, as the gradient of every bias does.',
  compute(context, inputs, attributes) {
    const { tf, backend, stock } = context;
    const x = input(inputs, 'x');
    const axes = tf.util.parseAxisParam(attributes.axis as number | number[], x.shape).toSorted((a, b) => a - b);
    const leading = axes.length < x.shape.length && axes.length > 0 && axes.every((axis, i) => axis === i);
    const columns = sizeOf(x.shape.slice(axes.length));
    if (!leading || x.dtype !== 'float32' || columns === 0) return stock('Sum', inputs, attributes);
    const kept = x.shape.slice(axes.length);
    const out = output(backend, attributes.keepDims === true ? [...axes.map(() => 1), ...kept] : kept);
    sumColumns(context, x, out, sizeOf(x.shape.slice(0, axes.length)), columns);
    return out;
  },
});
