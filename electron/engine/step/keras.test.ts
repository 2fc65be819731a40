import { beforeAll, describe, expect, test } from 'vitest';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import { dense } from '../../../shared/blocks/dense.ts';
import { gru } from '../../../shared/blocks/gru.ts';
import { lstm } from '../../../shared/blocks/lstm.ts';
import { type ComponentValue, componentValue } from '../../../shared/blocks/params.ts';
import { l1, l1l2, l2 } from '../../../shared/blocks/regularizers.ts';
import type { ModelDocument } from '../../../shared/graph/document.ts';
import { rmsprop } from '../../../shared/training/optimizers/rmsprop.ts';
import { sgd } from '../../../shared/training/optimizers/sgd.ts';
import { optimizerOf, optimizers } from '../../../shared/training/optimizers.ts';
import { onEachQuickEngine } from '../../../testing/backends.ts';
import { batchesFor } from '../../../testing/batches.ts';
import { kerasForTests } from '../../../testing/keras-for-tests.ts';
import { chainOf, modelOf, pictureLayers, type ShortBlock, trainingOf } from '../../../testing/networks.ts';
import { type Trained, trainKeras, trainOurs } from '../../../testing/train-both.ts';
import { type Backend, startBackend } from '../backends/backend.ts';
import { compileProgram } from '../program/program.ts';
import { createEagerStep } from './eager.ts';

// Outside of the engines: each asks the same of it.
const keras = kerasForTests();

