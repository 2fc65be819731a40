import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keras as kerasFormat } from '../../electron/formats/keras.ts';
import { readTemplate } from '../../electron/services/templates.ts';
import { blockCases } from '../../testing/block-cases.ts';
import { l1l2, scaling, tokens } from '../../testing/case-parts.ts';
import { exportableOf, predictionsInKeras } from '../../testing/exports.ts';
import { type Keras, startKeras } from '../../testing/keras.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { lacks } from '../../testing/leave-out.ts';
import {
  chainOf,
  modelOf,
  networks,
  randomInputs,
  randomWeights,
  type ShortBlock,
  trainingOf,
} from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { findTorchPython, startTorch, type Torch } from '../../testing/torch.ts';
import { firstValuesInTorch, predictionsInTorch, relativeDifference, trainInBoth } from '../../testing/torch-models.ts';
import { activationNames } from '../blocks/activations.ts';
import { biasInitializers, drawWeight, initializers } from '../blocks/initializers.ts';
import { lstm } from '../blocks/lstm.ts';
import { type Component, componentValue } from '../blocks/params.ts';
import type { ModelDocument } from '../graph/document.ts';
import { expand } from '../graph/expand.ts';
import { infer } from '../graph/infer.ts';
import { losses } from '../training/losses.ts';
import { optimizers } from '../training/optimizers.ts';
import { createRandom } from '../training/random.ts';
import { pyTorchState, pyTorchValues } from './pytorch-weights.ts';

const python = findTorchPython();
const title = 'PyTorch source runs in real PyTorch';
const reason = 'no Python with PyTorch was found; Debian has python3-torch, LAYERLOOM_TORCH_PYTHON names another';

const loadInKeras = 'model = keras.saving.load_model(input["path"])';

/** Every activation, one after the other on what it was given. */
const activations = modelOf(
  {
    input: ['Input', { shape: [3, 8] }],
    ...Object.fromEntries(activationNames.map((activation) => [activation, ['Activation', { activation }] as const])),
    all: ['Concatenate', { axis: 1 }],
    output: ['Output'],
  },
  [
    ...activationNames.map((activation) => `input -> ${activation}`),
    ...activationNames.map((activation, index) => `${activation} -> all:${index + 1}`),
    'all -> output',
  ],
);

const moreCases: Readonly<Record<string, ModelDocument>> = {
  'every activation': activations,
  'activations over the classes of a picture, whose channels come first': chainOf(
    ['Input', { shape: [4, 4, 2] }],
    ['Conv2D', { filters: 3, activation: 'softmax' }],
    ['Conv2D', { filters: 3, kernelSize: [1, 1] }],
    ['Softmax'],
    ['Conv2D', { filters: 3, kernelSize: [1, 1] }],
    ['Softmax', { axis: 1 }],
    ['Output'],
  ),
  'a picture joined with itself along its channels and along its rows': modelOf(
    {
      a: ['Input', { shape: [4, 4, 2] }],
      b: ['Conv2D', { filters: 3, padding: 'same' }],
      c: ['Conv2D', { filters: 2, kernelSize: [2, 2], padding: 'same' }],
      channels: ['Concatenate'],
      d: ['Conv2D', { filters: 4, kernelSize: [4, 4], padding: 'same', strides: [2, 2] }],
      e: ['Conv2D', { filters: 4, strides: [2, 2], padding: 'same' }],
      rows: ['Concatenate', { axis: -3 }],
      maximum: ['Maximum'],
      f: ['Output'],
    },
    [
      'a -> b',
      'a -> c',
      'b -> channels:1',
      'c -> channels:2',
      'channels -> d',
      'channels -> e',
      'd -> maximum:1',
      'e -> maximum:2',
      'maximum -> rows:1',
      'e -> rows:2',
      'rows -> f',
    ],
  ),
  'numbers of many dimensions, normalized': chainOf(
    ['Input', { shape: [2, 2, 2, 2, 3] }],
    ['BatchNormalization'],
    ['PReLU', { sharedAxes: [1, 2, 3, 4] }],
    ['GroupNormalization', { groups: 3 }],
    ['Output'],
  ),
  'a mask on masked steps alone on one side': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      a: ['Embedding', { inputDim: 9, outputDim: 3, maskZero: true }],
      b: ['Embedding', { inputDim: 9, outputDim: 3 }],
      minimum: ['Minimum'],
      steps: ['Concatenate', { axis: 1 }],
      all: ['Concatenate'],
      read: ['LSTM', { units: 3, goBackwards: true, returnSequences: true }],
      again: ['LSTM', { units: 3 }],
      beside: ['GRU', { units: 2 }],
      joined: ['Concatenate'],
      out: ['Output'],
    },
    [
      'words -> a',
      'words -> b',
      'b -> minimum:1',
      'a -> minimum:2',
      'a -> steps:1',
      'minimum -> steps:2',
      'steps -> read',
      'read -> again',
      'a -> all:1',
      'b -> all:2',
      'all -> beside',
      'again -> joined:1',
      'beside -> joined:2',
      'joined -> out',
    ],
  ),
  'names that PyTorch has for something else': chainOf(
    ['Input', { shape: [4] }, 'self'],
    ['Dense', { units: 3 }, 'train'],
    ['Activation', { activation: 'squareplus' }, 'squareplus'],
    ['Dense', { units: 3 }, 'parameters'],
    ['Dense', { units: 3 }, 'torch'],
    ['Output', {}, 'forward'],
  ),
};

