// The weights file of Keras 3 (`model.weights.h5`): `layers/<class>[_n]/[cell/]vars/<i>`. Groups are named after the class of the layer
// in snake case and counted in the order of `model.layers`; the layer's own name is an attribute only.
import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { ParamSpecs, ParamValues } from '../../shared/blocks/params.ts';
import type { KerasNode } from '../../shared/code/keras-graph.ts';
import { snakeCase } from '../../shared/code/python.ts';
import { optimizerOf } from '../../shared/training/optimizers.ts';
import { type Exportable, type NumberTensor, tensorOf } from './format.ts';
import { encodeHdf5, type Hdf5Group } from './hdf5.ts';

/** A layer inside another that keeps weights for it. */
interface InnerLayer {
  /** Of the outer layer: the attribute that holds it. */
  readonly attribute: string;
  /** What our names of its weights begin with. */
  readonly begin: string;
}

const cell: readonly InnerLayer[] = [{ attribute: 'cell', begin: '' }];

/** Layers that keep their weights not in themselves but in layers inside. */
const innerLayers: Readonly<Record<string, readonly InnerLayer[]>> = {
  LSTM: cell,
  GRU: cell,
  MultiHeadAttention: [
    { attribute: 'query_dense', begin: 'query_' },
    { attribute: 'key_dense', begin: 'key_' },
    { attribute: 'value_dense', begin: 'value_' },
    { attribute: 'output_dense', begin: 'attention_output_' },
  ],
};

/**
 * The bytes of `model.weights.h5`. The optimizer of a loaded model is built and has all its variables; that of a model fresh from
 * `compile` is not yet, and a file with more makes Keras warn.
 */
export function encodeKerasWeights(exportable: Exportable, optimizer: 'built' | 'unbuilt'): Promise<Uint8Array> {
  const groups = new Map<string, Hdf5Group>([['vars', { attributes: {}, tensors: {} }]]);
  const groupOf = createGroupNamer();
  for (const node of exportable.graph.layers) {
    const className = classOf(node);
    const group = `layers/${groupOf(className)}`;
    const places = weightPlaces(className, node.weights);
    const tensorsIn = (place: string) =>
      Object.fromEntries(
        node.weights.flatMap(({ key, shape }, at) => {
          const { group: own, index } = places[at]!;
          return own === place ? [[String(index), tensorOf(exportable.weights, key, shape)]] : [];
        }),
      );
    groups.set(`${group}/vars`, { attributes: { name: node.name }, tensors: tensorsIn('vars') });
    for (const { attribute } of innerLayers[className] ?? []) {
      const place = `${attribute}/vars`;
      groups.set(`${group}/${place}`, { attributes: { name: `${node.name}_${attribute}` }, tensors: tensorsIn(place) });
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
    const name = className
      .replace(/\W+/g, '')
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
}

/** Where a layer's weights lie within its group: the group inside it, and their places there. */
export function weightPlaces(
  className: string,
  weights: readonly { readonly name: string }[],
): readonly { readonly group: string; readonly index: number }[] {
  const counts = new Map<string, number>();
  return weights.map(({ name }) => {
    const inner = innerLayers[className]?.find(({ begin }) => name.startsWith(begin));
    const group = inner ? `${inner.attribute}/vars` : 'vars';
    const index = counts.get(group) ?? 0;
    counts.set(group, index + 1);
    return { group, index };
  });
}
