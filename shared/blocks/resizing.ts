import { defineBlock } from './define-block.ts';
import { choice, int } from './params.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { interpolations, resizedInPyTorch, resizePictures } from './resample.ts';

/** A picture in another height and width, whatever those were before. */
export const resizing = defineBlock({
  type: 'Resizing',
  title: 'Resizing',
  category: 'reshaping',
  icon: 'resizing',
  docs: 'Brings a picture to a height and width of your choice, stretched if need be.',
  guide: {
    when: 'Right behind an Input whose pictures are larger than the network needs.',
    shape: 'Height and width become those set; channels stay.',
    keywords: ['image', 'preprocessing', 'scale', 'interpolation'],
    example: { inputs: [[480, 640, 3]], params: { height: 224, width: 224 }, output: [224, 224, 3] },
  },
  params: {
    height: int('Height', 32, { min: 1 }),
    width: int('Width', 32, { min: 1 }),
    interpolation: choice('Interpolation', interpolations, 'bilinear', {
      help: 'nearest takes the number that lies nearest; bilinear passes smoothly from one to the next.',
    }),
  },
  kerasFixed: {
    crop_to_aspect_ratio: false,
    pad_to_aspect_ratio: false,
    fill_mode: 'constant',
    fill_value: 0,
    antialias: false,
    data_format: 'channels_last',
  },
  summary: ({ height, width, interpolation }) => [`${height}×${width}`, interpolation],
  infer({ height, width }, [input]) {
    const wrong = requireRank('Resizing', input!, 'height×width×channels') ?? requireNumbers('Resizing', input!);
    return wrong ?? { shape: [height, width, input!.shape[2]!], dtype: 'float32', masked: false };
  },
  forward: ({ tf }, { height, width, interpolation }, [input]) => ({
    tensor: resizePictures(tf, input!.tensor, [height, width], interpolation),
    mask: null,
  }),
  toPyTorch: ({ height, width, interpolation }) => ({
    layout: 'first',
    forward: ({ x }) => resizedInPyTorch(x, `size=(${height}, ${width})`, interpolation),
  }),
});