const all = { ...networks, ...blockCases, ...kerasOnlyCases, ...moreCases };

/** What trains alike: nothing random, and no variance that PyTorch keeps otherwise. */
const trained: Readonly<Record<string, ModelDocument>> = {
  mlp: networks.mlp,
  'a text with padding, by an LSTM': networks.lstm,
  'a text with padding, by a GRU': networks.gru,
  'every step of a text with padding': kerasOnlyCases['GRU with reset after']!,
  'a penalty on kernel and output': blockCases['Input of several dimensions, Dense on the last']!,
  'several Inputs and Outputs': blockCases['several Inputs and Outputs, one of them on an Input']!,
  'a picture': chainOf(
    ['Input', { shape: [7, 7, 2] }],
    ['Conv2D', { filters: 3, padding: 'same', strides: [2, 2], activation: 'tanh', kernelRegularizer: l1l2 }],
    ['AveragePooling2D', { poolSize: [3, 3], padding: 'same' }],
    ['LayerNormalization', { center: false }],
    ['Flatten'],
    ['Dense', { units: 4, activation: 'softmax' }],
    ['Output', { loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false } }],
  ),
  'a penalty on both ways of a Bidirectional, and on a bias': chainOf(
    ...tokens(true),
    [
      'Bidirectional',
      {
        layer: componentValue(lstm, {
          units: 3,
          activityRegularizer: l1l2 as never,
        }),
      },
    ],
    ['Output'],
  ),
  'a penalty on the heads of attention': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      rows: ['Embedding', { inputDim: 9, outputDim: 6, maskZero: true }],
      attention: [
        'MultiHeadAttention',
        { numHeads: 2, keyDim: 3, activityRegularizer: l1l2, kernelInitializer: scaling, biasRegularizer: l1l2 },
      ],
      out: ['Output'],
    },
    ['words -> rows', 'rows -> attention:query', 'rows -> attention:value', 'attention -> out'],
  ),
};

const lossVariants = losses.flatMap((loss) => {
  const variants: Record<string, unknown>[] = 'fromLogits' in loss.params ? [{}, { fromLogits: true }] : [{}];
  if ('labelSmoothing' in loss.params)
    variants.push({ labelSmoothing: 0.1 }, { labelSmoothing: 0.2, fromLogits: true });
  if (loss.type === 'Huber') variants.push({ delta: 0.5 });
  return variants.map((params) => ({ loss, params }));
});

/** An Output for each loss, behind what its predictions have to be. */
function withEachLoss(blocks: readonly ShortBlock[]): ModelDocument {
  const graph: Record<string, ShortBlock> = {};
  const wires: string[] = [];
  for (const [index, block] of blocks.entries()) {
    graph[`b${index}`] = block;
    if (index > 0) wires.push(`b${index - 1} -> b${index}`);
  }
  for (const [index, { loss, params }] of lossVariants.entries()) {
    const isScore = params.fromLogits === true || loss.expects === 'any';
    const activation = isScore ? 'linear' : loss.expects === 'probability' ? 'sigmoid' : 'softmax';
    graph[`c${index}`] = ['Dense', { units: 4, activation }];
    graph[`d${index}`] = [
      'Output',
      { loss: componentValue(loss as Component, params as never), lossWeight: 1 + index / 4 },
    ];
    wires.push(`b${blocks.length - 1} -> c${index}`, `c${index} -> d${index}`);
  }
  return modelOf(graph, wires);
}

const judged: Readonly<Record<string, ModelDocument>> = {
  'of samples': withEachLoss([['Input', { shape: [3] }]]),
  'of steps': withEachLoss([['Input', { shape: [2, 3] }]]),
  'of steps that a mask leaves': withEachLoss(tokens(true)),
};

