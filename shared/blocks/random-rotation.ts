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
import { rotatedInPyTorch } from './pytorch-augmentation.ts';
import { factor } from './range-params.ts';
import { cosineAndSine } from './turns.ts';

/** In training, each picture turned about its center by an angle of its own. */
export const randomRotation = defineBlock({
  type: 'RandomRotation',
  title: 'RandomRotation',
  category: 'augmentation',
  icon: 'random-rotation',
  docs: 'Turns every picture by an angle of its own while training, drawn anew each time. In use it does nothing.',
  guide: {
    when: 'Behind an Input of pictures that may be seen from any side a little turned. Small angles fit nearly all of them; whole turns only what has no upper side, as in a microscope.',
    shape: 'The shape stays as it is.',
    keywords: ['image', 'augmentation', 'turn', 'angle', 'overfitting', 'torchvision'],
    example: { inputs: [[28, 28, 1]], params: { factor: 0.05 }, output: [28, 28, 1] },
  },
  params: {
    factor: factor('Factor', 0.1, {
      min: -1,
      max: 1,
      help: 'Parts of a whole turn: 0.1 is up to 36° either way, -0.1, 0.25 from 36° clockwise to 90° the other way.',
    }),
    ...fillingParams,
  },
  kerasFixed: augmentationFixed,
  summary: (params) => [factorText(params.factor, 360, '°'), fillText(params)],
  infer: (_params, [input]) => inferAugmented('RandomRotation', input!),
  forward(context, params, [input]) {
    const { tensor } = input!;
    if (!context.training) return { tensor, mask: null };
    const { tf } = context;
    const [centerX, centerY] = [(tensor.shape[2]! - 1) / 2, (tensor.shape[1]! - 1) / 2];
    const turns = drawForPictures(context, tensor, rangeOf(params.factor));
    const [cos, sin] = cosineAndSine(tf, turns);
    const column = {
      x: cos,
      y: tf.neg(sin),
      plus: tf.add(tf.sub(centerX, tf.mul(cos, centerX)), tf.mul(sin, centerY)),
    };
    const row = {
      x: sin,
      y: cos,
      plus: tf.sub(tf.sub(centerY, tf.mul(sin, centerX)), tf.mul(cos, centerY)),
    };
    return { tensor: transformPictures(tf, tensor, { column, row }, params), mask: null };
  },
  toPyTorch: (params) => rotatedInPyTorch(params),
});
