import * as tf from '@tensorflow/tfjs-core';
import type { FloatTensor, NumberTensor } from '../electron/formats/format.ts';
import type { Value } from '../shared/blocks/define-block.ts';
import { sizeOf } from '../shared/blocks/define-block.ts';
import { findBlock } from '../shared/blocks/index.ts';
import { componentValue, defaultParams, type Json } from '../shared/blocks/params.ts';
import type { Block, ModelDocument } from '../shared/graph/document.ts';
import { expand } from '../shared/graph/expand.ts';
import { infer } from '../shared/graph/infer.ts';
import { optimizers } from '../shared/training/optimizers.ts';
import { createRandom } from '../shared/training/random.ts';
import { defaultTraining, type TrainingDocument } from '../shared/training/settings.ts';

/** A block in short: type, params that are not at their default, name. */
export type ShortBlock = readonly [type: string, params?: Readonly<Record<string, Json>>, name?: string];

/** A whole block from its short form. Throws for an unknown type. */
export function blockOf([type, params = {}, name = '']: ShortBlock): Block {
  const definition = findBlock(type);
  if (!definition) throw new Error(`A test needs a known block. Received: ${type}.`);
  return { type, name, params: { ...defaultParams(definition.params), ...params } as Block['params'] };
}

/** A model from blocks by id and wires `from -> to` or `from -> to:port`. */
export function modelOf(blocks: Readonly<Record<string, ShortBlock>>, wires: readonly string[]): ModelDocument {
  return {
    app: 'layerloom',
    version: 1,
    graphs: {
      main: {
        blocks: Object.fromEntries(Object.entries(blocks).map(([id, block]) => [id, blockOf(block)])),
        wires: Object.fromEntries(
          wires.map((text, index) => {
            const [from, to] = text.split(' -> ') as [string, string];
            const [block, port = 'input'] = to.split(':') as [string, string?];
            return [`w${index}`, { from: { block: from, port: 'output' }, to: { block, port } }];
          }),
        ),
      },
    },
  };
}

/** A model of blocks one after the other; ids are `b00`, `b01`, ... */
export function chainOf(...blocks: readonly ShortBlock[]): ModelDocument {
  const ids = blocks.map((_block, index) => `b${String(index).padStart(2, '0')}`);
  return modelOf(
    Object.fromEntries(blocks.map((block, index) => [ids[index]!, block])),
    ids.slice(1).map((id, index) => `${ids[index]} -> ${id}`),
  );
}

const tokens: readonly ShortBlock[] = [
  ['Input', { shape: [12], dtype: 'int32' }],
  ['Embedding', { inputDim: 30, outputDim: 8, maskZero: true }],
];
/** An answer between 0 and 1. */
export const yesOrNo: readonly ShortBlock[] = [
  ['Dense', { units: 1, activation: 'sigmoid' }],
  ['Output', { loss: { type: 'BinaryCrossentropy', fromLogits: false, labelSmoothing: 0 } }],
];

/** The chapter's layers for pictures, up to what tells the classes apart. */
export const pictureLayers: readonly ShortBlock[] = [
  ['Conv2D', { filters: 32, activation: 'relu' }],
  ['MaxPooling2D'],
  ['Conv2D', { filters: 64, activation: 'relu' }],
  ['MaxPooling2D'],
  ['Flatten'],
  ['Dense', { units: 64, activation: 'relu' }],
];

/** The four networks of the chapter, the sequences and the pictures shorter than there. */
export const networks: Readonly<Record<'mlp' | 'cnn' | 'lstm' | 'gru', ModelDocument>> = {
  mlp: chainOf(
    ['Input', { shape: [10] }],
    ['Dense', { units: 64, activation: 'relu' }],
    ['Dense', { units: 64, activation: 'relu' }],
    ['Dense', { units: 1 }],
    ['Output', { metrics: [{ type: 'MeanAbsoluteError' }] }],
  ),
  cnn: chainOf(
    ['Input', { shape: [28, 28, 1] }, 'image'],
    ...pictureLayers,
    ['Dropout', { rate: 0.25 }],
    ['Dense', { units: 10, activation: 'softmax' }],
    [
      'Output',
      {
        loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false },
        metrics: [{ type: 'SparseCategoricalAccuracy' }],
      },
      'digit',
    ],
  ),
  lstm: chainOf(...tokens, ['LSTM', { units: 16 }], ...yesOrNo),
  gru: chainOf(...tokens, ['GRU', { units: 16 }], ...yesOrNo),
};

/** Training settings with an optimizer by its type. */
export function trainingOf(type: (typeof optimizers)[number]['type'] = 'Adam'): TrainingDocument {
  return {
    ...defaultTraining,
    optimizer: componentValue(optimizers.find((optimizer) => optimizer.type === type)!) as never,
    epochs: 1,
    seed: 1,
  };
}

