import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { readTemplate } from '../../electron/services/templates.ts';
import { blockCases } from '../../testing/block-cases.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import {
  chainOf,
  evaluate,
  largestDifference,
  modelOf,
  networks,
  randomInputs,
  randomWeights,
  type ShortBlock,
  trainingOf,
} from '../../testing/networks.ts';
import { predictions, runTypeScript, setWeights, typeErrors } from '../../testing/typescript-source.ts';
import { activationNames } from '../blocks/activations.ts';
import { lstm } from '../blocks/lstm.ts';
import { componentValue } from '../blocks/params.ts';
import type { ModelDocument } from '../graph/document.ts';
import { codeText } from './code.ts';
import { kerasGraph } from './keras-graph.ts';
import { toTypeScript } from './typescript.ts';

// Not one of our backends: those put right what tfjs does wrong.
beforeAll(() => core.setBackend('cpu'));

const written = (model: ModelDocument) => codeText(toTypeScript(model, { training: trainingOf() }));

const lstmInside = componentValue(lstm) as object;

/** Networks in which one mask ends before a layer that TensorFlow.js would show it to. */
const afterMasks: Readonly<Record<string, ModelDocument>> = {
  'an encoder of words and a decoder': chainOf(
    ['Input', { shape: [9], dtype: 'int32' }],
    ['Embedding', { inputDim: 20, outputDim: 5, maskZero: true }],
    ['LSTM', { units: 4 }],
    ['RepeatVector', { n: 3 }],
    ['GRU', { units: 4, returnSequences: true }],
    ['Bidirectional', { layer: { ...lstmInside, units: 3 } }],
    ['Softmax'],
    ['Output'],
  ),
};

const starters = ['mlp-diabetes', 'cnn-mnist', 'lstm-spam', 'gru-spam'];

const cases = { ...networks, ...blockCases, ...kerasOnlyCases, ...afterMasks };

test.each(Object.entries(cases))('tfjs-layers runs the source and gives the same answers: %s', async (_name, model) => {
  await expectSameAnswers(model);
});

test.each(starters)('tfjs-layers runs the source and gives the same answers: the starter %s', async (starter) => {
  const { model } = await readTemplate(starter);
  await expectSameAnswers(model);
});

async function expectSameAnswers(model: ModelDocument): Promise<void> {
  const there = await runTypeScript(written(model));
  const weights = randomWeights(model);
  setWeights(there, model, weights);
  const inputs = randomInputs(model, 7);
  const ours = evaluate(model, weights, inputs);
  expect(largestDifference(ours, await predictions(there, inputs))).toBeLessThan(1e-5);
  if (written(model).includes('forgets')) return;
  // Classes of the module come back from a saved model too.
  const json = JSON.parse(JSON.stringify(there.toJSON(null, false)));
  const again = await models.modelFromJSON(json);
  again.setWeights(there.getWeights());
  expect(largestDifference(ours, await predictions(again, inputs))).toBeLessThan(1e-5);
}

test('every activation is computed by the formula of Keras', async () => {
  for (const activation of activationNames) {
    const model = chainOf(['Input', { shape: [6] }], ['Dense', { units: 5, activation }], ['Output']);
    const there = await runTypeScript(written(model));
    const weights = randomWeights(model);
    setWeights(there, model, weights);
    const inputs = randomInputs(model, 20);
    const difference = largestDifference(evaluate(model, weights, inputs), await predictions(there, inputs));
    expect({ activation, difference }).toEqual({ activation, difference: expect.closeTo(0, 5) });
  }
});

test.each(Object.entries(cases))(
  'it can be trained, unless the source says that it cannot: %s',
  async (_name, model) => {
    if (kerasGraph(model).layers.every(({ weights }) => weights.length === 0)) return;
    const source = written(model);
    const saysNo = /cannot train|fails in training/.test(source);
    const there = await runTypeScript(source);
    const inputs = randomInputs(model, 4);
    const xs = inputs.map(({ data, shape }) =>
      core.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
    );
    const ys = kerasGraph(model).outputs.map(({ node, loss }) =>
      loss.className.startsWith('Sparse') ? core.zeros([4, 1]) : core.ones([4, ...node.output.shape]),
    );
    const fitted = there.fit(xs, ys, { batchSize: 4, epochs: 1, verbose: 0 });
    if (saysNo) await expect(fitted).rejects.toThrow();
    else expect(Number((await fitted).history.loss![0])).not.toBeNaN();
  },
);

test('the TypeScript compiler has nothing against the sources', async () => {
  const sources: Record<string, string> = {};
  for (const [index, model] of Object.values(cases).entries()) sources[index] = written(model);
  expect(typeErrors(sources)).toBe('');
});

