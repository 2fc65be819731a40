import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { activationNames } from '../../shared/blocks/activations.ts';
import { lstm } from '../../shared/blocks/lstm.ts';
import { componentValue } from '../../shared/blocks/params.ts';
import { kerasGraph } from '../../shared/code/keras-graph.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { blockCases } from '../../testing/block-cases.ts';
import { exportableOf, predictionsInKeras } from '../../testing/exports.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { chainOf, evaluate, largestDifference, modelOf, networks, randomInputs } from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { wasm } from '../engine/backends/wasm.ts';
import { keras as kerasFormat } from './keras.ts';
import { tfjs } from './tfjs.ts';
import { openTfjsFolder } from './tfjs-reader.ts';

/** The gradients there are before anything loads tfjs-layers. */
let gradients: readonly (tf.GradConfig | undefined)[];
const gradientsInUse = () => ['Relu', 'Conv2D', 'Add'].map((kernel) => tf.getGradient(kernel));

const oracle = kerasFromTheStart();

beforeAll(async () => {
  await wasm.start();
  gradients = gradientsInUse();
});

const { gru, ...expressible } = networks;

const lstmInside = componentValue(lstm) as object;

/** A mask that ended before a layer that tfjs-layers would show it to. */
const afterMask = {
  'Softmax behind an LSTM that followed a mask': chainOf(
    ['Input', { shape: [9], dtype: 'int32' }],
    ['Embedding', { inputDim: 20, outputDim: 5, maskZero: true }],
    ['LSTM', { units: 4 }],
    ['Softmax'],
    ['Output'],
  ),
  'a decoder as long as the masked text, whose steps go on': chainOf(
    ['Input', { shape: [9], dtype: 'int32' }],
    ['Embedding', { inputDim: 6, outputDim: 5, maskZero: true }],
    ['LSTM', { units: 4 }],
    ['RepeatVector', { n: 9 }],
    ['GRU', { units: 4, returnSequences: true, resetAfter: false }],
    ['SimpleRNN', { units: 3, returnSequences: true }],
    ['Output'],
  ),
  'a decoder of another length, both ways': chainOf(
    ['Input', { shape: [9], dtype: 'int32' }],
    ['Embedding', { inputDim: 6, outputDim: 5, maskZero: true }],
    ['LSTM', { units: 4 }],
    ['RepeatVector', { n: 3 }],
    ['Bidirectional', { layer: { ...lstmInside, units: 3, returnSequences: true } }],
    ['GlobalMaxPooling1D'],
    ['Output'],
  ),
  'a branch beside a masked one': modelOf(
    {
      words: ['Input', { shape: [9], dtype: 'int32' }],
      table: ['Embedding', { inputDim: 6, outputDim: 5, maskZero: true }],
      reader: ['LSTM', { units: 4 }],
      readings: ['Input', { shape: [9, 2] }],
      other: ['LSTM', { units: 4 }],
      both: ['Concatenate'],
      output: ['Output'],
    },
    ['words -> table', 'table -> reader', 'readings -> other', 'other -> both:1', 'reader -> both:2', 'both -> output'],
  ),
};

test.each(Object.entries({ ...expressible, ...blockCases, ...afterMask }))(
  'tfjs-layers opens it and gives the same answers: %s',
  async (_name, model) => {
    const exportable = exportableOf(model);
    expect(tfjs.check(exportable.graph)).toEqual([]);
    const path = join(temporaryFolder(), 'model');
    const files = await tfjs.write(exportable, path);
    expect(readdirSync(path).sort()).toEqual([...files].sort());
    const inputs = randomInputs(model, 7);
    const ours = evaluate(model, exportable.weights, inputs);
    const tensors = tf.memory().numTensors;
    const predictor = await openTfjsFolder(path);
    expect(largestDifference(ours, await predictor.predict(inputs))).toBeLessThan(1e-5);
    await predictor.close();
    expect(tf.memory().numTensors).toBe(tensors);
  },
);

test.each(Object.entries(afterMask))('and real Keras gives them too: %s', async (_name, model) => {
  const exportable = exportableOf(model);
  const folder = temporaryFolder();
  const inputs = randomInputs(model, 7);
  await tfjs.write(exportable, join(folder, 'model'));
  await kerasFormat.write(exportable, join(folder, 'model.keras'));
  const load = 'model = keras.saving.load_model(input["path"])';
  const keras = await predictionsInKeras(oracle, load, { path: join(folder, 'model.keras') }, inputs);
  const predictor = await openTfjsFolder(join(folder, 'model'));
  expect(largestDifference(keras.outputs, await predictor.predict(inputs))).toBeLessThan(1e-5);
  await predictor.close();
});

test('reading back leaves the gradients in use as they were', async () => {
  const path = join(temporaryFolder(), 'model');
  await tfjs.write(exportableOf(networks.mlp), path);
  await (await openTfjsFolder(path)).close();
  expect(gradients).not.toContain(undefined);
  for (const [index, gradient] of gradientsInUse().entries()) expect(gradient).toBe(gradients[index]);
});

test('every activation is written with the formula of Keras, or refused', async () => {
  for (const activation of activationNames) {
    const model = chainOf(['Input', { shape: [6] }], ['Dense', { units: 5, activation }], ['Output']);
    const exportable = exportableOf(model);
    const problems = tfjs.check(exportable.graph);
    if (problems.length > 0) {
      expect(inEnglish(problems[0]!)).toContain(`Received: ${activation}.`);
      continue;
    }
    const path = join(temporaryFolder(), 'model');
    await tfjs.write(exportable, path);
    const predictor = await openTfjsFolder(path);
    const inputs = randomInputs(model, 20);
    const difference = largestDifference(evaluate(model, exportable.weights, inputs), await predictor.predict(inputs));
    expect({ activation, difference }).toEqual({ activation, difference: expect.closeTo(0, 5) });
    await predictor.close();
  }
});

