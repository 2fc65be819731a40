import { transformPictures } from './affine-transform.ts';
import {
  augmentationFixed,
  drawForPictures,
  factorText,
  fillingParams,
  fillText,
  inferAugmented,
  rangeOf,
} from './augmentation.ts';
import { defineBlock } from './define-block.ts';
import { zoomedInPyTorch } from './pytorch-augmentation.ts';
import { factor, optionalFactor } from './range-params.ts';

/** In training, each picture larger or smaller about its center, cut or filled to the same size. */
export const randomZoom = defineBlock({
  type: 'RandomZoom',
  title: 'RandomZoom',
  category: 'augmentation',
  icon: 'random-zoom',
  docs: 'Shows every picture nearer or farther while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of pictures whose objects come in many sizes, or are seen from near and far.',
    shape: 'The shape stays as it is: what no longer fits is cut off, what is missing is filled.',
    keywords: ['image', 'augmentation', 'scale', 'size', 'overfitting', 'torchvision', 'RandomAffine'],
    example: { inputs: [[64, 64, 3]], params: { heightFactor: [-0.3, 0] }, output: [64, 64, 3] },
  },
  params: {
    heightFactor: factor('Height factor', 0.2, {
      above: -1,
      max: 1,
      help: 'Above 0 shows more of a picture, and so all in it smaller; below 0 less, and larger: -0.5 makes it twice as high.',
    }),
    widthFactor: optionalFactor('Width factor', {
      above: -1,
      max: 1,
      whenNull: 'as height',
      help: 'Left empty, width goes with height, so that nothing is stretched.',
    }),
    ...fillingParams,
  },
  kerasFixed: augmentationFixed,
  summary({ heightFactor, widthFactor, ...filling }) {
    const height = factorText(heightFactor, 100, ' %');
    if (widthFactor === null) return [height, fillText(filling)];
    return [`↕ ${height}`, `↔ ${factorText(widthFactor, 100, ' %')}`, fillText(filling)];
  },
  infer: (_params, [input]) => inferAugmented('RandomZoom', input!),
  forward(context, { heightFactor, widthFactor, ...filling }, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const centers = { width: (tensor.shape[2]! - 1) / 2, height: (tensor.shape[1]! - 1) / 2 };
    const height = tf.add(drawForPictures(context, tensor, rangeOf(heightFactor)), 1);
    const width = widthFactor === null ? height : tf.add(drawForPictures(context, tensor, rangeOf(widthFactor)), 1);
    const column = { x: width, y: 0, plus: tf.mul(tf.sub(1, width), centers.width) } as const;
    const row = { x: 0, y: height, plus: tf.mul(tf.sub(1, height), centers.height) } as const;
    return { tensor: transformPictures(tf, tensor, { column, row }, filling), mask: null };
  },
  toPyTorch: (params) => zoomedInPyTorch(params),
});
