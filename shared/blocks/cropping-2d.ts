import { isProblem, problem, shapeWords } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { sides } from './params.ts';
import { inferSides, sidesSummary } from './sides.ts';

/** A picture without some rows and columns at its sides. */
export const cropping2d = defineBlock({
  type: 'Cropping2D',
  title: 'Cropping2D',
  category: 'reshaping',
  icon: 'cropping-2d',
  docs: 'Cuts rows and columns off the sides of a picture.',
  guide: {
    when: 'To make two pictures of one size, or to leave out a border that tells nothing.',
    shape: 'Height loses top and bottom, width left and right; channels stay.',
    keywords: ['image', 'cut', 'U-Net'],
    example: {
      inputs: [[32, 32, 3]],
      params: {
        cropping: [
          [2, 2],
          [4, 4],
        ],
      },
      output: [28, 24, 3],
    },
  },
  params: {
    cropping: sides(
      'Cropping',
      [
        [0, 0],
        [0, 0],
      ],
      { help: 'Rows at the top and bottom, then columns at the left and right.' },
    ),
  },
  kerasFixed: { data_format: 'channels_last' },
  summary: ({ cropping }) => sidesSummary(cropping),
  infer({ cropping }, [input]) {
    const output = inferSides('Cropping2D', input!, cropping, -1);
    if (isProblem(output) || (output.shape[0]! >= 1 && output.shape[1]! >= 1)) return output;
    const values = { type: 'Cropping2D', received: shapeWords(input!.shape.slice(0, 2)) };
    return problem(
      'nothing-left',
      { ...values, cut: cropping.map(([one, other]) => one + other).join('×') },
      'cropping',
    );
  },
  forward({ tf }, { cropping: [[top, bottom], [left, right]] }, [input]) {
    const [batch, height, width, channels] = input!.tensor.shape as [number, number, number, number];
    const size = [batch, height - top - bottom, width - left - right, channels];
    return { tensor: tf.slice(input!.tensor, [0, top, left, 0], size), mask: null };
  },
  toPyTorch: ({ cropping: [[top, bottom], [left, right]] }, [input]) => ({
    layout: 'any',
    forward({ x, layout }) {
      const [height, width] = input!.shape as readonly [number, number, number];
      const places = `${top}:${height - bottom}, ${left}:${width - right}`;
      return `${x}[:, ${layout === 'first' ? ':, ' : ''}${places}]`;
    },
  }),
});
