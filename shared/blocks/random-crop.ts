import type { Tensor } from '@tensorflow/tfjs-core';
import { isProblem, problem, shapeWords } from '../messages/problem.ts';
import { augmentationFixed, inferAugmented } from './augmentation.ts';
import { defineBlock, type ForwardContext, type Tfjs } from './define-block.ts';
import { int } from './params.ts';
import { croppedInPyTorch, type PictureWindow } from './pytorch-augmentation.ts';
import { resizePictures } from './resample.ts';

type Size = readonly [height: number, width: number];

/** Whether there is a place to be drawn; Keras wants room in both directions. */
function hasRoom([givenHeight, givenWidth]: Size, [height, width]: Size): boolean {
  return givenHeight > height && givenWidth > width;
}

/** The largest window in the middle of a picture that has the proportions of a size: its first row and column, and how large it is. */
export function windowLike([givenHeight, givenWidth]: Size, [height, width]: Size): PictureWindow {
  const windowHeight = Math.max(1, Math.min(givenHeight, Math.trunc((givenWidth * height) / width)));
  const windowWidth = Math.max(1, Math.min(givenWidth, Math.trunc((givenHeight * width) / height)));
  return {
    top: Math.trunc((givenHeight - windowHeight) / 2),
    left: Math.trunc((givenWidth - windowWidth) / 2),
    height: windowHeight,
    width: windowWidth,
  };
}

/** A part of all pictures whose first row or column is drawn. */
function cutAlong({ tf, uniform }: ForwardContext, x: Tensor, axis: 1 | 2, size: number): Tensor {
  const first = tf.floor(tf.mul(uniform([]), x.shape[axis]! - size + 1));
  const others = tf.tensor1d(
    Int32Array.from({ length: size }, (_, at) => at),
    'int32',
  );
  return tf.gather(x, tf.add(tf.cast(first, 'int32'), others) as never, axis);
}

/** The largest window in the middle with the proportions of a size, brought to that size. */
function windowResized(tf: Tfjs, x: Tensor, size: Size): Tensor {
  const [batch, givenHeight, givenWidth, channels] = x.shape as [number, number, number, number];
  const { top, left, height, width } = windowLike([givenHeight, givenWidth], size);
  return resizePictures(tf, tf.slice(x, [0, top, left, 0], [batch, height, width, channels]), size, 'bilinear');
}

/**
 * In training, a part of the pictures from anywhere in them; in use, as much of the middle as has the same proportions, in the same size. As in
 * Keras, all pictures of a batch are cut at one place, and a picture with no room to spare in one of the directions in the middle.
 */
export const randomCrop = defineBlock({
  type: 'RandomCrop',
  title: 'RandomCrop',
  category: 'augmentation',
  icon: 'random-crop',
  docs: 'Cuts pictures to a size, in training anywhere, drawn anew for each batch. In use it takes the middle and scales it to that size.',
  guide: {
    when: 'Behind an Input of pictures that are a little larger than the network needs, so that objects lie elsewhere each time.',
    shape: 'Height and width become those set, which must not be larger than the pictures; channels stay.',
    keywords: ['image', 'augmentation', 'cut', 'window', 'overfitting', 'torchvision', 'CenterCrop'],
    example: { inputs: [[32, 32, 3]], params: { height: 28, width: 28 }, output: [28, 28, 3] },
  },
  params: {
    height: int('Height', 24, { min: 1 }),
    width: int('Width', 24, { min: 1 }),
  },
  kerasFixed: augmentationFixed,
  summary: ({ height, width }) => [`${height}×${width}`],
  infer({ height, width }, [input]) {
    const given = inferAugmented('RandomCrop', input!);
    if (isProblem(given)) return given;
    const [givenHeight, givenWidth, channels] = given.shape as readonly [number, number, number];
    if (height <= givenHeight && width <= givenWidth) {
      return { shape: [height, width, channels], dtype: 'float32', masked: false };
    }
    const values = { type: 'RandomCrop', received: shapeWords([givenHeight, givenWidth]) };
    return problem(
      'crop-too-large',
      { ...values, size: `${height}×${width}` },
      height > givenHeight ? 'height' : 'width',
    );
  },
  forward(context, { height, width }, [input]) {
    const { tensor } = input!;
    const [, givenHeight, givenWidth] = tensor.shape as [number, number, number, number];
    const isDrawn = context.training && hasRoom([givenHeight, givenWidth], [height, width]);
    return {
      tensor: isDrawn
        ? cutAlong(context, cutAlong(context, tensor, 1, height), 2, width)
        : windowResized(context.tf, tensor, [height, width]),
      mask: null,
    };
  },
  /**
   * By its documentation, RandomCrop of Keras does in use what this block does. In fact that of 3.15 does nothing then, and the layers after it
   * fail (https://github.com/keras-team/keras/issues/21868). The Resizing behind it does that part; in training it finds nothing to do.
   */
  toKeras({ height, width }) {
    const crop = { height, width, ...augmentationFixed, name: 'random_crop' };
    const resize = {
      ...{ height, width, interpolation: 'bilinear', crop_to_aspect_ratio: true, pad_to_aspect_ratio: false },
      ...{ fill_mode: 'constant', fill_value: 0, antialias: false, data_format: 'channels_last', name: 'resizing' },
    };
    return {
      module: 'keras',
      className: 'Sequential',
      config: {
        layers: [
          { module: 'keras.layers', className: 'RandomCrop', config: crop },
          { module: 'keras.layers', className: 'Resizing', config: resize },
        ],
      },
    };
  },
  toPyTorch({ height, width }, [input]) {
    const [givenHeight, givenWidth] = input!.shape as readonly [number, number, number];
    const window = windowLike([givenHeight, givenWidth], [height, width]);
    return croppedInPyTorch([height, width], window, hasRoom([givenHeight, givenWidth], [height, width]));
  },
});
