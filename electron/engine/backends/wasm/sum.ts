import { addressOf, defineKernel, input, output, sizeOf } from './kernel.ts';
import { columnSums, columnsOfAnItem } from './simd/rows.ts';

export const sum = defineKernel({
  name: 'Sum',
  why: 'The package transposes the whole tensor before it sums over leading dimensions, as the gradient of every bias does.',
  compute({ tf, backend, pool, stock }, inputs, attributes) {
    const x = input(inputs, 'x');
    const axes = tf.util.parseAxisParam(attributes.axis as number | number[], x.shape).toSorted((a, b) => a - b);
    const leading = axes.length < x.shape.length && axes.length > 0 && axes.every((axis, i) => axis === i);
    const columns = sizeOf(x.shape.slice(axes.length));
    if (!leading || x.dtype !== 'float32' || columns === 0) return stock('Sum', inputs, attributes);
    const kept = x.shape.slice(axes.length);
    const out = output(backend, attributes.keepDims === true ? [...axes.map(() => 1), ...kept] : kept);
    pool.run(
      columnSums,
      {
        x: addressOf(backend, x),
        out: addressOf(backend, out),
        rows: sizeOf(x.shape.slice(0, axes.length)),
        columns,
      },
      Math.ceil(columns / columnsOfAnItem),
    );
    return out;
  },
});
