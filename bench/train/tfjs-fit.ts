/** Times `model.fit` of TensorFlow.js's layers, on the kernels and the TensorFlow that ours runs on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { compileProgram } from '../../electron/engine/program/program.ts';
import { readNetwork } from './read-network.ts';
import { serve } from './worker.ts';

type LayerMaker = (config: object) => layers.layers.Layer;

const makers = {
  Dense: layers.layers.dense,
  Conv2D: layers.layers.conv2d,
  MaxPooling2D: layers.layers.maxPooling2d,
  Flatten: layers.layers.flatten,
  Embedding: layers.layers.embedding,
  LSTM: layers.layers.lstm,
  GRU: layers.layers.gru,
} as unknown as Readonly<Record<string, LayerMaker>>;

const losses: Readonly<Record<string, string>> = {
  MeanSquaredError: 'meanSquaredError',
  BinaryCrossentropy: 'binaryCrossentropy',
  SparseCategoricalCrossentropy: 'sparseCategoricalCrossentropy',
};

/** Params that its layers have too, in the same words; weights come later. */
const known = ['units', 'filters', 'kernelSize', 'poolSize', 'activation', 'inputDim', 'outputDim', 'returnSequences'];

let model: layers.Sequential;
let data: { readonly x: tf.Tensor; readonly y: tf.Tensor; readonly rows: number };

await serve({
  async open(network, updates) {
    const program = compileProgram(JSON.parse(readFileSync(join(network.folder, 'model.json'), 'utf8')));
    const { loss } = program.outputs[0]!;
    const { version } = await startBackend('tensorflow');
    const { weights, batches } = readNetwork(network);
    model = layers.sequential();
    model.add(layers.layers.inputLayer({ inputShape: [...network.input.shape] }));
    for (const call of program.calls) {
      const { definition, params } = call;
      const maker = makers[definition.type];
      if (!maker)
        throw new Error(`Chains of ${Object.keys(makers).join(', ')} are timed. Received: ${definition.type}.`);
      const given = Object.entries(params).filter(([name]) => known.includes(name));
      // Its loss for class numbers takes probabilities.
      const last = call === program.calls.at(-1) && loss.type === 'SparseCategoricalCrossentropy';
      const recurrent = definition.category === 'recurrent';
      const activation = recurrent
        ? { activation: 'tanh', recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros' }
        : {};
      // Its GRU resets before the product alone, where Keras's default and ours come after it.
      model.add(
        maker({
          ...Object.fromEntries(given),
          ...activation,
          ...(last && { activation: 'softmax' }),
        }),
      );
    }
    const calls = program.calls.filter((call) => call.weights.length > 0);
    const weighted = model.layers.filter((layer) => layer.getWeights().length > 0);
    for (const [index, layer] of weighted.entries()) {
      const own = layer.getWeights();
      layer.setWeights(
        calls[index]!.weights.map(({ id }, at) => {
          const { shape, size } = own[at]!;
          // Of GRU's two rows of biases its own takes the first.
          return tf.tensor(weights.get(id)!.subarray(0, size), shape);
        }),
      );
    }
    model.compile({
      optimizer: tf.train.adam(0.001, 0.9, 0.999, 1e-7),
      loss: losses[loss.type]!,
    });
    const inputs = batches.map(({ input }) => tf.tensor(input.data, [...input.shape]));
    // Class numbers are wanted as decimals.
    const targets = batches.map(({ target }) => tf.tensor(target.data, [...target.shape], 'float32'));
    data = { x: tf.concat(inputs), y: tf.concat(targets), rows: network.rows };
    const first: number[] = [];
    for (const [index, input] of inputs.slice(0, updates).entries()) {
      first.push((await model.trainOnBatch(input, targets[index]!)) as number);
    }
    tf.dispose([...inputs, ...targets]);
    return { losses: first, versions: { tfjs: tf.version_core, tensorflow: version } };
  },
  async train(count) {
    const all = data.x.shape[0]!;
    const rows = Math.min(count * data.rows, all);
    const first = (tensor: tf.Tensor) => (rows === all ? tensor.clone() : tf.slice(tensor, 0, rows));
    const [x, y] = [first(data.x), first(data.y)] as const;
    await model.fit(x, y, { batchSize: data.rows, shuffle: false, verbose: 0, yieldEvery: 'never' });
    tf.dispose([x, y]);
  },
});
