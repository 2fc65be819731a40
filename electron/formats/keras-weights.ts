// The weights file of Keras 3 (`model.weights.h5`): `layers/<class>[_n]/[cell/]vars/<i>`. Groups are named after the class of the layer
// in snake case and counted in the order of `model.layers`; the layer's own name is an attribute only.
import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { ParamSpecs, ParamValues } from '../../shared/blocks/params.ts';
import type { KerasNode } from '../../shared/code/keras-graph.ts';
import { snakeCase } from '../../shared/code/python.ts';
import { optimizerOf } from '../../shared/training/optimizers.ts';
import { type Exportable, type NumberTensor, tensorOf } from './format.ts';
import { encodeHdf5, type Hdf5Group } from './hdf5.ts';

/** Layers that keep their weights not in themselves but in a layer inside, by the name of the attribute that holds it. */
const innerLayers: Readonly<Record<string, string>> = { LSTM: 'cell', GRU: 'cell', SimpleRNN: 'cell' };

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
    const tensors = Object.fromEntries(
      node.weights.map(({ key, shape }, index) => [String(index), tensorOf(exportable.weights, key, shape)]),
    );
    const inner = innerLayers[className];
    const own = { attributes: { name: node.name }, tensors: {} };
    if (inner === undefined) groups.set(`${group}/vars`, { ...own, tensors });
    else {
      groups.set(`${group}/vars`, own);
      groups.set(`${group}/${inner}/vars`, { attributes: { name: `${node.name}_${inner}` }, tensors });
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

/** Where a layer's weights lie within its group. */
export function weightsPlace(className: string): string {
  const inner = innerLayers[className];
  return inner === undefined ? 'vars' : `${inner}/vars`;
}
