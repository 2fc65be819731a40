import { problem, shapeWords, showShape } from '../messages/problem.ts';
import { defineBlock, type Shape, sizeOf } from './define-block.ts';
import { shapeWithRest } from './params.ts';

/** The numbers of a sample in their order, in another shape. */
export const reshape = defineBlock({
  type: 'Reshape',
  title: 'Reshape',
  category: 'reshaping',
  icon: 'reshape',
  docs: 'Lays the numbers of a sample out in another shape and keeps their order.',
  guide: {
    when: 'To make a picture of a row, or a sequence of a picture.',
    shape: 'Takes the target shape, which must hold as many numbers; one size may be -1, which is what is left for it.',
    keywords: ['view', 'dimensions', 'image', 'sequence'],
    example: { inputs: [[49]], params: { targetShape: [7, 7, 1] }, output: [7, 7, 1] },
  },
  params: {
    targetShape: shapeWithRest('Target shape', [-1], {
      help: 'Sizes of the new dimensions without the batch; -1 stands for what is left.',
    }),
  },
  summary: ({ targetShape }, [input]) => [showShape((input && fill(targetShape, sizeOf(input.shape))) ?? targetShape)],
  infer({ targetShape }, [input]) {
    const size = sizeOf(input!.shape);
    const shape = fill(targetShape, size);
    if (shape) return { shape, dtype: input!.dtype, masked: false };
    const values = { type: 'Reshape', expected: size, received: shapeWords(targetShape) };
    return problem('size-expected', values, 'targetShape');
  },
  forward({ tf }, { targetShape }, [input]) {
    const [batch, ...shape] = input!.tensor.shape as [number, ...number[]];
    return { tensor: tf.reshape(input!.tensor, [batch, ...fill(targetShape, sizeOf(shape))!]), mask: null };
  },
  toPyTorch: ({ targetShape }, [input]) => ({
    forward({ x }) {
      const shape = fill(targetShape, sizeOf(input!.shape))!;
      return `${x}.reshape(${['-1', ...shape].join(', ')})`;
    },
  }),
});

/** The target with what is left in place of -1, or null if it does not come to this many numbers. */
function fill(target: Shape, size: number): Shape | null {
  const given = sizeOf(target.filter((one) => one !== -1));
  const rest = size / given;
  const fits = target.includes(-1) ? Number.isInteger(rest) : rest === 1;
  return fits ? target.map((one) => (one === -1 ? rest : one)) : null;
}