const withInitializers = (names: readonly string[], block: (value: { readonly type: string }) => ShortBlock) =>
  names.map((type) =>
    block(componentValue(initializers.find((one) => one.type === type)!, startParams[type] as never)),
  );

const startParams: Readonly<Record<string, object>> = {
  Constant: { value: 0.5 },
  RandomNormal: { mean: 1, stddev: 0.2 },
  RandomUniform: { minval: 0.1, maxval: 0.6 },
  TruncatedNormal: { mean: 1, stddev: 0.2 },
  VarianceScaling: { scale: 3, mode: 'fan_out', distribution: 'uniform' },
  Orthogonal: { gain: 2 },
  Identity: { gain: 0.5 },
};

const started: Readonly<Record<string, ModelDocument>> = {
  'every initializer of kernels': chainOf(
    ['Input', { shape: [60] }],
    ...withInitializers(
      initializers.map(({ type }) => type),
      (kernelInitializer) => ['Dense', { units: 40, kernelInitializer, biasInitializer: kernelOf('Ones') }],
    ),
    ['Output'],
  ),
  'every initializer of biases': chainOf(
    ['Input', { shape: [4] }],
    ...withInitializers(
      biasInitializers.map(({ type }) => type),
      (biasInitializer) => ['Dense', { units: 900, kernelInitializer: kernelOf('Zeros'), biasInitializer }],
    ),
    ['Output'],
  ),
  'gates that start as an identity': chainOf(
    ['Input', { shape: [5, 40] }],
    [
      'GRU',
      {
        units: 20,
        returnSequences: true,
        kernelInitializer: kernelOf('Identity'),
        recurrentInitializer: kernelOf('Identity'),
      },
    ],
    [
      'LSTM',
      {
        units: 15,
        returnSequences: true,
        kernelInitializer: kernelOf('Identity'),
        biasInitializer: kernelOf('RandomNormal'),
      },
    ],
    ['LSTM', { units: 60, unitForgetBias: false, biasInitializer: kernelOf('GlorotUniform') }],
    ['Output'],
  ),
  'kernels whose inputs PyTorch counts otherwise': chainOf(
    ['Input', { shape: [9, 9, 24] }],
    ['Conv2D', { filters: 24, groups: 2 }],
    ['DepthwiseConv2D', { depthMultiplier: 2, depthwiseInitializer: kernelOf('HeUniform') }],
    ['SeparableConv2D', { filters: 8, depthwiseInitializer: kernelOf('LecunNormal') }],
    ['Conv2DTranspose', { filters: 30, kernelInitializer: kernelOf('HeNormal') }],
    ['BatchNormalization', { movingVarianceInitializer: kernelOf('Constant'), gammaInitializer: kernelOf('Zeros') }],
    ['PReLU', { alphaInitializer: kernelOf('RandomUniform') }],
    ['Output'],
  ),
  'attention and recurrent layers': modelOf(
    {
      a: ['Input', { shape: [4], dtype: 'int32' }],
      b: ['Embedding', { inputDim: 50, outputDim: 36 }],
      c: ['MultiHeadAttention', { numHeads: 3, keyDim: 20, valueDim: 30 }],
      d: ['Attention', { useScale: true, scoreMode: 'concat' }],
      e: ['Bidirectional', { layer: componentValue(lstm, { units: 24, dropout: 0.1, returnSequences: true }) }],
      f: ['GRU', { units: 30, resetAfter: false, biasInitializer: kernelOf('Ones') }],
      g: ['Output'],
    },
    ['a -> b', 'b -> c:query', 'b -> c:value', 'c -> d:query', 'b -> d:value', 'd -> e', 'e -> f', 'f -> g'],
  ),
};

function kernelOf(type: string) {
  return componentValue(initializers.find((one) => one.type === type)!, startParams[type] as never);
}

