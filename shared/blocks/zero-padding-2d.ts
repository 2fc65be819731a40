import { defineBlock } from './define-block.ts';
import { sides } from './params.ts';
import { padded } from './pytorch-form.ts';
import { inferSides, sidesSummary } from './sides.ts';

/** Rows and columns of zeros around a picture. */
export const zeroPadding2d = defineBlock({
  type: 'ZeroPadding2D',
  title: 'ZeroPadding2D',
  category: 'reshaping',
  icon: 'zero-padding-2d',
  docs: 'Puts rows and columns of zeros around a picture.',
  guide: {
    when: 'Before a Conv2D, to say exactly how far its windows reach over the border.',
    shape: 'Height grows by top and bottom, width by left and right; channels stay.',
    keywords: ['image', 'border', 'margin'],
    example: {
      inputs: [[28, 28, 1]],
      params: {
        padding: [
          [2, 2],
          [2, 2],
        ],
      },
      output: [32, 32, 1],
    },
  },
  params: {
    padding: sides(
      'Padding',
      [
        [1, 1],
        [1, 1],
      ],
      { help: 'Rows at the top and bottom, then columns at the left and right.' },
    ),
  },
  kerasFixed: { data_format: 'channels_last' },
  summary: ({ padding }) => sidesSummary(padding),
  infer: ({ padding }, [input]) => inferSides('ZeroPadding2D', input!, padding, 1),
  forward({ tf }, { padding: [rows, columns] }, [input]) {
    return { tensor: tf.pad(input!.tensor, [[0, 0], [...rows], [...columns], [0, 0]]), mask: null };
  },
  toPyTorch: ({ padding }) => ({
    layout: 'any',
    forward: ({ x, layout }) => padded(x, layout === 'first' ? padding : [...padding, [0, 0]]),
  }),
});
