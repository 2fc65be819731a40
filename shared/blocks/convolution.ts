import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { phrases } from '../messages/phrases.ts';
import { isProblem, type ProblemText, problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { type ActivationName, activationNames, activations } from './activations.ts';
import {
  type ForwardContext,
  sizeOf,
  type TensorSpec,
  type Tfjs,
  type Value,
  type WeightSpec,
} from './define-block.ts';
import { biasInitializers, glorotUniform, kernelInitializers, zeros } from './initializers.ts';
import {
  type ComponentValue,
  choice,
  component,
  componentValue,
  flag,
  int,
  optionalComponent,
  pair,
} from './params.ts';
import { activityPenalty, regularizers } from './regularizers.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { trainable } from './weight-specs.ts';
import {
  asPicture,
  formOf,
  type Padding,
  type Pair,
  paddings,
  reachOf,
  type Sizes,
  sizesOf,
  windowPositions,
} from './window.ts';

/** How many channels a convolution gives. */
export const filters = int('Filters', 32, {
  min: 1,
  help: 'How many patterns it looks for; each gives one channel.',
});

/** The window of a convolution over height and width. */
export const pictureWindow = {
  kernelSize: pair('Kernel size', [3, 3], { min: 1, help: 'Height and width of the window.' }),
  strides: pair('Strides', [1, 1], { min: 1, help: 'How far the window moves at each step.' }),
  padding: choice('Padding', paddings, 'valid', {
    help: 'valid keeps inside the picture; same adds zeros around it.',
  }),
} as const;

/** How far the points of a window over height and width are apart. */
export const pictureDilation = pair('Dilation rate', [1, 1], {
  min: 1,
  group: 'advanced',
  help: 'Distance between the points of the window.',
});

/** Into how many groups of channels a convolution is split. */
export const groups = int('Groups', 1, {
  min: 1,
  group: 'advanced',
  help: 'Channels are split into groups that do not see each other.',
});

/** What is done with each number of a convolution. */
export const numberParams = {
  activation: choice('Activation', activationNames, 'linear'),
  useBias: flag('Use bias', true),
} as const;

/** What the numbers of a bias start from. */
export const biasInitializer = component('Bias initializer', biasInitializers, componentValue(zeros), {
  group: 'initializers',
});

/** What the numbers of a kernel start from. */
export function kernelInitializer(label: string) {
  return component(label, kernelInitializers, componentValue(glorotUniform), { group: 'initializers' });
}

/** A penalty on a weight or on the output. */
export function penalty(label: string) {
  return optionalComponent(label, regularizers, { group: 'penalties' });
}

/** Starts and penalties of a convolution with one kernel. */
export const kernelParams = {
  kernelInitializer: kernelInitializer('Kernel initializer'),
  biasInitializer,
  kernelRegularizer: penalty('Kernel regularizer'),
  biasRegularizer: penalty('Bias regularizer'),
  activityRegularizer: penalty('Activity regularizer'),
} as const;

/** Keras arguments of convolutions with one kernel that are no params here. */
export const kernelFixed = { data_format: 'channels_last', kernel_constraint: null, bias_constraint: null } as const;

/** How the window of a convolution moves. */
export interface WindowParams {
  readonly kernelSize: Sizes;
  readonly strides: Sizes;
  readonly dilationRate: Sizes;
  readonly padding: Padding;
}

/** The same over height and width. */
export interface PictureWindowParams extends WindowParams {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly dilationRate: Pair;
  readonly padding: (typeof paddings)[number];
}

/** What is done with the numbers that a kernel gives. */
export interface FinishParams {
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly biasInitializer: ComponentValue;
  readonly biasRegularizer: ComponentValue | null;
  readonly activityRegularizer: ComponentValue | null;
}

/** What a convolution with one kernel is set by. */
export interface KernelConvolution extends WindowParams, FinishParams {
  readonly filters: number;
  readonly groups: number;
  readonly kernelInitializer: ComponentValue;
  readonly kernelRegularizer: ComponentValue | null;
}

/** The problem that an input is not what a window moves over, or that the window's steps contradict each other. */
export function refuseConvolution(
  type: string,
  { kernelSize, strides, dilationRate }: Omit<WindowParams, 'padding'>,
  input: TensorSpec,
): ProblemText | null {
  const wrong = requireRank(type, input, formOf(kernelSize)) ?? requireNumbers(type, input);
  if (wrong) return wrong;
  if (Math.max(...sizesOf(strides)) === 1 || Math.max(...sizesOf(dilationRate)) === 1) return null;
  const received = { strides: sizesOf(strides).join('×'), dilation: sizesOf(dilationRate).join('×') };
  return problem('strides-with-dilation', { type, ...received });
}

/** What a window over an input that `refuseConvolution` accepts gives: so many channels at each of its positions, or a problem. */
export function slideWindow(
  type: string,
  { kernelSize, strides, dilationRate, padding }: WindowParams,
  { shape }: TensorSpec,
  channels: number,
): TensorSpec | ProblemText {
  const window = { size: kernelSize, strides, dilation: dilationRate, padding };
  const positions = windowPositions(type, shape.slice(0, -1), window);
  return isProblem(positions) ? positions : { shape: [...positions, channels], dtype: 'float32', masked: false };
}

/** What a convolution with one kernel gives for an input, or a problem. */
export function inferConvolution(type: string, params: KernelConvolution, input: TensorSpec): TensorSpec | ProblemText {
  const refused = refuseConvolution(type, params, input);
  if (refused) return refused;
  const channels = input.shape.at(-1)!;
  if (channels % params.groups !== 0 || params.filters % params.groups !== 0) {
    const received = say(phrases['channels-and-filters'], { channels, filters: params.filters });
    return problem('groups-uneven', { type, groups: params.groups, received }, 'groups');
  }
  return slideWindow(type, params, input, params.filters);
}

/** Its kernel and bias. */
export function weightsOfConvolution(params: KernelConvolution, { shape }: TensorSpec): readonly WeightSpec[] {
  const kernelShape = [...sizesOf(params.kernelSize), shape.at(-1)! / params.groups, params.filters];
  return [
    trainable('kernel', kernelShape, params.kernelInitializer, params.kernelRegularizer),
    ...biasOf(params, params.filters),
  ];
}

/** The bias of a convolution, if it has one. */
export function biasOf(params: FinishParams, channels: number): readonly WeightSpec[] {
  return params.useBias ? [trainable('bias', [channels], params.biasInitializer, params.biasRegularizer)] : [];
}

/** Its multiply-adds, for an input that `inferConvolution` accepts. */
export function multiplyAddsOfConvolution(params: KernelConvolution, input: TensorSpec): number {
  const output = slideWindow('', params, input, params.filters);
  if (isProblem(output)) return 0;
  return (sizeOf(output.shape) * sizeOf(sizesOf(params.kernelSize)) * input.shape.at(-1)!) / params.groups;
}

/** `activation(window · kernel + bias)` at every position of the window. */
export function computeConvolution(
  context: ForwardContext,
  params: KernelConvolution,
  input: Value,
  { kernel, bias }: Readonly<Record<string, Tensor>>,
): Value {
  const product = convolveInGroups(context.tf, params, input.tensor, kernel!);
  return finishConvolution(context, params, product, bias);
}

/** Adds the bias, applies the activation and counts the penalty on the output. No convolution of Keras hands on a mask. */
export function finishConvolution(
  { tf, addLoss }: ForwardContext,
  { activation, activityRegularizer }: Pick<FinishParams, 'activation' | 'activityRegularizer'>,
  product: Tensor,
  bias: Tensor | undefined,
): Value {
  const y = activations[activation](tf, bias ? tf.add(product, bias) : product);
  if (activityRegularizer) addLoss(activityPenalty(tf, activityRegularizer, y));
  return { tensor: y, mask: null };
}

function convolveInGroups(
  tf: Tfjs,
  { kernelSize, strides, dilationRate, padding, groups: count }: WindowParams & { readonly groups: number },
  given: Tensor,
  kernel: Tensor,
): Tensor {
  // A sequence is a picture of height 1.
  const isSequence = typeof kernelSize === 'number';
  const [before] = reachOf({ size: kernelSize, dilation: dilationRate }).map((reach) => reach - 1);
  const around: [number, number][] = [
    [0, 0],
    [before!, 0],
    [0, 0],
  ];
  const x = padding === 'causal' ? tf.pad(given, around) : given;
  const picture = isSequence ? tf.expandDims(x, 1) : x;
  const window = isSequence ? tf.expandDims(kernel, 0) : kernel;
  const convolve = (part: Tensor, filter: Tensor): Tensor =>
    tf.conv2d(
      part as Tensor4D,
      filter as Tensor4D,
      asPicture(strides),
      padding === 'same' ? 'same' : 'valid',
      'NHWC',
      asPicture(dilationRate),
    );
  const product =
    count === 1
      ? convolve(picture, window)
      : tf.concat(zip(tf.split(picture, count, 3), tf.split(window, count, 3), convolve), 3);
  return isSequence ? tf.squeeze(product, [1]) : product;
}

function zip(
  xs: readonly Tensor[],
  kernels: readonly Tensor[],
  combine: (x: Tensor, kernel: Tensor) => Tensor,
): Tensor[] {
  return xs.map((x, index) => combine(x, kernels[index]!));
}

/** The card of a convolution: filters, window and activation. */
export function summarizeConvolution({
  filters: count,
  kernelSize,
  activation,
}: {
  readonly filters: number;
  readonly kernelSize: Sizes;
  readonly activation: ActivationName;
}): readonly string[] {
  return [`${count} ${count === 1 ? 'filter' : 'filters'}`, sizesOf(kernelSize).join('×'), activation];
}