function judge(): void {
  let keras: Keras;
  let torch: Torch;
  beforeAll(() => {
    keras = startKeras();
    torch = startTorch(python!);
  });
  afterAll(() => {
    keras?.close();
    torch?.close();
  });

  async function compare(model: ModelDocument, rows = 5): Promise<void> {
    const weights = randomWeights(model);
    const path = join(temporaryFolder(), 'model.keras');
    await kerasFormat.write({ ...exportableOf(model), weights }, path);
    const inputs = randomInputs(model, rows);
    const ours = await predictionsInTorch(torch, model, weights, inputs);
    const theirs = await predictionsInKeras(keras, loadInKeras, { path }, inputs);
    expect(relativeDifference(ours, theirs.outputs)).toBeLessThan(1e-5);
  }

  test.each(Object.entries(all))('it computes what Keras does: %s', (_name, model) => compare(model));

  test.each(['mlp-diabetes', 'cnn-mnist', 'lstm-spam', 'gru-spam'])(
    'a starter computes what it does in Keras: %s',
    async (name) => compare((await readTemplate(name)).model, 2),
  );

  test.each(Object.entries(trained))('it learns what Keras learns: %s', async (_name, model) => {
    const training = { ...trainingOf('SGD'), optimizer: { ...trainingOf('SGD').optimizer, learningRate: 0.1 } };
    const path = join(temporaryFolder(), 'model.keras');
    const given = [model, randomWeights(model), randomInputs(model, 5), training, path] as const;
    const { ours, theirs } = await trainInBoth({ torch, keras }, ...given);
    for (const [at, loss] of ours.losses.entries()) expect(loss / theirs.losses[at]!).toBeCloseTo(1, 5);
    expect(relativeDifference(ours.outputs, theirs.outputs)).toBeLessThan(3e-5);
  });

  test.each(Object.entries(judged))('each loss is what it is in Keras: %s', async (_name, model) => {
    const path = join(temporaryFolder(), 'model.keras');
    const given = [model, randomWeights(model), randomInputs(model, 5), trainingOf('SGD'), path] as const;
    const { ours, theirs } = await trainInBoth({ torch, keras }, ...given);
    for (const [at, loss] of ours.losses.entries()) expect(loss / theirs.losses[at]!).toBeCloseTo(1, 5);
    expect(relativeDifference(ours.outputs, theirs.outputs)).toBeLessThan(1e-5);
  });

  // Without epsilon, which the two libraries add at different places.
  test.each(optimizers.map(({ type }) => type))(
    'an optimizer with everything changed steps as in Keras: %s',
    async (type) => {
      const optimizer = optimizers.find((one) => one.type === type)!;
      const changed = {
        momentum: 0.5,
        nesterov: true,
        centered: true,
        amsgrad: true,
        beta1: 0.8,
        beta2: 0.9,
        rho: 0.8,
      };
      const others = { epsilon: 0, learningRate: 0.02, weightDecay: 0.1, initialAccumulatorValue: 0.2 };
      const settings = Object.entries({ ...changed, ...others }).filter(([key]) => key in optimizer.params);
      const training = { ...trainingOf(type), optimizer: { type, ...Object.fromEntries(settings) } };
      const model = chainOf(
        ['Input', { shape: [4] }],
        ['Dense', { units: 3, activation: 'tanh' }],
        ['Dense'],
        ['Output'],
      );
      const path = join(temporaryFolder(), 'model.keras');
      const given = [model, randomWeights(model), randomInputs(model, 5), training, path] as const;
      const { ours, theirs } = await trainInBoth({ torch, keras }, ...given);
      expect(relativeDifference(ours.outputs, theirs.outputs)).toBeLessThan(3e-5);
    },
  );

  test.each(Object.entries(started))('weights start as they do in Keras: %s', async (_name, model) => {
    const values = await firstValuesInTorch(torch, model);
    const { facts } = infer(expand(model).graph);
    const random = createRandom(1);
    for (const { key, source, form } of pyTorchState(model)) {
      const [id, ...rest] = source.split('/');
      const spec = facts.get(id!)!.weights.find(({ name }) => name === rest.join('/'))!;
      const ours = [...pyTorchValues(form, { shape: spec.shape, data: drawWeight(spec, random) })];
      const theirs = values[key]!;
      if (new Set(ours).size < 4) expect([key, theirs.map(Math.fround)]).toEqual([key, ours]);
      else expectAlike(key, theirs, ours);
    }
  });
}

/** Numbers drawn from the same distribution: alike in mean, spread and limits. */
function expectAlike(key: string, theirs: readonly number[], ours: readonly number[]): void {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const spread = (list: readonly number[], middle = mean(list)) =>
    Math.sqrt(mean(list.map((value) => (value - middle) ** 2)));
  const middle = mean(ours);
  const largest = (list: readonly number[]) => Math.max(...list.map((value) => Math.abs(value - middle)));
  expect([key, theirs.length]).toEqual([key, ours.length]);
  const size = spread(ours);
  expect(Math.abs(mean(theirs) - mean(ours)) / size, key).toBeLessThan(6 / Math.sqrt(ours.length));
  expect(Math.abs(spread(theirs) / size - 1), key).toBeLessThan(6 / Math.sqrt(ours.length));
  // A normal distribution has no limit, and so its largest numbers differ.
  expect(Math.abs(largest(theirs) / largest(ours) - 1), key).toBeLessThan(0.35);
}

// One test stands for all, so that one reason does.
if (lacks(python !== null, title, 'torch', reason)) test.skip(title, () => {});
else describe(title, judge);
