import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  chainOf,
  evaluate,
  networks,
  randomInputs,
  randomWeights,
  type ShortBlock,
  trainingOf,
} from '../../../testing/networks.ts';
import { runTypeScript, setWeights, typeErrors } from '../../../testing/typescript-source.ts';
import type { ComponentValue } from '../../blocks/params.ts';
import type { ModelDocument } from '../../graph/document.ts';
import { lossOf } from '../../training/losses.ts';
import { metricOf } from '../../training/metrics.ts';
import type { Optimizer } from '../../training/optimizers/define-optimizer.ts';
import { optimizers } from '../../training/optimizers.ts';
import { createRandom } from '../../training/random.ts';
import { codeText } from '../code.ts';
import { kerasGraph } from '../keras-graph.ts';
import { toTypeScript } from '../typescript.ts';

// Not one of our backends: those put right what tfjs does wrong.
beforeAll(() => core.setBackend('cpu'));

const written = (model: ModelDocument) => codeText(toTypeScript(model, { training: trainingOf() }));

/** The last layer before an Output that is judged. */
const judgedLayer = (units: number, activation: string): ShortBlock => ['Dense', { units, activation }];

/** Models with every loss as each of its settings has it, by what is judged. */
const judged: Readonly<Record<string, ModelDocument>> = Object.fromEntries(
  (
    [
      ['linear', { type: 'MeanSquaredError' }],
      ['linear', { type: 'MeanAbsoluteError' }],
      ['linear', { type: 'Huber', delta: 0.5 }],
      ['sigmoid', { type: 'BinaryCrossentropy', fromLogits: false, labelSmoothing: 0 }],
      ['sigmoid', { type: 'BinaryCrossentropy', fromLogits: false, labelSmoothing: 0.2 }],
      ['linear', { type: 'BinaryCrossentropy', fromLogits: true, labelSmoothing: 0.2 }],
      ['softmax', { type: 'CategoricalCrossentropy', fromLogits: false, labelSmoothing: 0 }],
      ['softmax', { type: 'CategoricalCrossentropy', fromLogits: false, labelSmoothing: 0.1 }],
      ['linear', { type: 'CategoricalCrossentropy', fromLogits: true, labelSmoothing: 0.1 }],
      ['softmax', { type: 'SparseCategoricalCrossentropy', fromLogits: false }],
    ] as const
  ).flatMap(([activation, loss]) =>
    [1, 0.5]
      .filter((lossWeight) => lossWeight === 1 || !loss.type.startsWith('Sparse'))
      .map((lossWeight) => [
        `${JSON.stringify(loss)} × ${lossWeight}`,
        chainOf(['Input', { shape: [6] }], judgedLayer(3, activation), ['Output', { loss, lossWeight }]),
      ]),
  ),
);

const measuredBy = (units: number, activation: string, kinds: readonly ComponentValue[]): ModelDocument =>
  chainOf(['Input', { shape: [6] }], judgedLayer(units, activation), ['Output', { metrics: kinds }]);

/** Models with every metric there is in TensorFlow.js. */
const measured: Readonly<Record<string, ModelDocument>> = {
  numbers: measuredBy(2, 'linear', [
    { type: 'MeanAbsoluteError' },
    { type: 'MeanSquaredError' },
    { type: 'RootMeanSquaredError' },
  ]),
  'one number': measuredBy(1, 'linear', [{ type: 'R2Score' }]),
  'yes or no': measuredBy(1, 'sigmoid', [
    { type: 'BinaryAccuracy', threshold: 0.4 },
    { type: 'Precision', threshold: 0.45 },
    { type: 'Recall', threshold: 0.55 },
  ]),
  'classes as rows': measuredBy(3, 'softmax', [{ type: 'CategoricalAccuracy' }]),
};

/** Rows and what is right for them: numbers, yes or no, or one of three classes. */
function rowsAndTruth(model: ModelDocument, isClasses: boolean, isSparse: boolean) {
  const [input] = randomInputs(model, 16);
  const units = kerasGraph(model).outputs[0]!.node.output.shape.at(-1)!;
  const random = createRandom(3);
  const classes = Array.from({ length: 16 }, () => random.integer(units));
  const numbers = Array.from({ length: 16 * units }, () => random.integer(2));
  const rows = core.oneHot(core.tensor1d(classes, 'int32'), Math.max(units, 2));
  const truth = isSparse
    ? core.tensor2d(classes, [16, 1])
    : isClasses
      ? core.cast(rows, 'float32')
      : core.tensor2d(numbers, [16, units], 'float32');
  return { inputs: [input!], xs: core.tensor(input!.data, [...input!.shape]), truth, classes };
}

