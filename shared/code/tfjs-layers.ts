import { isKerasObject, type KerasObject } from '../blocks/keras-form.ts';
import type { Json } from '../blocks/params.ts';

/** Keras activations that tfjs-layers computes by the same formula, and its names for them. */
export const activations: Readonly<Record<string, string>> = {
  linear: 'linear',
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  relu6: 'relu6',
  elu: 'elu',
  celu: 'elu', // with Keras's alpha of 1 they are the same
  selu: 'selu',
  gelu: 'gelu',
  silu: 'swish',
  mish: 'mish',
  softplus: 'softplus',
  softsign: 'softsign',
  log_softmax: 'log_softmax',
};

/** How an argument of a Keras layer is written. */
export type Rule =
  /** As it is. */
  | { readonly kind: 'same' }
  /** As it is, under the name that Keras 2 had for it. */
  | { readonly kind: 'renamed'; readonly to: string }
  | { readonly kind: 'activation' | 'initializer' | 'regularizer' }
  /** A layer inside, by its own rules. */
  | { readonly kind: 'layer' }
  /** Not written: it has no part in predicting, and tfjs-layers does not know it or refuses it. */
  | { readonly kind: 'training-only' }
  /** Only these values mean the same there. */
  | { readonly kind: 'only'; readonly values: readonly Json[] };

const same: Rule = { kind: 'same' };
const activation: Rule = { kind: 'activation' };
const initializer: Rule = { kind: 'initializer' };
const regularizer: Rule = { kind: 'regularizer' };
const layer: Rule = { kind: 'layer' };
const trainingOnly: Rule = { kind: 'training-only' };
const renamed = (to: string): Rule => ({ kind: 'renamed', to });
const only = (...values: readonly Json[]): Rule => ({ kind: 'only', values });

export interface LayerRules {
  readonly arguments: Readonly<Record<string, Rule>>;
  /** Its names of weights that Keras calls something else. */
  readonly weights?: Readonly<Record<string, string>>;
  /** Whether tfjs-layers lets a mask through it; where that depends on the arguments, by them. */
  readonly masks: boolean | ((config: KerasObject['config']) => boolean);
  /** The most dimensions that its inputs may have, where there is such a limit. */
  readonly dimensions?: number;
}

const bias = {
  use_bias: same,
  bias_initializer: initializer,
  bias_regularizer: regularizer,
  activity_regularizer: trainingOnly,
  bias_constraint: only(null),
} as const;

const kernelAndBias = {
  ...bias,
  kernel_initializer: initializer,
  kernel_regularizer: regularizer,
  kernel_constraint: only(null),
} as const;

const movingWindow = {
  kernel_size: same,
  strides: same,
  padding: same,
  data_format: same,
  activation,
} as const;

const convolution = { ...kernelAndBias, ...movingWindow, filters: same } as const;

/** A convolution whose kernel sees each channel by itself. */
const depthwise = {
  ...bias,
  ...movingWindow,
  depthwise_initializer: initializer,
  depthwise_regularizer: regularizer,
  depthwise_constraint: only(null),
} as const;

const pooling = { pool_size: same, strides: same, padding: same, data_format: same } as const;

const globalPooling = { data_format: same, keepdims: only(false) } as const;

const recurrent = {
  ...kernelAndBias,
  units: same,
  activation,
  recurrent_activation: activation,
  return_sequences: same,
  go_backwards: same,
  dropout: same,
  recurrent_dropout: same,
  recurrent_initializer: initializer,
  recurrent_regularizer: regularizer,
  recurrent_constraint: only(null),
  return_state: only(false),
  stateful: only(false),
  unroll: same,
  seed: trainingOnly,
} as const;

const normalization = {
  axis: same,
  epsilon: same,
  center: same,
  scale: same,
  beta_initializer: initializer,
  gamma_initializer: initializer,
  beta_regularizer: regularizer,
  gamma_regularizer: regularizer,
  beta_constraint: only(null),
  gamma_constraint: only(null),
} as const;

const augmentation = { factor: trainingOnly, seed: trainingOnly, data_format: trainingOnly } as const;

const filling = { fill_mode: trainingOnly, interpolation: trainingOnly, fill_value: trainingOnly } as const;

const bothFactors = { ...augmentation, ...filling, height_factor: trainingOnly, width_factor: trainingOnly } as const;

