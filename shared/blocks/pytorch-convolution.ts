import type { ActivationName } from './activations.ts';
import type { TensorSpec } from './define-block.ts';
import type { ComponentValue } from './params.ts';
import { activated, activationHelpers } from './pytorch-activations.ts';
import {
  type Around,
  argument,
  type PyTorchCall,
  type PyTorchForm,
  type PyTorchResult,
  type PyTorchWeight,
  padded,
  resultOf,
  sizeText,
  truth,
} from './pytorch-form.ts';
import { type Padding, type Pair, paddingOf, reachOf, type Sizes, sizesOf } from './window.ts';

interface WindowParams {
  readonly kernelSize: Sizes;
  readonly strides: Sizes;
  readonly dilationRate: Sizes;
  readonly padding: Padding;
}

interface FinishParams {
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly activityRegularizer: ComponentValue | null;
}

/** How the window moves, as arguments, and what has to be put around the input before. */
interface PyTorchWindow {
  readonly args: readonly string[];
  readonly around: Around;
}

function windowInPyTorch(
  { kernelSize, strides, dilationRate, padding }: WindowParams,
  input: TensorSpec,
): PyTorchWindow {
  const [steps, distances] = [sizesOf(strides), sizesOf(dilationRate)];
  const reaches = reachOf({ size: kernelSize, dilation: dilationRate });
  const around: Around = reaches.map((reach, axis) => {
    if (padding === 'valid') return [0, 0];
    return padding === 'causal' ? [reach - 1, 0] : paddingOf(input.shape[axis]!, reach, steps[axis]!);
  });
  const isByStep = padding === 'same' && steps.every((step) => step === 1);
  const isEven = around.every(([before, after]) => before === after);
  const zeros = isEven ? sizeText(around.map(([before]) => before)) : '0';
  return {
    args: [
      ...argument('stride', sizeText(steps), '1'),
      ...(isByStep ? ['padding="same"'] : argument('padding', zeros, '0')),
      ...argument('dilation', sizeText(distances), '1'),
    ],
    around: isByStep || isEven ? [] : around,
  };
}

/** The name of a layer for this many dimensions, and its first arguments. */
function layerOf(name: string, inputs: number, outputs: number, kernelSize: Sizes) {
  const sizes = sizesOf(kernelSize);
  return { call: `nn.${name}${sizes.length}d`, args: [`${inputs}`, `${outputs}`, `kernel_size=${sizeText(sizes)}`] };
}

/** Kernels lie [..., in, out] in Keras and [out, in, ...] in PyTorch. */
function kernelOf(weight: string, sizes: readonly number[], inputs: number, outputs: number): PyTorchWeight {
  const last = sizes.length;
  const permute = [last + 1, last, ...sizes.keys()];
  return { weight, attribute: 'weight', permute, shape: [outputs, inputs, ...sizes] };
}

function biasOf({ useBias }: FinishParams, channels: number): readonly PyTorchWeight[] {
  return useBias ? [{ weight: 'bias', attribute: 'bias', shape: [channels] }] : [];
}

/** What all convolutions have in common once their layers are made. */
function finished(
  { activation, activityRegularizer }: FinishParams,
  product: (call: PyTorchCall) => string | PyTorchResult,
): PyTorchForm {
  return {
    layout: 'first',
    helpers: activationHelpers(activation),
    activity: { regularizer: activityRegularizer },
    forward(call) {
      const { before, value } = resultOf(product(call));
      return { before, value: activated(activation, value, 1) };
    },
  };
}

/** Conv1D or Conv2D in PyTorch. */
export function convolutionInPyTorch(
  params: WindowParams & FinishParams & { readonly filters: number; readonly groups: number },
  input: TensorSpec,
): PyTorchForm {
  const channels = input.shape.at(-1)!;
  const window = windowInPyTorch(params, input);
  const { call, args } = layerOf('Conv', channels, params.filters, params.kernelSize);
  const others = [...argument('groups', `${params.groups}`, '1'), ...argument('bias', truth(params.useBias), 'True')];
  return {
    ...finished(params, ({ self, x }) => `${self()}(${padded(x, window.around)})`),
    members: [{ call, args: [...args, ...window.args, ...others] }],
    weights: [
      kernelOf('kernel', sizesOf(params.kernelSize), channels / params.groups, params.filters),
      ...biasOf(params, params.filters),
    ],
  };
}

type DepthwiseParams = WindowParams & FinishParams & { readonly depthMultiplier: number };

