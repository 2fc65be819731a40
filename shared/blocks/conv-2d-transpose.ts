import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';
import {
  biasOf,
  type FinishParams,
  filters,
  finishConvolution,
  kernelFixed,
  kernelParams,
  numberParams,
  type PictureWindowParams,
  pictureDilation,
  pictureWindow,
  refuseConvolution,
  summarizeConvolution,
} from './convolution.ts';
import { defineBlock, sizeOf, type TensorSpec, type Tfjs } from './define-block.ts';
import type { KerasLayer } from './keras-form.ts';
import { choice, optionalPair, pair } from './params.ts';
import { transposedInPyTorch } from './pytorch-convolution.ts';
import { spreadKernel } from './spread-kernel.ts';
import { trainable } from './weight-specs.ts';
import { type Pair, paddings, reachOf } from './window.ts';

/** A convolution the other way round: each point of the input adds a window, times its numbers, to the output. */
export const conv2dTranspose = defineBlock({
  type: 'Conv2DTranspose',
  title: 'Conv2DTranspose',
  category: 'convolution',
  icon: 'conv-2d-transpose',
  docs: 'Turns a Conv2D around: every point of the picture paints a small window, so that with strides the picture gets larger.',
  guide: {
    when: 'Where a network draws pictures, as in the second half of an autoencoder or in a segmentation. UpSampling2D and a Conv2D do the same with fewer chequered traces.',
    shape:
      'With padding same height and width are multiplied by the strides, and channels become the number of filters.',
    keywords: ['image', 'deconvolution', 'decoder', 'generator', 'segmentation', 'upsampling'],
    example: {
      inputs: [[7, 7, 64]],
      params: { filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: 'same' },
      output: [14, 14, 32],
    },
  },
  params: {
    filters,
    ...pictureWindow,
    strides: pair('Strides', [1, 1], { min: 1, help: 'How many times as high and wide the picture gets.' }),
    padding: choice('Padding', paddings, 'valid', {
      help: 'valid keeps all that windows reach; same cuts it to the size of the input times the strides.',
    }),
    outputPadding: optionalPair('Output padding', {
      min: 0,
      whenNull: 'as strides ask',
      group: 'advanced',
      help: 'Rows and columns added at the end, for an exact size; less than the strides.',
    }),
    dilationRate: pictureDilation,
    ...numberParams,
    ...kernelParams,
  },
  kerasFixed: kernelFixed,
  summary: summarizeConvolution,
  infer: (params, [input]) => refuseConvolution('Conv2DTranspose', params, input!) ?? inferTransposed(params, input!),
  weights: (params, [input]) => [
    trainable(
      'kernel',
      [...params.kernelSize, params.filters, input!.shape[2]!],
      params.kernelInitializer,
      params.kernelRegularizer,
    ),
    ...biasOf(params, params.filters),
  ],
  multiplyAdds: ({ kernelSize, filters: count }, [input]) => sizeOf(input!.shape) * sizeOf(kernelSize) * count,
  forward: (context, params, [input], { kernel, bias }) =>
    finishConvolution(context, params, paint(context.tf, params, input!.tensor, kernel as Tensor4D), bias),
  toPyTorch(params, [input]) {
    const [size, start] = [sizesOfOutput(params, input!.shape), startOfOutput(params)];
    return transposedInPyTorch(params, input!, { size, start });
  },
});

interface Params extends PictureWindowParams, FinishParams {
  readonly filters: number;
  readonly outputPadding: Pair | null;
}

/** Height and width of the output, as Keras's backends have them. */
function sizesOfOutput(params: Params, input: readonly number[]): Pair {
  const { padding, outputPadding, strides } = params;
  const reaches = reachOf({ size: params.kernelSize, dilation: params.dilationRate });
  const along = (axis: 0 | 1): number => {
    const [size, stride, reach] = [input[axis]!, strides[axis], reaches[axis]!];
    const added = outputPadding?.[axis];
    if (padding === 'valid') return (size - 1) * stride + reach + (added ?? Math.max(stride - reach, 0));
    return added === undefined ? size * stride : (size - 1) * stride + (reach % 2) + added;
  };
  return [along(0), along(1)];
}

function inferTransposed(params: Params, { shape }: TensorSpec): TensorSpec | ProblemText {
  const { outputPadding, strides } = params;
  if (outputPadding?.some((added, axis) => added >= strides[axis]!)) {
    const received = { outputPadding: outputPadding.join('×'), strides: strides.join('×') };
    return problem('output-padding-too-large', { type: 'Conv2DTranspose', ...received }, 'outputPadding');
  }
  const sizes = sizesOfOutput(params, shape);
  if (sizes.some((size) => size < 1)) {
    return problem('output-empty', { type: 'Conv2DTranspose', received: shapeWords(sizes) }, 'outputPadding');
  }
  return { shape: [...sizes, params.filters], dtype: 'float32', masked: false };
}

type WindowsOfOutput = Pick<Params, 'kernelSize' | 'strides' | 'padding' | 'outputPadding' | 'dilationRate'>;

/** Where the output of Keras's layer begins in what all its windows reach. */
export function beginningOfTranspose(config: KerasLayer['config']): Pair {
  return startOfOutput({
    kernelSize: config.kernel_size as Pair,
    strides: config.strides as Pair,
    padding: config.padding as Params['padding'],
    outputPadding: config.output_padding as Pair | null,
    dilationRate: config.dilation_rate as Pair,
  });
}

/** Where the output begins in what all windows reach. */
function startOfOutput({ padding, outputPadding, ...window }: WindowsOfOutput): Pair {
  const reaches = reachOf({ size: window.kernelSize, dilation: window.dilationRate });
  const along = (axis: 0 | 1): number => {
    const reach = reaches[axis]!;
    if (padding === 'valid') return 0;
    const added = outputPadding?.[axis];
    if (added === undefined) return Math.floor(Math.max(reach - window.strides[axis], 0) / 2);
    // Keras cuts this at places of its own. The output may also end after all windows.
    return Math.max(reach - 1 - Math.ceil((reach + (reach % 2) - 2 + added) / 2), 0);
  };
  return [along(0), along(1)];
}

/** What all windows add up to, cut to the output. */
function paint(tf: Tfjs, params: Params, input: Tensor, kernel: Tensor4D): Tensor {
  const { strides, padding, outputPadding, filters: count } = params;
  const window = spreadKernel(tf, kernel, params.dilationRate);
  const [batch, ...places] = input.shape as [number, number, number, number];
  const [height, width] = sizesOfOutput(params, places);
  const paintWindows = (high: number, wide: number, pad: Params['padding']): Tensor4D =>
    tf.conv2dTranspose(input as Tensor4D, window, [batch, high, wide, count], [...strides], pad);
  if (padding === 'valid' || outputPadding === null) return paintWindows(height, width, padding);
  const [top, left] = startOfOutput(params);
  const whole = (axis: 0 | 1, end: number): number =>
    Math.max((places[axis] - 1) * strides[axis] + window.shape[axis], end);
  const painted = paintWindows(whole(0, top + height), whole(1, left + width), 'valid');
  return tf.slice(painted, [0, top, left, 0], [batch, height, width, count]);
}
