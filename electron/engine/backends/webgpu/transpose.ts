import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { defineKernel, output } from './kernel.ts';
import { defineShader } from './shader.ts';

/** As many dimensions as a tensor can have. */
const dimensions = [0, 1, 2, 3, 4, 5] as const;

const moveIntegers = defineShader({
  name: 'LoomMoveIntegers',
  reads: { x: 'i32' },
  writes: { y: 'i32' },
  numbers: dimensions.flatMap((dimension) => [`size${dimension}` as const, `stride${dimension}` as const]),
  code: `
fn compute(index: i32) {
  var rest = index;
  var place = 0;
${dimensions
  .toReversed()
  .map(
    (dimension) => `place += rest % given.size${dimension} * given.stride${dimension}; rest /= given.size${dimension};`,
  )
  .join('\n')}
  y[index] = x[place];
}`,
});

/** Dimensions in another order. */
export const transpose = defineKernel({
  name: 'Transpose',
  why: "The package's program writes floats alone, and does not compile for whole numbers.",
  compute(context, inputs, attributes) {
    const x = input(inputs, 'x');
    if (x.dtype === 'float32') return context.stock('Transpose', { x }, attributes);
    const order = attributes.perm as readonly number[];
    const shape = order.map((dimension) => x.shape[dimension]!);
    const y = output(context, shape, x.dtype);
    // Dimensions of 1 in front fill up to six.
    const first = dimensions.length - shape.length;
    const numbers = Object.fromEntries(
      dimensions.flatMap((dimension) => {
        const from = order[dimension - first];
        const stride = from === undefined ? 0 : sizeOf(x.shape.slice(from + 1));
        return [
          [`size${dimension}`, shape[dimension - first] ?? 1],
          [`stride${dimension}`, stride],
        ];
      }),
    ) as Record<(typeof moveIntegers.numbers)[number], number>;
    context.run(moveIntegers, sizeOf(shape), { x, y }, numbers);
    return y;
  },
});
