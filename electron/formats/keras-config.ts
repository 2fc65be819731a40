// `config.json` of a `.keras` file: the model as `keras.saving.serialize_keras_object` writes it.
import { isKerasObject, type KerasObject, packageOf } from '../../shared/blocks/keras-form.ts';
import type { Json, KerasModule } from '../../shared/blocks/params.ts';
import { kerasModelName } from '../../shared/code/keras.ts';
import { type KerasGraph, type KerasNode, kerasOptimizer } from '../../shared/code/keras-graph.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import { classOf } from './keras-weights.ts';

/** The configuration of a model with its optimizer, losses and metrics. */
export function kerasConfig(graph: KerasGraph, training: TrainingDocument, name: string): Json {
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: kerasModelName(name),
      trainable: true,
      layers: graph.layers.map(layerJson),
      input_layers: tensors(graph.inputs),
      output_layers: tensors(graph.outputs.map(({ node }) => node)),
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
    compile_config: compileJson(graph, training),
  };
}

/** The number type of every layer. */
const policy: Json = { module: 'keras', className: 'DTypePolicy', config: { name: 'float32' } };

/** A Keras object, and those among its arguments, as Keras serializes them. */
export function kerasJson(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(kerasJson);
  if (isKerasObject(value)) {
    const { module, className, config } = value;
    return object(
      module,
      className,
      module === 'keras.layers' ? { trainable: true, dtype: policy, ...config } : config,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, kerasJson(item)]));
}

function object(module: KerasModule, className: string, config: KerasObject['config']) {
  const json = Object.fromEntries(Object.entries(config).map(([key, item]) => [key, kerasJson(item)]));
  // A class that does not come with Keras itself is registered with it under the name of its package.
  const registered = packageOf(module) === 'keras' ? null : `${packageOf(module)}>${className}`;
  return { module, class_name: className, config: json, registered_name: registered };
}

/** Layers that Keras cannot be told whether to train: it refuses the argument, and leaves it out itself. */
const fixedLayers: readonly string[] = ['SpatialDropout1D', 'SpatialDropout2D'];

function layerJson(node: KerasNode): Json {
  const { name, layer, inputs, output } = node;
  if (!layer) {
    const config = { batch_shape: [null, ...output.shape], dtype: output.dtype, sparse: false, ragged: false, name };
    return { ...object('keras.layers', classOf(node), config), name, inbound_nodes: [] };
  }
  const config = {
    name,
    ...(!fixedLayers.includes(layer.className) && { trainable: true }),
    dtype: policy,
    ...layer.config,
  };
  const fed = inputs.map(tensorJson);
  const { call } = layer;
  return {
    ...object(layer.module ?? 'keras.layers', classOf(node), config),
    build_config: buildJson(node),
    name,
    // Masks are not written: Keras finds them again when it calls the layers.
    inbound_nodes: [{ args: call?.inputs || fed.length === 1 ? fed : [fed], kwargs: call?.arguments ?? {} }],
  };
}

/** The shapes that the layer is built for. */
function buildJson({ layer, inputs }: KerasNode): Json {
  const names = layer?.call?.inputs;
  if (names)
    return { shapes_dict: Object.fromEntries(names.map((name, at) => [`${name}_shape`, batched(inputs[at]!)])) };
  return { input_shape: inputs.length === 1 ? batched(inputs[0]!) : inputs.map(batched) };
}

function tensorJson(node: KerasNode): Json {
  const config = { shape: batched(node), dtype: node.output.dtype, keras_history: [node.name, 0, 0] };
  return { class_name: '__keras_tensor__', config };
}

function batched({ output }: KerasNode): readonly Json[] {
  return [null, ...output.shape];
}

/** One tensor stands alone, several in a list: so Keras takes and gives arrays or lists of them. */
function tensors(nodes: readonly KerasNode[]): Json {
  const histories = nodes.map(({ name }) => [name, 0, 0]);
  return histories.length === 1 ? histories[0]! : histories;
}

function compileJson({ outputs }: KerasGraph, training: TrainingDocument): Json {
  const lists = outputs.map(({ metrics }) => metrics.map(kerasJson));
  const losses = outputs.map(({ loss }) => kerasJson(loss));
  return {
    optimizer: kerasJson(kerasOptimizer(training)),
    loss: losses.length === 1 ? losses[0]! : losses,
    loss_weights: outputs.map(({ lossWeight }) => lossWeight),
    metrics: lists.length === 1 ? lists[0]! : lists,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: 'auto',
  };
}
