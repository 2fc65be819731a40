import { defineSpatialDropout } from './spatial-dropout.ts';

/** Dropout of whole features, at all steps of a sequence. */
export const spatialDropout1d = defineSpatialDropout({
  type: 'SpatialDropout1D',
  icon: 'spatial-dropout-1d',
  form: 'steps×channels',
  docs: 'Blanks out whole features of a sequence while training, each at all steps. Use it in place of Dropout where neighbouring steps are so alike that single numbers would be guessed from them, as behind an Embedding.',
  kerasFixed: { seed: null },
});
