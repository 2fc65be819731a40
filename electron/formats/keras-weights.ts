// The weights file of Keras 3 (`model.weights.h5`): `layers/<class>[_n]/[<layer inside>/]vars/<i>`. Groups are named after the class of the layer
// in snake case and counted in the order of `model.layers`; the layer's own name is an attribute only.
import { sizeOf } from '../../shared/blocks/define-block.ts';
import { isKerasObject, type KerasLayer, kerasLayerName } from '../../shared/blocks/keras-form.ts';
import type { ParamSpecs, ParamValues } from '../../shared/blocks/params.ts';
import type { KerasNode } from '../../shared/code/keras-graph.ts';
import { snakeCase } from '../../shared/code/python.ts';
import { optimizerOf } from '../../shared/training/optimizers.ts';
import { type Exportable, type NumberTensor, tensorOf } from './format.ts';
import { encodeHdf5, type Hdf5Group } from './hdf5.ts';

/** Layers that keep weights not in themselves but in layers inside: the attribute of each, and what our names of its weights begin with. */
const innerLayers: Readonly<Record<string, readonly { readonly attribute: string; readonly begin: string }[]>> = {
  LSTM: [{ attribute: 'cell', begin: '' }],
  GRU: [{ attribute: 'cell', begin: '' }],
  SimpleRNN: [{ attribute: 'cell', begin: '' }],
  TokenAndPositionEmbedding: [
    { attribute: 'token_embedding', begin: 'token_embedding/' },
    { attribute: 'position_embedding', begin: 'position_embedding/' },
  ],
  MultiHeadAttention: [
    { attribute: 'query_dense', begin: 'query/' },
    { attribute: 'key_dense', begin: 'key/' },
    { attribute: 'value_dense', begin: 'value/' },
    { attribute: 'output_dense', begin: 'attention_output/' },
  ],
};

/** Wrappers, by the attributes that hold their layers, each a copy of the argument `layer`, and what is put before the name of each. */
const wrappers: Readonly<Record<string, readonly { readonly attribute: string; readonly prefix: string }[]>> = {
  Bidirectional: [
    { attribute: 'forward_layer', prefix: 'forward_' },
    { attribute: 'backward_layer', prefix: 'backward_' },
  ],
  TimeDistributed: [{ attribute: 'layer', prefix: '' }],
};

/** A layer inside another, or the layer itself, and how many weights it keeps in itself. */
interface Holder {
  /** Its place within the group of the outermost: `forward_layer/cell/`. */
  readonly path: string;
  readonly name: string;
  readonly count: number;
}

/** The layer and those inside it, in the order of their weights. */
function holdersOf(
  { className, config }: KerasLayer,
  name: string,
  weights: readonly { readonly name: string }[],
  path = '',
): readonly Holder[] {
  const inner = innerLayers[className];
  if (inner) {
    const held = inner.map(({ attribute, begin }) => ({
      path: `${path}${attribute}/`,
      name: `${name}_${attribute}`,
      count: weights.filter((weight) => weight.name.startsWith(begin)).length,
    }));
    return [{ path, name, count: 0 }, ...held];
  }
  const copies = wrappers[className];
  if (copies === undefined) return [{ path, name, count: weights.length }];
  const { layer } = config;
  if (layer === undefined || !isKerasObject(layer)) {
    throw new Error(`${className} has a layer inside. Received: ${JSON.stringify(layer)}.`);
  }
  const each = weights.length / copies.length;
  return [
    { path, name, count: 0 },
    ...copies.flatMap(({ attribute, prefix }, copy) =>
      holdersOf(
        layer,
        prefix + String(layer.config.name),
        weights.slice(copy * each, (copy + 1) * each),
        `${path}${attribute}/`,
      ),
    ),
  ];
}

/** Where each of a layer's weights lies within its group, in their order. */
export function weightPlaces(
  layer: KerasLayer | null,
  weights: readonly { readonly name: string }[],
): readonly string[] {
  if (layer === null) return [];
  return holdersOf(layer, '', weights).flatMap((holder) =>
    Array.from({ length: holder.count }, (_, index) => `${holder.path}vars/${index}`),
  );
}

/**
 * The bytes of `model.weights.h5`. The optimizer of a loaded model is built and has all its variables; that of a model fresh from
 * `compile` is not yet, and a file with more makes Keras warn.
 */
export function encodeKerasWeights(exportable: Exportable, optimizer: 'built' | 'unbuilt'): Promise<Uint8Array> {
  const groups = new Map<string, Hdf5Group>([['vars', { attributes: {}, tensors: {} }]]);
  const groupOf = createGroupNamer();
  for (const node of exportable.graph.layers) {
    const group = `layers/${groupOf(classOf(node))}`;
    const tensors = node.weights.map(({ key, shape }) => tensorOf(exportable.weights, key, shape));
    const layer = node.layer ?? { className: classOf(node), config: {} };
    let at = 0;
    for (const { path, name, count } of holdersOf(layer, node.name, node.weights)) {
      const own = Object.fromEntries(tensors.slice(at, at + count).entries());
      groups.set(`${group}/${path}vars`, { attributes: { name }, tensors: own });
      at += count;
    }
  }
  groups.set('optimizer/vars', optimizerGroup(exportable, optimizer === 'built'));
  return encodeHdf5(groups);
}

/** Slots that Keras makes weight by weight, both of one weight before those of the next; all others it makes one slot at a time. */
const slotsMadeTogether: readonly string[] = ['momentum', 'velocity'];

/** The optimizer's variables in the order in which Keras 3 makes them: updates, learning rate, slots. */
function optimizerGroup({ graph, training, optimizerState }: Exportable, built: boolean): Hdf5Group {
  const { type } = training.optimizer;
  const definition = optimizerOf(training.optimizer);
  const params = training.optimizer as unknown as ParamValues<ParamSpecs>;
  const slots = definition.slots(params);
  const together = type.startsWith('Adam') ? slots.filter((slot) => slotsMadeTogether.includes(slot)) : [];
  const rounds = [together, ...slots.filter((slot) => !together.includes(slot)).map((slot) => [slot])];
  const trained = graph.layers.flatMap(({ weights }) => weights.filter(({ trainable }) => trainable));
  const variables: NumberTensor[] = [
    { shape: [], data: Int32Array.of(built ? (optimizerState?.updates ?? 0) : 0) },
    { shape: [], data: Float32Array.of(Number(training.optimizer.learningRate)) },
  ];
  for (const round of built ? rounds : []) {
    for (const { key, shape } of trained) {
      for (const slot of round) {
        const first = () => new Float32Array(sizeOf(shape)).fill(definition.slotValue(params, slot));
        const data = optimizerState ? tensorOf(optimizerState.slots, `${key}/${slot}`, shape).data : first();
        variables.push({ shape, data });
      }
    }
  }
  return { attributes: { name: snakeCase(type) }, tensors: Object.fromEntries(variables.entries()) };
}

/** The Keras class of a node. */
export function classOf({ layer }: KerasNode): string {
  return layer?.className ?? 'InputLayer';
}

/** Names the groups of layers one after the other: `dense`, `dense_1`, `max_pooling2d`. (Keras 3, `saving_lib`.) */
export function createGroupNamer(): (className: string) => string {
  const counts = new Map<string, number>();
  return (className) => {
    const name = kerasLayerName(className);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
}