/** Random weights for every block of a model, by `blockId/weightName`; small enough that no activation is saturated. */
export function randomWeights(model: ModelDocument, seed = 1): ReadonlyMap<string, FloatTensor> {
  const random = createRandom(seed);
  const weights = new Map<string, FloatTensor>();
  for (const [id, { weights: specs }] of infer(expand(model).graph).facts) {
    for (const { name, shape, trainable } of specs) {
      const spread = shape.length < 2 ? 0.2 : Math.min(0.5, 1.5 / Math.sqrt(sizeOf(shape) / shape.at(-1)!));
      // What a block keeps itself may be a variance.
      const data = trainable ? random.normal(sizeOf(shape), 0, spread) : random.uniform(sizeOf(shape), 0.5, 1.5);
      weights.set(`${id}/${name}`, { shape, data });
    }
  }
  return weights;
}

/** Tokens of the shortest sequence that has an answer in a model of these blocks: a mean, as in Keras, needs one. */
export function shortestSequence(types: readonly string[]): 0 | 1 {
  return types.includes('GlobalAveragePooling1D') ? 1 : 0;
}

/**
 * Random rows for each Input of a model in order of flow; of token sequences, some end in padding (0), one is nothing else, where that has
 * an answer.
 */
export function randomInputs(model: ModelDocument, rows: number, seed = 2): readonly NumberTensor[] {
  const random = createRandom(seed);
  const graph = expand(model).graph;
  const { order, facts } = infer(graph);
  return order
    .filter((id) => graph.blocks[id]!.type === 'Input' && facts.has(id))
    .map((id) => {
      const { shape, dtype } = facts.get(id)!.output!;
      const size = sizeOf(shape);
      if (dtype === 'float32') return { shape: [rows, ...shape], data: random.normal(rows * size) };
      const limit = Math.min(
        ...Object.values(graph.wires)
          .filter(({ from }) => from.block === id)
          .map(({ to }) => Number(graph.blocks[to.block]!.params.inputDim ?? 2)),
      );
      const data = new Int32Array(rows * size);
      const shortest = shortestSequence(Object.values(graph.blocks).map(({ type }) => type));
      for (let row = 0; row < rows; row++) {
        const used = row === 0 ? shortest : size - random.integer(Math.max(1, Math.floor(size / 2)));
        for (let at = 0; at < used; at++) data[row * size + at] = 1 + random.integer(Math.max(1, limit - 1));
      }
      return { shape: [rows, ...shape], data };
    });
}

/** What a model answers, computed block by block: its Outputs in order of flow. Needs a tfjs backend. */
export function evaluate(
  model: ModelDocument,
  weights: ReadonlyMap<string, FloatTensor>,
  inputs: readonly NumberTensor[],
): readonly FloatTensor[] {
  const graph = expand(model).graph;
  const { order, facts } = infer(graph);
  const fed = [...inputs];
  const context = { tf, training: false, uniform: () => tf.scalar(0), addLoss: () => {}, update: () => {} };
  const outputs = tf.tidy(() => {
    const values = new Map<string, Value>();
    const answers: tf.Tensor[] = [];
    for (const id of order) {
      const { definition, params, weights: specs, output } = facts.get(id)!;
      const given = Object.values(graph.wires)
        .filter(({ to }) => to.block === id)
        .map(({ from }) => values.get(from.block)!);
      if (definition.inputs === 'none') {
        const { data, shape } = fed.shift()!;
        values.set(id, { tensor: tf.tensor(data, [...shape], output!.dtype), mask: null });
      } else if (!definition.output) answers.push(given[0]!.tensor);
      else {
        const tensors = specs.map(({ name, shape }) => [
          name,
          tf.tensor(weights.get(`${id}/${name}`)!.data, [...shape]),
        ]);
        values.set(id, definition.forward(context, params, given, Object.fromEntries(tensors)));
      }
    }
    return answers.map((answer) => answer.clone());
  });
  const answers = outputs.map((output) => ({ shape: output.shape, data: Float32Array.from(output.dataSync()) }));
  tf.dispose(outputs);
  return answers;
}

/** The largest difference between two lists of tensors of the same shapes; infinite if shapes differ or a number is missing. */
export function largestDifference(a: readonly FloatTensor[], b: readonly FloatTensor[]): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (const [index, { shape, data }] of a.entries()) {
    const other = b[index]!;
    if (shape.join() !== other.shape.join()) return Infinity;
    for (const [at, value] of data.entries()) {
      const difference = Math.abs(value - other.data[at]!);
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return largest;
}
