import { defineSpatialDropout } from './spatial-dropout.ts';

/** Dropout of whole features, at all steps of a sequence. */
export const spatialDropout1d = defineSpatialDropout({
  type: 'SpatialDropout1D',
  icon: 'spatial-dropout-1d',
  form: 'steps×channels',
  docs: 'Blanks out whole features of a sequence while training, each at all steps.',
  guide: {
    when: 'In place of Dropout where neighbouring steps are so alike that single numbers would be guessed from them, as behind an Embedding.',
    shape: 'The shape stays as it is.',
    keywords: ['overfitting', 'text', 'regularization'],
    example: { inputs: [[200, 32]], params: { rate: 0.2 }, output: [200, 32] },
  },
  kerasFixed: { seed: null },
});
