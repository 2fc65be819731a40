// `modelTopology` of a TensorFlow.js layers model: the configuration of Keras 2, in its words, with the names tfjs-layers 4 knows.
import { fans } from '../../shared/blocks/initializers.ts';
import { isKerasObject, type KerasObject } from '../../shared/blocks/keras-form.ts';
import type { Json } from '../../shared/blocks/params.ts';
import { kerasModelName } from '../../shared/code/keras.ts';
import type { KerasGraph, KerasNode } from '../../shared/code/keras-graph.ts';
import { exportMessages } from '../../shared/messages/exports.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';

/** Keras activations that tfjs-layers computes by the same formula, and its names for them. */
const activations: Readonly<Record<string, string>> = {
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
type Rule =
  /** As it is. */
  | { readonly kind: 'same' }
  | { readonly kind: 'activation' | 'initializer' | 'regularizer' }
  /** Not written: it has no part in predicting, and tfjs-layers does not know it or refuses it. */
  | { readonly kind: 'training-only' }
  /** Not written, and only this value means the same without it. */
  | { readonly kind: 'only'; readonly value: Json };

const same: Rule = { kind: 'same' };
const activation: Rule = { kind: 'activation' };
const initializer: Rule = { kind: 'initializer' };
const regularizer: Rule = { kind: 'regularizer' };
const trainingOnly: Rule = { kind: 'training-only' };
const only = (value: Json): Rule => ({ kind: 'only', value });

interface LayerRules {
  readonly arguments: Readonly<Record<string, Rule>>;
  /** Whether tfjs-layers lets a mask through it. */
  readonly masks: boolean;
}

const kernelAndBias = {
  use_bias: same,
  kernel_initializer: initializer,
  bias_initializer: initializer,
  kernel_regularizer: regularizer,
  bias_regularizer: regularizer,
  activity_regularizer: trainingOnly,
  kernel_constraint: only(null),
  bias_constraint: only(null),
} as const;

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

/** The layers of tfjs-layers that Layerloom has blocks for, and each argument of them. What is not here is refused. */
const layers: Readonly<Record<string, LayerRules>> = {
  Dense: { masks: true, arguments: { ...kernelAndBias, units: same, activation } },
  Activation: { masks: true, arguments: { activation } },
  Dropout: { masks: true, arguments: { rate: same, noise_shape: only(null), seed: trainingOnly } },
  Flatten: { masks: false, arguments: { data_format: same } },
  // What the blocks that combine inputs make of several masks leaves out the last one and has a dimension too many.
  Add: { masks: false, arguments: {} },
  Multiply: { masks: false, arguments: {} },
  Average: { masks: false, arguments: {} },
  Maximum: { masks: false, arguments: {} },
  Minimum: { masks: false, arguments: {} },
  Concatenate: { masks: false, arguments: { axis: same } },
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
  Conv2D: {
    masks: false,
    arguments: {
      ...kernelAndBias,
      filters: same,
      kernel_size: same,
      strides: same,
      padding: same,
      dilation_rate: same,
      data_format: same,
      groups: only(1),
      activation,
    },
  },
  MaxPooling2D: { masks: false, arguments: { pool_size: same, strides: same, padding: same, data_format: same } },
  LSTM: { masks: true, arguments: { ...recurrent, unit_forget_bias: same } },
  GRU: { masks: true, arguments: { ...recurrent, reset_after: only(false) } },
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

/** What a TensorFlow.js layers model cannot express of this model, in sentences for people. */
export function tfjsProblems(graph: KerasGraph): readonly Words[] {
  return graph.layers.flatMap((node) => (node.layer ? layerProblems(node, node.layer) : []));
}

/** The topology of a model for which there are no `tfjsProblems`, every argument written out. */
export function tfjsTopology(graph: KerasGraph, name: string): Json {
  const tensors = (nodes: readonly KerasNode[]) => nodes.map((node) => [node.name, 0, 0]);
  const scalars = scalarInputs(graph);
  return {
    class_name: 'Model',
    config: {
      name: kerasModelName(name),
      layers: graph.layers.flatMap((node) => layerJson(node, scalars)),
      input_layers: tensors(graph.inputs),
      output_layers: tensors(graph.outputs.map(({ node }) => node)),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function layerProblems(node: KerasNode, { className, config }: NonNullable<KerasNode['layer']>): readonly Words[] {
  const { name } = node;
  const rules = layers[className];
  if (!rules) return [say(exportMessages['tfjs-layer'], { name, type: className })];
  const problems: Words[] = [];
  if (!rules.masks && node.inputs.some(({ output }) => output.masked)) {
    problems.push(say(exportMessages['tfjs-mask'], { name, type: className }));
  }
  for (const [argument, value] of Object.entries(config)) {
    const rule = rules.arguments[argument];
    const received = `${argument}=${JSON.stringify(value)}`;
    const unexpressed = (expected: string) =>
      problems.push(say(exportMessages['tfjs-argument'], { name, argument, expected, received }));
    if (!rule) unexpressed(`no argument ${argument}`);
    else if (rule.kind === 'activation' && !(String(value) in activations)) {
      const expected = Object.keys(activations).join(', ');
      problems.push(say(exportMessages['tfjs-activation'], { name, expected, received: String(value) }));
    } else if (rule.kind === 'only' && value !== rule.value) {
      if (argument === 'reset_after') problems.push(say(exportMessages['tfjs-reset-after'], { name }));
      else unexpressed(`${argument}=${JSON.stringify(rule.value)}`);
    }
  }
  return problems;
}

/** Inputs of single numbers, and the names of the layers that take their second dimension away again. */
type ScalarInputs = ReadonlyMap<KerasNode, string>;

/** When a model predicts, tfjs-layers makes rows of one number of single numbers, so such an Input has to have them. */
function scalarInputs({ inputs, nodes }: KerasGraph): ScalarInputs {
  const taken = new Set(nodes.map(({ name }) => name));
  const names = new Map<KerasNode, string>();
  for (const node of inputs) {
    if (node.output.shape.length > 0) continue;
    let name = `${node.name}_single`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    names.set(node, name);
  }
  return names;
}

function layerJson(node: KerasNode, scalars: ScalarInputs): readonly Json[] {
  const { name, layer, inputs, output } = node;
  if (!layer) {
    const single = scalars.get(node);
    const shape = single === undefined ? output.shape : [1];
    const config = { name, batch_input_shape: [null, ...shape], dtype: output.dtype, sparse: false };
    const input = { name, class_name: 'InputLayer', config, inbound_nodes: [] };
    return single === undefined ? [input] : [input, called(single, 'Reshape', { target_shape: [] }, [name])];
  }
  const { className, config } = layerForm(node, layer);
  return [
    called(
      name,
      className,
      config,
      inputs.map((input) => scalars.get(input) ?? input.name),
    ),
  ];
}

function called(
  name: string,
  className: string,
  config: Readonly<Record<string, Json>>,
  inputs: readonly string[],
): Json {
  return {
    name,
    class_name: className,
    config: { name, trainable: true, ...config },
    inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
  };
}

/** The class and arguments in tfjs-layers. */
function layerForm(
  node: KerasNode,
  { className, config }: NonNullable<KerasNode['layer']>,
): { readonly className: string; readonly config: Readonly<Record<string, Json>> } {
  if (className === 'Identity') return { className: 'Activation', config: { activation: 'linear' } };
  // Its Flatten wants something to flatten.
  if (className === 'Flatten' && node.inputs[0]!.output.shape.length < 2) {
    return { className: 'Reshape', config: { target_shape: node.output.shape } };
  }
  // It takes every axis counted from the end for the last one.
  if (className === 'Concatenate') {
    const axis = Number(config.axis);
    return { className, config: { axis: axis < 0 ? node.output.shape.length + 1 + axis : axis } };
  }
  const written: Record<string, Json> = {};
  const { arguments: rules } = layers[className]!;
  for (const [argument, value] of Object.entries(config)) {
    const rule = rules[argument]!;
    switch (rule.kind) {
      case 'same':
        written[argument] = value;
        break;
      case 'activation':
        written[argument] = activations[String(value)]!;
        break;
      case 'initializer':
        written[argument] = isKerasObject(value) ? initializerJson(value, weightShape(node, argument)) : value;
        break;
      case 'regularizer':
        written[argument] = isKerasObject(value) ? regularizerJson(value) : value;
        break;
      case 'training-only':
        break;
      case 'only':
        written[argument] = rule.value;
        break;
    }
  }
  return { className, config: written };
}

/** The shape of the weight an initializer is for; of a weight the layer goes without, any will do. */
function weightShape({ weights }: KerasNode, argument: string): readonly number[] {
  const name = argument.replace(/_initializer$/, '');
  return weights.find((weight) => weight.name === name || weight.name === `${name}_kernel`)?.shape ?? [1];
}

function initializerJson({ className, config }: KerasObject, shape: readonly number[]): Json {
  if (className === 'VarianceScaling') {
    // Its "normal" is the truncated one of Keras; the untruncated one is a plain normal distribution of that spread.
    const { distribution, mode, scale, seed } = config as Record<string, Json> & { scale: number };
    if (distribution === 'untruncated_normal') {
      const { fanIn, fanOut } = fans(shape);
      const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
      const stddev = Math.sqrt(scale / Math.max(1, fan));
      return { class_name: 'RandomNormal', config: { mean: 0, stddev, seed: seed ?? null } };
    }
    const written = distribution === 'uniform' ? 'uniform' : 'normal';
    return { class_name: className, config: { ...config, distribution: written } };
  }
  return { class_name: className.replace(/^Lecun/, 'LeCun'), config: config as Json };
}

function regularizerJson({ config }: KerasObject): Json {
  return { class_name: 'L1L2', config: { l1: config.l1 ?? 0, l2: config.l2 ?? 0 } };
}