test('every argument is written out, as a TypeScript developer writes it', () => {
  const model = chainOf(
    ['Input', { shape: [28, 28, 1] }, 'image'],
    ['Conv2D', { filters: 8, activation: 'relu', kernelRegularizer: { type: 'L2', l2: 0.01 } }, 'edges'],
    ['MaxPooling2D'],
    ['Flatten'],
    ['Dense', { units: 10, activation: 'softmax' }],
    [
      'Output',
      {
        loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false },
        metrics: [{ type: 'SparseCategoricalAccuracy' }],
      },
    ],
  );
  expect(
    codeText(toTypeScript(model, { name: 'My model', training: trainingOf('SGD') })),
  ).toBe(`import * as tf from '@tensorflow/tfjs';

const image = tf.input({ shape: [28, 28, 1], dtype: 'float32', name: 'image' });
const edges = tf.layers.conv2d({
  filters: 8,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: 'valid',
  dilationRate: [1, 1],
  activation: 'relu',
  useBias: true,
  kernelInitializer: tf.initializers.glorotUniform({}),
  biasInitializer: tf.initializers.zeros(),
  kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
  dataFormat: 'channelsLast',
  name: 'edges',
}).apply(image) as tf.SymbolicTensor;
const maxPooling2d = tf.layers.maxPooling2d({
  poolSize: [2, 2],
  padding: 'valid',
  dataFormat: 'channelsLast',
  name: 'max_pooling2d',
}).apply(edges) as tf.SymbolicTensor;
const flatten = tf.layers.flatten({ dataFormat: 'channelsLast', name: 'flatten' })
  .apply(maxPooling2d) as tf.SymbolicTensor;
const dense = tf.layers.dense({
  units: 10,
  activation: 'softmax',
  useBias: true,
  kernelInitializer: tf.initializers.glorotUniform({}),
  biasInitializer: tf.initializers.zeros(),
  name: 'dense',
}).apply(flatten) as tf.SymbolicTensor;

export const model = tf.model({ inputs: image, outputs: dense, name: 'my_model' });

model.compile({
  optimizer: tf.train.sgd(0.01),
  loss: 'sparseCategoricalCrossentropy',
  metrics: [tf.metrics.sparseCategoricalAccuracy],
});
`);
});

test('several inputs and outputs, a class of the module, and what is not the same', () => {
  const model = modelOf(
    {
      a: ['Input', { shape: [4] }, 'left'],
      b: ['Input', { shape: [4] }, 'right'],
      c: ['Subtract', {}, 'gap'],
      d: ['ELU', { alpha: 0.5 }],
      e: ['Output', { metrics: [{ type: 'MeanAbsoluteError' }] }],
      f: ['Output', { lossWeight: 0.5 }],
    },
    ['a -> c:1', 'b -> c:2', 'c -> d', 'd -> e', 'c -> f'],
  );
  expect(codeText(toTypeScript(model, { training: trainingOf('SGD') }))).toBe(`import * as tf from '@tensorflow/tfjs';

type LayerArgs = ConstructorParameters<typeof tf.layers.Layer>[0];

/** The one tensor that a layer gets. */
function only(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

/** ELU with an alpha, which TensorFlow.js's own passes over. */
class ScaledELU extends tf.layers.Layer {
  static className = 'ScaledELU';
  override supportsMasking = true;
  private readonly alpha: number;

  constructor(args: LayerArgs & { alpha: number }) {
    super(args);
    this.alpha = args.alpha;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = only(inputs);
      return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), this.alpha));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}
tf.serialization.registerClass(ScaledELU);

const left = tf.input({ shape: [4], dtype: 'float32', name: 'left' });
const right = tf.input({ shape: [4], dtype: 'float32', name: 'right' });
// TensorFlow.js has no Subtract: the second input is added with its sign turned.
const gapTurned = tf.layers.rescaling({ scale: -1, offset: 0, name: 'gap_turned' })
  .apply(right) as tf.SymbolicTensor;
const gap = tf.layers.add({ name: 'gap' })
  .apply([left, gapTurned]) as tf.SymbolicTensor;
const elu = new ScaledELU({ alpha: 0.5, name: 'elu' }).apply(gap) as tf.SymbolicTensor;

export const model = tf.model({
  inputs: [left, right],
  outputs: [gap, elu],
  name: 'model',
});

model.compile({
  optimizer: tf.train.sgd(0.01),
  loss: [
    (truth: tf.Tensor, prediction: tf.Tensor) => tf.mul(0.5, tf.metrics.meanSquaredError(truth, prediction)),
    'meanSquaredError',
  ] as string[],
  metrics: {
    elu: tf.metrics.meanAbsoluteError,
  },
});
`);
});

test('every line of a block knows its block, and a line of the whole model knows none', () => {
  const { lines } = toTypeScript(kerasOnlyCases['Subtract, and merges of sequences with masks']!, {
    training: trainingOf(),
  });
  const about = (start: string) => lines.find(({ text }) => text.trim().startsWith(start))?.block;
  expect([
    about('const inputs ='),
    about('const subtractTurned ='),
    about('// TensorFlow.js has no Subtract'),
    about('const subtract ='),
    about('loss:'),
    about('class WithoutMask'),
    about('model.compile'),
  ]).toEqual(['words', 'subtract', 'subtract', 'subtract', 'out', null, null]);
});

test('a block that is not whole becomes a comment that says why, and there is no model', () => {
  const model = modelOf({ a: ['Input'], b: ['Dense', { units: 0 }, 'wide\nline'], c: ['Dense'], d: ['Output'] }, [
    'a -> b',
    'b -> c',
    'c -> d',
  ]);
  expect(codeText(toTypeScript(model, { training: trainingOf() }))).toBe(`import * as tf from '@tensorflow/tfjs';

const inputs = tf.input({ shape: [10], dtype: 'float32', name: 'inputs' });
// wide line: Dense: Units must be a whole number, 1 or more. Received: 0.
// Dense: It follows from the blocks before it, which are not whole yet.
// Output: It follows from the blocks before it, which are not whole yet.
`);
});

test('names are variables of their own, whatever people write', async () => {
  const names = [
    'class',
    'tf',
    'model',
    'only',
    'a_b',
    'aB',
    'dense_2',
    'dense2',
    '词向量',
    '3 ways',
    "it's",
    'arguments',
  ];
  const model = chainOf(['Input'], ...names.map((name): ShortBlock => ['Dense', { units: 3 }, name]), ['Output']);
  const there = await runTypeScript(written(model));
  expect(there.layers.map(({ name }) => name)).toEqual(kerasGraph(model).layers.map(({ name }) => name));
});