test.each([
  [
    'GRU with reset after',
    gru,
    'TensorFlow.js has only the older GRU, whose reset gate acts before the product with the memory. Switch off "Reset after" of "gru" and train again. Expected: reset_after=False. Received: reset_after=True.',
  ],
  [
    'convolution in groups',
    kerasOnlyCases['Conv2D in groups']!,
    'TensorFlow.js cannot express groups of "conv2d" as it is set. Expected: groups=1. Received: groups=2.',
  ],
  [
    'convolution with causal padding',
    kerasOnlyCases['Conv1D with causal padding']!,
    'TensorFlow.js cannot express padding of "conv1d" as it is set. Expected: padding="valid" or padding="same". Received: padding="causal".',
  ],
  [
    'convolution of each channel with dilation',
    kerasOnlyCases['DepthwiseConv2D with dilation']!,
    'TensorFlow.js cannot express dilation_rate of "depthwise_conv2d" as it is set. Expected: dilation_rate=[1,1]. Received: dilation_rate=[2,2].',
  ],
  [
    'transposed convolution with output padding',
    kerasOnlyCases['Conv2DTranspose with output padding, with dilation']!,
    'TensorFlow.js cannot express output_padding of "conv2dtranspose" as it is set. Expected: output_padding=null. Received: output_padding=[1,0].',
  ],
  [
    'Bidirectional that gives every step, with a mask',
    kerasOnlyCases['Bidirectional of every step with a mask']!,
    'In TensorFlow.js "bidirectional" (Bidirectional) cannot follow a block that hides padding. Switch off "Mask zero" of the Embedding before it and train again. Expected: an input without mask. Received: a masked input.',
  ],
  [
    'layer inside that TensorFlow.js does not have in this form',
    kerasOnlyCases['Bidirectional of every step with a mask']!,
    'TensorFlow.js has only the older GRU, whose reset gate acts before the product with the memory. Switch off "Reset after" of "bidirectional_2" and train again. Expected: reset_after=False. Received: reset_after=True.',
  ],
  [
    'layer inside that TensorFlow.js does not have',
    kerasOnlyCases['TimeDistributed with layers that only Keras has']!,
    'TensorFlow.js has no layer GroupNormalization, which "time_distributed" has inside. Received: GroupNormalization.',
  ],
  [
    'mask that ends at Flatten',
    kerasOnlyCases['a mask that ends at Flatten']!,
    'In TensorFlow.js "flatten" (Flatten) cannot follow a block that hides padding. Switch off "Mask zero" of the Embedding before it and train again. Expected: an input without mask. Received: a masked input.',
  ],
  [
    'recurrent layer inside, after a mask that has ended',
    chainOf(
      ['Input', { shape: [4, 2] }],
      ['Masking', {}, 'pauses'],
      ['LSTM', { units: 4 }],
      ['Reshape', { targetShape: [2, 2, 1] }],
      ['TimeDistributed', { layer: { ...lstmInside, units: 3 } }],
      ['Output'],
    ),
    'TensorFlow.js shows LSTM, which "time_distributed" has inside, the masks of other blocks. Switch off "Mask zero" of each Embedding, or take Masking away, and train again. Expected: a model without masks. Received: a mask of "pauses".',
  ],
  [
    'Subtract',
    kerasOnlyCases['Subtract, and merges of sequences with masks']!,
    'TensorFlow.js has no layer Subtract, which "subtract" is. Received: Subtract.',
  ],
  [
    'Multiply of masked sequences',
    kerasOnlyCases['Subtract, and merges of sequences with masks']!,
    'In TensorFlow.js "multiply" (Multiply) cannot follow a block that hides padding. Switch off "Mask zero" of the Embedding before it and train again. Expected: an input without mask. Received: a masked input.',
  ],
  [
    'Dot of pictures',
    kerasOnlyCases['Dot, normalized, along dimensions in the middle']!,
    'TensorFlow.js computes "dot" (Dot) for inputs of at most 2 dimensions. Received: 3×4×2.',
  ],
])('a %s is refused before writing', (_name, model, problem) => {
  expect(tfjs.check(kerasGraph(model)).map(inEnglish)).toContain(problem);
});

test('weights of more than 4 MiB are cut into shards that belong together again', async () => {
  const model = chainOf(['Input', { shape: [1100] }], ['Dense', { units: 1100 }], ['Output']);
  const exportable = exportableOf(model, { version: 1, features: {} });
  const path = join(temporaryFolder(), 'model');
  expect(await tfjs.write(exportable, path)).toEqual([
    'model.json',
    'group1-shard1of2.bin',
    'group1-shard2of2.bin',
    'preparation.json',
  ]);
  const predictor = await openTfjsFolder(path);
  const inputs = randomInputs(model, 2);
  expect(largestDifference(evaluate(model, exportable.weights, inputs), await predictor.predict(inputs))).toBeLessThan(
    1e-3,
  );
  await predictor.close();
});

test('a cut off shard is not opened', async () => {
  const path = join(temporaryFolder(), 'model');
  await tfjs.write(exportableOf(networks.mlp), path);
  const shard = join(path, 'group1-shard1of1.bin');
  writeFileSync(shard, readFileSync(shard).subarray(0, 100));
  await expect(openTfjsFolder(path)).rejects.toThrow();
});