/** Each channel by itself: as many groups as channels. */
function depthwiseLayer(params: DepthwiseParams, input: TensorSpec, weight: string) {
  const channels = input.shape.at(-1)!;
  const sizes = sizesOf(params.kernelSize);
  const outputs = channels * params.depthMultiplier;
  const { call, args } = layerOf('Conv', channels, outputs, params.kernelSize);
  const window = windowInPyTorch(params, input);
  const kernel: PyTorchWeight = { weight, attribute: 'weight', permute: [2, 3, 0, 1], shape: [outputs, 1, ...sizes] };
  return { call, args: [...args, ...window.args, `groups=${channels}`], around: window.around, outputs, kernel };
}

/** DepthwiseConv2D in PyTorch. */
export function depthwiseInPyTorch(params: DepthwiseParams, input: TensorSpec): PyTorchForm {
  const { call, args, around, outputs, kernel } = depthwiseLayer(params, input, 'kernel');
  return {
    ...finished(params, ({ self, x }) => `${self()}(${padded(x, around)})`),
    members: [{ call, args: [...args, ...argument('bias', truth(params.useBias), 'True')] }],
    weights: [kernel, ...biasOf(params, outputs)],
  };
}

/** SeparableConv2D in PyTorch: two layers. */
export function separableInPyTorch(
  params: DepthwiseParams & { readonly filters: number },
  input: TensorSpec,
): PyTorchForm {
  const { call, args, around, outputs, kernel } = depthwiseLayer(params, input, 'depthwise_kernel');
  const pointwise = layerOf('Conv', outputs, params.filters, [1, 1]);
  const [ofDepth, ofPoint] = ['depthwise', 'pointwise'];
  const member = ofPoint;
  return {
    ...finished(params, ({ self, x, local }) => {
      const channels = local('channels');
      const before = [`${channels} = ${self(ofDepth)}(${padded(x, around)})`];
      return { before, value: `${self(ofPoint)}(${channels})` };
    }),
    members: [
      { suffix: ofDepth, call, args: [...args, 'bias=False'] },
      { ...pointwise, suffix: ofPoint, args: [...pointwise.args, ...argument('bias', truth(params.useBias), 'True')] },
    ],
    weights: [
      { ...kernel, member: ofDepth },
      { ...kernelOf('pointwise_kernel', [1, 1], outputs, params.filters), member },
      ...biasOf(params, params.filters).map((bias) => ({ ...bias, member })),
    ],
  };
}

/** Conv2DTranspose in PyTorch, whose output has this size and begins there in what all windows reach. */
export function transposedInPyTorch(
  params: WindowParams & FinishParams & { readonly filters: number },
  input: TensorSpec,
  { size, start }: { readonly size: Pair; readonly start: Pair },
): PyTorchForm {
  const [steps, distances] = [sizesOf(params.strides), sizesOf(params.dilationRate)];
  const channels = input.shape.at(-1)!;
  const reaches = reachOf({ size: params.kernelSize, dilation: params.dilationRate });
  // How far the output goes beyond what all windows reach; where it ends before that, below 0.
  const beyond = reaches.map((reach, axis) => {
    const whole = (input.shape[axis]! - 1) * steps[axis]! + reach;
    return start[axis]! + size[axis]! - whole;
  });
  // PyTorch cuts the same at both ends, and adds at the end less than a stride.
  const added = beyond.map((more, axis) => more + start[axis]!);
  const fits = added.every((more, axis) => more >= 0 && more < Math.max(steps[axis]!, distances[axis]!));
  const [padding, outputPadding] = fits ? [start, added] : [[0, 0], beyond.map((more) => Math.max(more, 0))];
  const cut: Around = fits ? [] : beyond.map((more, axis) => [-start[axis]!, Math.min(more, 0)] as const);
  const { call, args } = layerOf('ConvTranspose', channels, params.filters, params.kernelSize);
  const others = [
    ...argument('stride', sizeText(steps), '1'),
    ...argument('padding', sizeText(padding), '0'),
    ...argument('output_padding', sizeText(outputPadding), '0'),
    ...argument('bias', truth(params.useBias), 'True'),
    ...argument('dilation', sizeText(distances), '1'),
  ];
  const sizes = sizesOf(params.kernelSize);
  return {
    ...finished(params, ({ self, x }) => padded(`${self()}(${x})`, cut)),
    members: [{ call, args: [...args, ...others] }],
    // [height, width, out, in] in Keras: here too the last comes first.
    weights: [kernelOf('kernel', sizes, params.filters, channels), ...biasOf(params, params.filters)],
  };
}