/** The layers of tfjs-layers that Layerloom has blocks for, and each argument of them. What is not here is refused. */
export const layers: Readonly<Record<string, LayerRules>> = {
  Dense: { masks: true, arguments: { ...kernelAndBias, units: same, activation } },
  Activation: { masks: true, arguments: { activation } },
  LeakyReLU: { masks: false, arguments: { negative_slope: renamed('alpha') } },
  ReLU: { masks: true, arguments: { max_value: same, negative_slope: only(0), threshold: only(0) } },
  PReLU: {
    masks: true,
    arguments: {
      shared_axes: same,
      alpha_initializer: initializer,
      alpha_regularizer: regularizer,
      alpha_constraint: only(null),
    },
  },
  ELU: { masks: false, arguments: { alpha: only(1) } },
  Softmax: { masks: false, arguments: { axis: only(-1) } },
  Dropout: { masks: true, arguments: { rate: same, noise_shape: only(null), seed: trainingOnly } },
  SpatialDropout1D: { masks: true, arguments: { rate: same, seed: trainingOnly } },
  SpatialDropout2D: { masks: true, arguments: { rate: trainingOnly, data_format: trainingOnly, seed: trainingOnly } },
  GaussianNoise: { masks: true, arguments: { stddev: same, seed: trainingOnly } },
  ActivityRegularization: { masks: true, arguments: { l1: trainingOnly, l2: trainingOnly } },
  // No mask gets beyond them in Keras either.
  RandomFlip: { masks: false, arguments: { ...augmentation, mode: trainingOnly } },
  RandomRotation: { masks: false, arguments: { ...augmentation, ...filling } },
  RandomZoom: { masks: false, arguments: bothFactors },
  RandomTranslation: { masks: false, arguments: bothFactors },
  RandomContrast: { masks: false, arguments: { ...augmentation, value_range: trainingOnly } },
  RandomBrightness: { masks: false, arguments: { ...augmentation, value_range: trainingOnly } },
  Masking: { masks: true, arguments: { mask_value: same } },
  Flatten: { masks: false, arguments: { data_format: same } },
  Reshape: { masks: false, arguments: { target_shape: same } },
  Permute: { masks: false, arguments: { dims: same } },
  RepeatVector: { masks: false, arguments: { n: same } },
  ZeroPadding2D: { masks: false, arguments: { padding: same, data_format: same } },
  Cropping2D: { masks: false, arguments: { cropping: same, data_format: same } },
  // Its bilinear one lays corners over each other, not centers; for the same reason there is no Resizing here.
  UpSampling2D: { masks: false, arguments: { size: same, data_format: same, interpolation: only('nearest') } },
  Rescaling: { masks: false, arguments: { scale: same, offset: same } },
  // What the blocks that combine inputs make of several masks leaves out the last one and has a dimension too many.
  Add: { masks: false, arguments: {} },
  Multiply: { masks: false, arguments: {} },
  Average: { masks: false, arguments: {} },
  Maximum: { masks: false, arguments: {} },
  Minimum: { masks: false, arguments: {} },
  Concatenate: { masks: false, arguments: { axis: same } },
  // Rows of less than 3e-4 it normalizes otherwise.
  Dot: { masks: true, dimensions: 2, arguments: { axes: same, normalize: only(false) } },
  Embedding: {
    masks: true,
    arguments: {
      input_dim: same,
      output_dim: same,
      mask_zero: same,
      embeddings_initializer: initializer,
      embeddings_regularizer: regularizer,
      embeddings_constraint: only(null),
    },
  },
  Conv2D: { masks: false, arguments: { ...convolution, dilation_rate: same, groups: only(1) } },
  Conv1D: {
    masks: false,
    arguments: { ...convolution, padding: only('valid', 'same'), dilation_rate: same, groups: only(1) },
  },
  DepthwiseConv2D: {
    masks: false,
    weights: { kernel: 'depthwise_kernel' },
    arguments: { ...depthwise, depth_multiplier: same, dilation_rate: only([1, 1]) },
  },
  SeparableConv2D: {
    masks: false,
    arguments: {
      ...depthwise,
      filters: same,
      depth_multiplier: same,
      dilation_rate: same,
      pointwise_initializer: initializer,
      pointwise_regularizer: regularizer,
      pointwise_constraint: only(null),
    },
  },
  Conv2DTranspose: {
    masks: false,
    arguments: { ...convolution, dilation_rate: only([1, 1]), output_padding: only(null) },
  },
  MaxPooling2D: { masks: false, arguments: pooling },
  MaxPooling1D: { masks: false, arguments: pooling },
  AveragePooling2D: { masks: false, arguments: pooling },
  AveragePooling1D: { masks: false, arguments: pooling },
  GlobalAveragePooling2D: { masks: false, arguments: globalPooling },
  GlobalMaxPooling2D: { masks: false, arguments: globalPooling },
  GlobalAveragePooling1D: { masks: false, arguments: globalPooling },
  GlobalMaxPooling1D: { masks: false, arguments: globalPooling },
  LSTM: { masks: true, arguments: { ...recurrent, unit_forget_bias: same } },
  GRU: { masks: true, arguments: { ...recurrent, reset_after: only(false) } },
  SimpleRNN: { masks: true, arguments: recurrent },
  Bidirectional: {
    // At steps that do not count, its layers repeat their last output, and Keras's give zeros in here.
    masks: ({ layer: inner }) => isKerasObject(inner!) && inner.config.return_sequences === false,
    arguments: { layer, merge_mode: same, weights: only(null), backward_layer: only(null) },
  },
  TimeDistributed: { masks: true, arguments: { layer } },
  BatchNormalization: {
    masks: true,
    arguments: {
      ...normalization,
      momentum: same,
      moving_mean_initializer: initializer,
      moving_variance_initializer: initializer,
      synchronized: only(false),
    },
  },
  LayerNormalization: { masks: true, arguments: normalization },
  Identity: { masks: true, arguments: {} },
};