test.each(Object.entries(judged))('a loss is the number that we compute: %s', async (_name, model) => {
  const there = await runTypeScript(written(model));
  const weights = randomWeights(model);
  setWeights(there, model, weights);
  const params = model.graphs.main!.blocks.b02!.params as unknown as { loss: ComponentValue; lossWeight: number };
  const isSparse = params.loss.type.startsWith('Sparse');
  const { inputs, xs, truth, classes } = rowsAndTruth(model, params.loss.type.startsWith('Cat'), isSparse);
  const [answer] = evaluate(model, weights, inputs);
  const target = isSparse ? core.tensor1d(classes, 'int32') : truth;
  const prediction = core.tensor(answer!.data, [...answer!.shape]);
  const each = lossOf(params.loss).compute(core, params.loss as never, target, prediction);
  const ours = core.mean(each).dataSync()[0]! * params.lossWeight;
  const theirs = there.evaluate(xs, truth, { batchSize: 16 }) as core.Scalar;
  expect(theirs.dataSync()[0]).toBeCloseTo(ours, 5);
});

test.each(Object.entries(measured))('metrics of one batch are the numbers that we compute: %s', async (name, model) => {
  const there = await runTypeScript(written(model));
  const weights = randomWeights(model);
  setWeights(there, model, weights);
  const { metrics: kinds } = model.graphs.main!.blocks.b02!.params as unknown as { metrics: readonly ComponentValue[] };
  const { inputs, xs, truth } = rowsAndTruth(model, name === 'classes as rows', false);
  const [answer] = evaluate(model, weights, inputs);
  const prediction = core.tensor(answer!.data, [...answer!.shape]);
  const ours = kinds.map((kind) => {
    const metric = metricOf(kind);
    const sums = metric.update(core, kind as never, truth, prediction, null);
    return metric.result(
      kind as never,
      sums.flatMap((sum) => [...sum.dataSync()]),
    );
  });
  const theirs = (there.evaluate(xs, truth, { batchSize: 16 }) as core.Scalar[]).slice(1);
  expect(theirs.length).toBe(ours.length);
  for (const [at, value] of theirs.entries()) expect(value.dataSync()[0]).toBeCloseTo(ours[at]!, 5);
});

test('what TensorFlow.js does not have to train with is said, and left out', () => {
  const settings = trainingOf('AdamW');
  const model = chainOf(
    ['Input', { shape: [4, 3] }],
    ['Dense', { activityRegularizer: { type: 'L2', l2: 0.1 }, kernelInitializer: { type: 'HeNormal' } }],
    [
      'Output',
      {
        metrics: [{ type: 'AUC', numThresholds: 200, curve: 'ROC', fromLogits: false }],
      },
    ],
  );
  const source = codeText(toTypeScript(model, { training: settings }));
  expect(source.match(/\/\/.*/g)).toEqual([
    '// TensorFlow.js draws the first weights of HeNormal 12 % narrower than Keras.',
    '// TensorFlow.js has no penalty on what a layer gives: activity_regularizer=L2(l2=0.1)',
    '// is left out.',
    '// TensorFlow.js has no AdamW: this is Adam, without weight_decay=0.004.',
    '// TensorFlow.js has no metric AUC: auc is left out.',
  ]);
});

test('the TypeScript compiler has nothing against them', () => {
  const sources: Record<string, string> = {};
  for (const { type } of optimizers) {
    sources[type] = codeText(toTypeScript(networks.mlp, { training: trainingOf(type) }));
  }
  for (const [index, model] of Object.values({ ...judged, ...measured }).entries()) sources[index] = written(model);
  expect(typeErrors(sources)).toBe('');
});

test.each([
  ['SGD', {}],
  ['SGD', { momentum: 0.9, nesterov: true }],
  ['Adam', {}],
  ['RMSprop', { momentum: 0.5 }],
  ['Adagrad', {}],
] as const)('a step of %s %j moves the weights as ours does', async (type, params) => {
  const model = networks.mlp;
  const training = trainingOf(type);
  const optimizer = { ...training.optimizer, learningRate: 0.01, ...params };
  const there = await runTypeScript(codeText(toTypeScript(model, { training: { ...training, optimizer } })));
  const before = randomWeights(model);
  setWeights(there, model, before);
  const found = optimizers.find((one) => one.type === type) as unknown as Optimizer;
  const [input] = randomInputs(model, 8);
  const xs = core.tensor(input!.data, [...input!.shape]);
  const ys = core.ones([8, 1]);
  const bias = there.getLayer('dense_3').getWeights()[1]!;
  const [start] = bias.dataSync();
  const answer = there.predict(xs) as core.Tensor;
  // The slope of the mean squared error along the last bias.
  const slope = core.mean(core.mul(2, core.sub(answer, ys)));
  const values = optimizer as never;
  const slots = Object.fromEntries(
    found.slots(values).map((slot) => [slot, core.fill([1], found.slotValue(values, slot))]),
  );
  const context = { tf: core, step: core.scalar(0), learningRate: core.scalar(0.01) };
  const scalars = found.prepare(context, values);
  const ours = found.update(core, values, scalars, core.tensor1d([start!]), core.reshape(slope, [1]), slots);
  await there.fit(xs, ys, { batchSize: 8, epochs: 1, verbose: 0 });
  const moved = there.getLayer('dense_3').getWeights()[1]!.dataSync()[0]!;
  expect(moved).toBeCloseTo(ours.weight.dataSync()[0]!, 4);
  expect(Math.abs(moved - start!)).toBeGreaterThan(1e-3);
});
