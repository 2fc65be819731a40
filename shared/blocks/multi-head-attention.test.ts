import { expect, test } from 'vitest';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { prepareBlock, runBlock, tensorOf } from '../../testing/run-block.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { createRandom } from '../training/random.ts';
import type { BlockDefinition } from './define-block.ts';
import { drawWeight } from './initializers.ts';
import { kerasLayerOf } from './keras-form.ts';
import { multiHeadAttention } from './multi-head-attention.ts';
import { defaultParams } from './params.ts';

const heads = { numHeads: 2, keyDim: 3 };
const sequence = { shape: [5, 4] };
const other = { shape: [3, 6] };
const masked = { shape: [5, 4], masked: true };
const otherMasked = { shape: [3, 6], masked: true };
const keyMasked = { shape: [3, 2], masked: true };

testBlock(multiHeadAttention, [
  {
    name: 'query and value',
    params: heads,
    inputs: [sequence, other],
    multiplyAdds: 2 * (5 * 4 * 3 + 3 * 6 * 3 * 2 + 5 * 3 * 3 * 2 + 5 * 3 * 4),
  },
  { name: 'a key of its own', params: heads, inputs: [sequence, other, { shape: [3, 2] }] },
  // Without dropout, Keras on JAX fails where keys and values differ in size.
  {
    name: 'values of another size than keys',
    params: { ...heads, valueDim: 2, dropout: 0.2 },
    inputs: [sequence, other],
  },
  {
    name: 'one head, a batch of one, without bias',
    params: { numHeads: 1, keyDim: 3, useBias: false },
    inputs: [sequence, sequence],
    batch: 1,
  },
  { name: 'one step that asks', params: heads, inputs: [{ shape: [1, 4] }, other] },
  { name: 'another number of outputs', params: { ...heads, outputShape: 7 }, inputs: [sequence, other] },
  { name: 'a causal mask', params: { ...heads, useCausalMask: true }, inputs: [sequence, sequence] },
  {
    name: 'a causal mask over fewer steps',
    params: { ...heads, useCausalMask: true },
    inputs: [sequence, other],
    training: true,
  },
  { name: 'a causal mask over more steps', params: { ...heads, useCausalMask: true }, inputs: [other, sequence] },
  { name: 'a mask on query', params: heads, inputs: [masked, other] },
  { name: 'a mask on value', params: heads, inputs: [sequence, otherMasked] },
  { name: 'a mask on key', params: heads, inputs: [sequence, other, keyMasked] },
  {
    name: 'all masks, and a causal one, in training',
    params: { ...heads, useCausalMask: true },
    inputs: [masked, otherMasked, keyMasked],
    training: true,
  },
  { name: 'dropout in use', params: { ...heads, dropout: 0.4 }, inputs: [sequence, other] },
  { name: 'dropout in training', params: { ...heads, dropout: 0.4 }, inputs: [sequence, other], training: true },
  {
    name: 'dropout in training with a causal mask',
    params: { ...heads, dropout: 0.4, useCausalMask: true },
    inputs: [sequence, sequence],
    training: true,
  },
  { name: 'dropout and masks in use', params: { ...heads, dropout: 0.4 }, inputs: [masked, otherMasked, keyMasked] },
  {
    name: 'dropout and masks in training',
    params: { ...heads, dropout: 0.4 },
    inputs: [masked, otherMasked],
    training: true,
  },
  {
    name: 'initializers and penalties',
    params: {
      ...heads,
      kernelInitializer: { type: 'Orthogonal', gain: 2 },
      biasInitializer: { type: 'Ones' },
      kernelRegularizer: { type: 'L1', l1: 0.1 },
      biasRegularizer: { type: 'L2', l2: 0.1 },
      activityRegularizer: { type: 'L2', l2: 0.1 },
    },
    inputs: [sequence, masked],
  },
]);

test('a bias of keys, which changes no output, gets a gradient of nothing and not of rounding', async () => {
  const { tf } = await startBackend('wasm');
  const params = { ...defaultParams(multiHeadAttention.params), ...heads };
  const subject = prepareBlock(multiHeadAttention as unknown as BlockDefinition, params, [sequence, other], {
    batch: 3,
    training: false,
    seed: 1,
  });
  const tensors = subject.weights.map((each) => tensorOf(tf, each));
  const inputs = subject.inputs.map((each) => tensorOf(tf, each));
  const gradients = tf.grads((...weights) => tf.sum(tf.square(runBlock(tf, subject, inputs, weights).value.tensor)))(
    tensors,
  );
  const largest = subject.weightSpecs.map(({ name }, at) => [name, tf.max(tf.abs(gradients[at]!)).dataSync()[0]!]);
  expect(largest.filter(([, size]) => size === 0)).toEqual([['key/bias', 0]]);
});

test('says what does not fit', () => {
  expect(wordsOfProblem(multiHeadAttention, {}, [sequence, { shape: [6] }])).toBe(
    'MultiHeadAttention needs 2 dimensions, time×features. Received: 6 (1 dimension).',
  );
  expect(wordsOfProblem(multiHeadAttention, {}, [{ ...sequence, dtype: 'int32' }, sequence])).toBe(
    'MultiHeadAttention computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
  expect(wordsOfProblem(multiHeadAttention, {}, [sequence, other, sequence])).toBe(
    'MultiHeadAttention needs a key for each value, so both must have as many steps. Expected: 3. Received: 5.',
  );
});

test('a MultiHeadAttention card shows its heads', () => {
  const params = defaultParams(multiHeadAttention.params);
  expect(multiHeadAttention.summary(params, [])).toEqual(['4 heads', 'key dimension 16']);
  expect(multiHeadAttention.summary({ ...params, numHeads: 1, useCausalMask: true }, [])).toEqual([
    '1 head',
    'key dimension 16',
    'causal',
  ]);
});

test('Keras takes its inputs one by one, and the causal mask in the call', () => {
  const spec = { shape: [5, 4], dtype: 'float32', masked: false } as const;
  const params = { ...defaultParams(multiHeadAttention.params), useCausalMask: true };
  const callOf = (inputs: number) => kerasLayerOf(multiHeadAttention, params, new Array(inputs).fill(spec))?.call;
  expect([callOf(2), callOf(3)]).toEqual([
    { inputs: ['query', 'value'], arguments: { use_causal_mask: true } },
    { inputs: ['query', 'value', 'key'], arguments: { use_causal_mask: true } },
  ]);
});

test('kernels start as the matrices that they are for their inputs', () => {
  const spec = { shape: [5, 8], dtype: 'float32', masked: false } as const;
  const weights = multiHeadAttention.weights(
    { ...defaultParams(multiHeadAttention.params), numHeads: 4, keyDim: 2, outputShape: 16 },
    [spec, spec],
  );
  const largest = Object.fromEntries(
    weights.flatMap((weight) =>
      weight.name.endsWith('kernel')
        ? [[weight.name, drawWeight(weight, createRandom(1)).reduce((most, w) => Math.max(most, Math.abs(w)), 0)]]
        : [],
    ),
  );
  // Glorot's limit for 8 inputs and 8 outputs, and for 8 inputs and 16 outputs.
  const limits = { query: 6 / 16, key: 6 / 16, value: 6 / 16, attention_output: 6 / 24 };
  for (const [name, square] of Object.entries(limits)) {
    const share = largest[`${name}/kernel`]! / Math.sqrt(square);
    expect(share).toBeLessThanOrEqual(1);
    expect(share).toBeGreaterThan(0.9);
  }
});
