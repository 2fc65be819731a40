import { defineSpatialDropout } from './spatial-dropout.ts';

/** Dropout of whole channels of a picture. */
export const spatialDropout2d = defineSpatialDropout({
  type: 'SpatialDropout2D',
  icon: 'spatial-dropout-2d',
  form: 'height×width×channels',
  docs: 'Blanks out whole channels of a picture while training.',
  guide: {
    when: 'In place of Dropout between Conv2D blocks, where neighbouring points are so alike that single numbers would be guessed from them.',
    shape: 'The shape stays as it is.',
    keywords: ['image', 'overfitting', 'regularization'],
    example: { inputs: [[26, 26, 32]], params: { rate: 0.2 }, output: [26, 26, 32] },
  },
  kerasFixed: { seed: null, data_format: 'channels_last' },
});
