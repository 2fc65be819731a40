import { expect, test } from 'vitest';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { attention } from './attention.ts';
import type { ForwardContext } from './define-block.ts';
import { kerasLayerOf } from './keras-form.ts';
import { defaultParams } from './params.ts';

const sequence = { shape: [5, 4] };
const other = { shape: [3, 4] };
const masked = { shape: [5, 4], masked: true };
const otherMasked = { shape: [3, 4], masked: true };

testBlock(attention, [
  { name: 'query and value', inputs: [sequence, other], multiplyAdds: 5 * 3 * (4 + 4) },
  { name: 'a key of its own', inputs: [sequence, { shape: [3, 6] }, other] },
  { name: 'a scale, a batch of one', params: { useScale: true }, inputs: [sequence, other], batch: 1 },
  { name: 'sums', params: { scoreMode: 'concat' }, inputs: [sequence, other] },
  {
    name: 'sums and a scale',
    params: { scoreMode: 'concat', useScale: true },
    inputs: [sequence, { shape: [3, 2] }, other],
  },
  { name: 'a causal mask', params: { useCausalMask: true }, inputs: [sequence, sequence] },
  { name: 'a causal mask over fewer steps', params: { useCausalMask: true }, inputs: [sequence, other] },
  { name: 'a mask on query', inputs: [masked, other] },
  // Of samples in which nothing counts, Keras's gradient is not that of its function, so there are none; see the test below.
  { name: 'a mask on value', inputs: [sequence, otherMasked], batch: 4 },
  { name: 'a mask on key, which Keras passes over', inputs: [sequence, other, otherMasked] },
  {
    name: 'all masks, and a causal one, in training',
    params: { useCausalMask: true, dropout: 0.3, useScale: true },
    inputs: [masked, otherMasked, otherMasked],
    training: true,
    batch: 2,
  },
  { name: 'dropout in training', params: { dropout: 0.4 }, inputs: [sequence, other], training: true },
  { name: 'dropout in use', params: { dropout: 0.4 }, inputs: [sequence, other] },
]);

test('a step that may look at none takes over the mean of all', async () => {
  const { tf } = await startBackend('wasm');
  const params = defaultParams(attention.params);
  const [query, value] = [
    tf.tensor([[[1, 1]]]),
    tf.tensor([
      [
        [1, 2],
        [3, 6],
      ],
    ]),
  ];
  const { tensor } = attention.forward(
    { tf, training: false } as ForwardContext,
    params,
    [
      { tensor: query, mask: null },
      { tensor: value, mask: tf.tensor([[false, false]]) },
    ],
    {},
  );
  expect([...tensor.dataSync()]).toEqual([2, 4]);
});

test('says what does not fit', () => {
  expect(wordsOfProblem(attention, {}, [sequence, { shape: [4] }])).toBe(
    'Attention needs 2 dimensions, time×features. Received: 4 (1 dimension).',
  );
  expect(wordsOfProblem(attention, {}, [sequence, { shape: [3, 6] }])).toBe(
    'Attention compares keys with queries, so both must have as many features. Expected: 4. Received: 6.',
  );
  expect(wordsOfProblem(attention, {}, [sequence, other, sequence])).toBe(
    'Attention needs a key for each value, so both must have as many steps. Expected: 3. Received: 5.',
  );
  expect(wordsOfProblem(attention, {}, [sequence, { ...other, dtype: 'int32' }])).toBe(
    'Attention computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an Attention card shows how it scores', () => {
  const params = defaultParams(attention.params);
  expect(attention.summary(params, [])).toEqual(['dot']);
  const all = { ...params, scoreMode: 'concat', useScale: true, useCausalMask: true } as const;
  expect(attention.summary(all, [])).toEqual(['concat', 'scaled', 'causal']);
});

test('Keras takes its inputs in a list, and the causal mask in the call', () => {
  const spec = { shape: [5, 4], dtype: 'float32', masked: false } as const;
  expect(kerasLayerOf(attention, defaultParams(attention.params), [spec, spec])).toEqual({
    className: 'Attention',
    config: { use_scale: false, score_mode: 'dot', dropout: 0, seed: null },
    call: { inputs: null, arguments: { use_causal_mask: false } },
  });
});