onEachQuickEngine('training as in Keras', (engine) => {
  let tf: Tfjs;
  let fused: Pick<Backend, 'fusedLayers' | 'fusedUpdates'>;
  beforeAll(async () => {
    // As a run does: with what the backend computes in one piece.
    ({ tf, ...fused } = await startBackend(engine));
  });

  const mlp = chainOf(
    ['Input', { shape: [10] }],
    ['Dense', { units: 64, activation: 'relu' }],
    ['Dense', { units: 64, activation: 'relu' }],
    ['Dense', { units: 1 }],
    ['Output', { metrics: [{ type: 'MeanAbsoluteError' }, { type: 'R2Score' }] }],
  );
  const cnn = chainOf(
    ['Input', { shape: [28, 28, 1] }],
    ...pictureLayers,
    ['Dense', { units: 10 }],
    [
      'Output',
      {
        loss: { type: 'SparseCategoricalCrossentropy', fromLogits: true },
        metrics: [{ type: 'SparseCategoricalAccuracy' }, { type: 'SparseTopKCategoricalAccuracy', k: 3 }],
      },
    ],
  );
  const sentiment = (type: 'LSTM' | 'GRU') =>
    chainOf(
      ['Input', { shape: [20], dtype: 'int32' }],
      ['Embedding', { inputDim: 50, outputDim: 16, maskZero: true }],
      [type, { units: 64 }],
      ['Dense', { units: 1, activation: 'sigmoid' }],
      [
        'Output',
        {
          loss: { type: 'BinaryCrossentropy', fromLogits: false, labelSmoothing: 0 },
          metrics: [
            { type: 'BinaryAccuracy', threshold: 0.5 },
            { type: 'AUC', numThresholds: 200, curve: 'ROC', fromLogits: false },
          ],
        },
      ],
    );
  const regularized = chainOf(
    ['Input', { shape: [10] }],
    [
      'Dense',
      { units: 16, activation: 'tanh', kernelRegularizer: componentValue(l1), biasRegularizer: componentValue(l2) },
    ],
    ['Dense', { units: 1, kernelRegularizer: componentValue(l1l2, { l1: 0.003, l2: 0.02 }) }],
    ['Output'],
  );
  /** Answers at every step of a sequence, of which the padding must not count. */
  const taggerOf = (...between: readonly ShortBlock[]) =>
    chainOf(
      ['Input', { shape: [8], dtype: 'int32' }],
      ['Embedding', { inputDim: 20, outputDim: 8, maskZero: true }],
      ...between,
      [
        'Output',
        {
          loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false },
          metrics: [{ type: 'SparseCategoricalAccuracy' }],
        },
      ],
    );
  const tagger = taggerOf(
    ['GRU', { units: 12, returnSequences: true }],
    ['Dense', { units: 4, activation: 'softmax' }],
  );
  const bothWays = taggerOf(
    ['Bidirectional', { layer: componentValue(lstm, { units: 12, returnSequences: true }) }],
    ['Bidirectional', { layer: componentValue(gru, { units: 8, returnSequences: true }), mergeMode: 'sum' }],
    ['TimeDistributed', { layer: componentValue(dense, { units: 4, activation: 'softmax' }) }],
  );
  /** A mask made of numbers that are learned, which nothing may lead back through. */
  const masker = chainOf(
    ['Input', { shape: [8, 3] }],
    ['Dense', { units: 1, activation: 'relu' }],
    ['Masking'],
    ['GRU', { units: 6, returnSequences: true }],
    ['Dense', { units: 1 }],
    ['Output'],
  );
  /** Masks of other dimensions than samples and steps. */
  const maskerOf = (shape: readonly number[]) =>
    chainOf(
      ['Input', { shape }],
      ['Dense', { units: 1, activation: 'relu' }],
      ['Masking'],
      ['Dense', { units: 1 }],
      ['Output', { metrics: [{ type: 'MeanAbsoluteError' }] }],
    );
  const attentive = { numHeads: 2, keyDim: 4, useCausalMask: true };
  const wordsIn = (maskZero: boolean) =>
    ({
      words: ['Input', { shape: [8], dtype: 'int32' }],
      rows: ['Embedding', { inputDim: 20, outputDim: 8, maskZero }],
      looks: ['MultiHeadAttention', attentive],
      normal: ['LayerNormalization'],
      tags: ['Dense', { units: 4, activation: 'softmax' }],
      out: ['Output', { loss: { type: 'SparseCategoricalCrossentropy', fromLogits: false } }],
    }) as const;
  const wires = ['words -> rows', 'rows -> looks:query', 'rows -> looks:value', 'normal -> tags', 'tags -> out'];
  /** A layer of a transformer, with its shortcut. */
  const transformer = modelOf({ ...wordsIn(false), sum: ['Add'] }, [
    ...wires,
    'rows -> sum:1',
    'looks -> sum:2',
    'sum -> normal',
  ]);
  /** The same of masked steps. It has no shortcut: Keras takes the mask off what it gives to an attention, which ours keeps. */
  const maskedTransformer = modelOf(wordsIn(true), [...wires, 'looks -> normal']);
  /** Two answers from one trunk, one of them of less weight. */
  const twoHeaded = modelOf(
    {
      measured: ['Input', { shape: [6] }],
      trunk: ['Dense', { units: 12, activation: 'relu', kernelRegularizer: componentValue(l2) }],
      sizeHead: ['Dense', { units: 2 }],
      kindHead: ['Dense', { units: 3 }],
      size: ['Output', { loss: { type: 'Huber', delta: 0.5 }, metrics: [{ type: 'MeanAbsoluteError' }] }, 'size'],
      kind: [
        'Output',
        {
          loss: { type: 'CategoricalCrossentropy', fromLogits: true, labelSmoothing: 0.1 },
          lossWeight: 0.3,
          metrics: [{ type: 'CategoricalAccuracy' }],
        },
        'kind',
      ],
    },
    ['measured -> trunk', 'trunk -> sizeHead', 'trunk -> kindHead', 'sizeHead -> size', 'kindHead -> kind'],
  );

  async function both(
    model: ModelDocument,
    optimizer: ComponentValue,
    rows: number,
    classWeights: readonly number[] | null = null,
  ) {
    const training = { ...trainingOf(), optimizer };
    const program = compileProgram(model);
    const weights = classWeights && { classWeights: new Map([[program.outputs[0]!.block, classWeights]]) };
    const step = createEagerStep(tf, program, { optimizer, seed: 7, ...fused, ...weights });
    const batches = batchesFor(program, 20, rows, 8);
    const theirs = await trainKeras(keras, model, training, program, step, batches, classWeights);
    const ours = await trainOurs(step, batches);
    step.dispose();
    return { ours, theirs };
  }

  /** Fails where the two differ by more than 1e-4, in what `compared` names. */
  function expectSame(
    { ours, theirs }: { ours: Trained; theirs: Trained },
    compared: readonly ('logs' | 'evaluated')[] = ['logs', 'evaluated'],
  ): void {
    expect(ours.losses.length).toBe(20);
    ours.losses.forEach((loss, index) => {
      expect(Math.abs(loss - theirs.losses[index]!), `loss of step ${index}`).toBeLessThanOrEqual(1e-4);
    });
    for (const kind of compared) {
      expect(Object.keys(ours[kind]).sort()).toEqual(Object.keys(theirs[kind]).sort());
      for (const [name, value] of Object.entries(ours[kind])) {
        expect(Math.abs(value! - theirs[kind][name]!), `${kind}: ${name}`).toBeLessThanOrEqual(1e-4);
      }
    }
  }

  const adam = trainingOf('Adam').optimizer;

  describe('20 training steps from the same weights have the losses and logs of Keras', () => {
    test('MLP', async () => expectSame(await both(mlp, adam, 32)));
    test('CNN', async () => expectSame(await both(cnn, adam, 16)));
    test('LSTM', async () => expectSame(await both(sentiment('LSTM'), adam, 16)));
    test('GRU', async () => expectSame(await both(sentiment('GRU'), adam, 16)));
    test('penalties on weights, in training and in evaluation', async () =>
      expectSame(await both(regularized, adam, 32)));
    // On JAX, metrics of training do not see the mask: it is lost between the gradient and the metrics. Evaluation has it.
    test('masked steps, which count neither for loss nor for metrics', async () =>
      expectSame(await both(tagger, adam, 16), ['evaluated']));
    test('a mask made of numbers', async () => expectSame(await both(masker, adam, 16), ['evaluated']));
    test('a mask of samples, and one of places', async () => {
      expectSame(await both(maskerOf([3]), adam, 16), ['evaluated']);
      expectSame(await both(maskerOf([2, 4, 3]), adam, 16), ['evaluated']);
    });
    test('a transformer', async () => expectSame(await both(transformer, adam, 16)));
    test('a transformer of masked steps', async () =>
      expectSame(await both(maskedTransformer, adam, 16), ['evaluated']));
    test('masked steps read both ways', async () => expectSame(await both(bothWays, adam, 16), ['evaluated']));
    // Evaluation counts every row alike, there as here.
    test('weights of classes, given by number, by 0 or 1 and at every step of masked sequences', async () => {
      const kinds = chainOf(
        ['Input', { shape: [5] }],
        ['Dense', { units: 3 }],
        ['Output', { loss: { type: 'SparseCategoricalCrossentropy', fromLogits: true } }],
      );
      const weighed = await both(kinds, adam, 16, [0.2, 1, 7.5]);
      expectSame(weighed);
      expect(weighed.ours.losses).not.toEqual((await both(kinds, adam, 16)).ours.losses);
      expectSame(await both(sentiment('GRU'), adam, 16, [0.6, 3]), ['evaluated']);
    });
    test('several Outputs, weighted', async () => expectSame(await both(twoHeaded, adam, 16)));
  });

  describe('the MLP trains as in Keras with', () => {
    const settings: Readonly<Record<string, ComponentValue>> = {
      ...Object.fromEntries(optimizers.map(({ type }) => [type, trainingOf(type).optimizer])),
      'SGD with Nesterov momentum': componentValue(sgd, { momentum: 0.9, nesterov: true }),
      'RMSprop with momentum, centered': componentValue(rmsprop, { momentum: 0.5, centered: true }),
    };
    test.each(Object.entries(settings))('%s', async (_title, optimizer) => {
      expect(optimizerOf(optimizer).type).toBe(optimizer.type);
      expectSame(await both(mlp, optimizer, 32));
    });
  });
});
