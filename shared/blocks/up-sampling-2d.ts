import { defineBlock } from './define-block.ts';
import { choice, pair } from './params.ts';
import { sizeText } from './pytorch-form.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { interpolations, repeatAlong, resizedInPyTorch, resizePictures } from './resample.ts';

/** A picture several times as high and wide. */
export const upSampling2d = defineBlock({
  type: 'UpSampling2D',
  title: 'UpSampling2D',
  category: 'reshaping',
  icon: 'up-sampling-2d',
  docs: 'Makes a picture larger by repeating its rows and columns, or by filling in between them.',
  guide: {
    when: 'Where a network draws pictures, as in the second half of an autoencoder. A Conv2D behind it adds what it learns.',
    shape: 'Height and width are multiplied by the size; channels stay.',
    keywords: ['image', 'decoder', 'generator', 'upscale', 'U-Net'],
    example: { inputs: [[7, 7, 64]], output: [14, 14, 64] },
  },
  params: {
    size: pair('Size', [2, 2], { min: 1, help: 'How many times as high and wide.' }),
    interpolation: choice('Interpolation', interpolations, 'nearest', {
      help: 'nearest repeats numbers; bilinear passes smoothly from one to the next.',
    }),
  },
  kerasFixed: { data_format: 'channels_last' },
  summary: ({ size, interpolation }) => [`${size.join('×')} times`, interpolation],
  infer({ size }, [input]) {
    const wrong =
      requireRank('UpSampling2D', input!, 'height×width×channels') ?? requireNumbers('UpSampling2D', input!);
    if (wrong) return wrong;
    const [height, width, channels] = input!.shape as readonly [number, number, number];
    return { shape: [height * size[0], width * size[1], channels], dtype: 'float32', masked: false };
  },
  forward({ tf }, { size: [down, right], interpolation }, [input]) {
    const x = input!.tensor;
    const [, height, width] = x.shape as [number, number, number, number];
    const tensor =
      interpolation === 'nearest'
        ? repeatAlong(tf, repeatAlong(tf, x, 1, down), 2, right)
        : resizePictures(tf, x, [height * down, width * right], interpolation);
    return { tensor, mask: null };
  },
  toPyTorch: ({ size, interpolation }) => ({
    layout: 'first',
    forward: ({ x }) => resizedInPyTorch(x, `scale_factor=${sizeText(size)}`, interpolation),
  }),
});
