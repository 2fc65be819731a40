import type { Tensor } from '@tensorflow/tfjs-core';
import { allOf, causalMask, outOfSight, requireSequences } from './attention-steps.ts';
import { defineBlock, type ForwardContext, type Shape, type Value, type WeightSpec } from './define-block.ts';
import { biasInitializers, glorotUniform, kernelInitializers, zeros } from './initializers.ts';
import { keepFactors } from './keep-factors.ts';
import {
  type ComponentValue,
  component,
  componentValue,
  flag,
  float,
  int,
  optionalComponent,
  optionalInt,
  type ParamValues,
} from './params.ts';
import { multiHeadInPyTorch } from './pytorch-attention.ts';
import { activityPenalty, regularizers } from './regularizers.ts';
import { trainable } from './weight-specs.ts';

const params = {
  numHeads: int('Heads', 4, { min: 1, help: 'How many questions each step asks of the others at once.' }),
  keyDim: int('Key dimension', 16, { min: 1, help: 'How many numbers a head compares for each step.' }),
  valueDim: optionalInt('Value dimension', {
    min: 1,
    whenNull: 'as key',
    help: 'How many numbers a head takes over from each step.',
  }),
  dropout: float('Dropout', 0, {
    min: 0,
    max: 1,
    help: 'The share of the looks from step to step that is left out while training.',
  }),
  useBias: flag('Use bias', true),
  outputShape: optionalInt('Output shape', {
    min: 1,
    whenNull: 'as query',
    group: 'advanced',
    help: 'How many numbers come out for each step.',
  }),
  useCausalMask: flag('Causal mask', false, {
    inCall: true,
    help: 'Each step sees itself and those before it alone, as where a text is continued.',
  }),
  kernelInitializer: component('Kernel initializer', kernelInitializers, componentValue(glorotUniform), {
    group: 'initializers',
  }),
  biasInitializer: component('Bias initializer', biasInitializers, componentValue(zeros), { group: 'initializers' }),
  kernelRegularizer: optionalComponent('Kernel regularizer', regularizers, { group: 'penalties' }),
  biasRegularizer: optionalComponent('Bias regularizer', regularizers, { group: 'penalties' }),
  activityRegularizer: optionalComponent('Activity regularizer', regularizers, {
    group: 'penalties',
    help: 'On query, key and value of all heads, and on what comes out.',
  }),
} as const;

/** Dot products of several heads decide what each step takes over from others. Source: Vaswani and others (2017). */
export const multiHeadAttention = defineBlock({
  type: 'MultiHeadAttention',
  title: 'MultiHeadAttention',
  category: 'attention',
  icon: 'multi-head-attention',
  inputs: ['query', 'value'],
  optionalInputs: ['key'],
  inputsApart: true,
  docs: 'Lets every step of a sequence look at all others and take over what fits, with several heads that look for different things.',
  guide: {
    when: 'The heart of a transformer, for texts, series and patches of pictures. Wire one sequence into query and value to have its steps look at each other.',
    shape: 'As many steps as the query has, each with as many features as it has, unless output shape says otherwise.',
    keywords: ['transformer', 'self-attention', 'MHA', 'LLM', 'text', 'image'],
    example: {
      inputs: [
        [20, 64],
        [30, 64],
      ],
      output: [20, 64],
    },
  },
  params,
  kerasFixed: {
    attention_axes: null,
    sliding_window: null,
    flash_attention: null,
    kernel_constraint: null,
    bias_constraint: null,
    use_gate: false,
    seed: null,
  },
  summary: ({ numHeads, keyDim, useCausalMask }) => [
    `${numHeads} ${numHeads === 1 ? 'head' : 'heads'}`,
    `key dimension ${keyDim}`,
    ...(useCausalMask ? ['causal'] : []),
  ],
  infer({ outputShape }, inputs) {
    const query = inputs[0]!;
    const wrong = requireSequences('MultiHeadAttention', inputs);
    return wrong ?? { ...query, shape: [query.shape[0]!, outputShape ?? query.shape[1]!] };
  },
  weights({ numHeads, keyDim, valueDim, outputShape, ...given }, [query, value, key = value]) {
    const values = valueDim ?? keyDim;
    const channels = [query, value, key].map((input) => input!.shape[1]!);
    const [ofQuery, ofValue, ofKey] = channels as [number, number, number];
    // A kernel starts as the matrix that it is for the inputs: all heads are outputs of one, or inputs of the last.
    const projection = (name: string, kernel: Shape, matrix: Shape, bias: Shape): readonly WeightSpec[] => [
      {
        ...trainable(`${name}/kernel`, kernel, given.kernelInitializer, given.kernelRegularizer),
        initialParts: [
          { shape: startsBySize(given.kernelInitializer) ? matrix : kernel, initializer: given.kernelInitializer },
        ],
      },
      ...(given.useBias ? [trainable(`${name}/bias`, bias, given.biasInitializer, given.biasRegularizer)] : []),
    ];
    const heads = (name: string, inputs: number, size: number) =>
      projection(name, [inputs, numHeads, size], [inputs, numHeads * size], [numHeads, size]);
    const out = outputShape ?? ofQuery;
    return [
      ...heads('query', ofQuery, keyDim),
      ...heads('key', ofKey, keyDim),
      ...heads('value', ofValue, values),
      ...projection('attention_output', [numHeads, values, out], [numHeads * values, out], [out]),
    ];
  },
  multiplyAdds({ numHeads, keyDim, valueDim, outputShape }, [query, value, key = value]) {
    const [steps, channels] = query!.shape as readonly [number, number];
    const [others, ofValue] = value!.shape as readonly [number, number];
    const values = valueDim ?? keyDim;
    const perHead =
      steps * channels * keyDim +
      others * (key!.shape[1]! * keyDim + ofValue * values) +
      steps * others * (keyDim + values) +
      steps * values * (outputShape ?? channels);
    return numHeads * perHead;
  },
  forward(context, params, [query, value, key = value], weights) {
    const { tf, addLoss } = context;
    const { numHeads, keyDim, activityRegularizer } = params;
    // One product for all heads: [batch × steps, channels] by [channels, heads × size].
    const project = (name: string, input: Tensor, bias: Tensor | undefined): Tensor => {
      const channels = input.shape[2]!;
      const kernel = tf.reshape(weights[`${name}/kernel`]!, [channels, -1]);
      const product = tf.matMul(tf.reshape(input, [-1, channels]) as never, kernel as never);
      const rows: Tensor = bias ? tf.add(product, bias) : product;
      return tf.reshape(rows, [...input.shape.slice(0, 2), rows.shape[1]!]);
    };
    const penalize = (projected: Tensor) => {
      if (activityRegularizer) addLoss(activityPenalty(tf, activityRegularizer, projected));
      return projected;
    };
    const biasOf = (name: string) => weights[`${name}/bias`] && tf.reshape(weights[`${name}/bias`]!, [-1]);
    const [queryBias, keyBias, valueBias] = [biasOf('query'), biasOf('key'), biasOf('value')];
    // One matrix for each sample and head.
    const heads = (projected: Tensor, order: readonly number[]): Tensor => {
      const [batch, steps, size] = projected.shape as [number, number, number];
      return tf.transpose(tf.reshape(projected, [batch, steps, numHeads, size / numHeads]), [...order]);
    };
    const queries = penalize(project('query', query!.tensor, queryBias));
    // A bias of keys adds as much to all scores of a step, of which the shares then know nothing. Left out, its gradient is the zero that it
    // should be; from rounding, it would be another at every computation, of which an optimizer makes much.
    const keys = project('key', key!.tensor, undefined);
    if (activityRegularizer) penalize(keyBias ? tf.add(keys, keyBias) : keys);
    const nothing = keyBias && tf.sum(tf.mul(keyBias, 0));
    const values = penalize(project('value', value!.tensor, valueBias && tf.add(valueBias, nothing!)));
    const questions = heads(tf.mul(queries, 1 / Math.sqrt(keyDim)), [0, 2, 1, 3]);
    const answers = heads(keys, [0, 2, 3, 1]);
    const contents = heads(values, [0, 2, 1, 3]);
    const scores = tf.matMul(questions as never, answers as never);
    const shares = sharesOf(context, params, scores, {
      query: query!.mask,
      value: value!.mask,
      key: key!.mask === value!.mask ? null : key!.mask,
    });
    const taken: Tensor = tf.matMul(shares as never, contents as never);
    const [batch, , steps] = taken.shape as [number, number, number];
    const joined = tf.reshape(tf.transpose(taken, [0, 2, 1, 3]), [batch, steps, -1]);
    return { tensor: penalize(project('attention_output', joined, biasOf('attention_output'))), mask: query!.mask };
  },
  toPyTorch: (params, inputs) => multiHeadInPyTorch(params, inputs),
});

/**
 * The share that each step takes over from each other, from the scores of [batch, heads, steps, others]. Where a step may look at none, Keras
 * has equal shares, or, with dropout, none.
 */
function sharesOf(
  context: ForwardContext,
  { dropout, useCausalMask }: ParamValues<typeof params>,
  scores: Tensor,
  masks: Readonly<Record<'query' | 'value' | 'key', Value['mask']>>,
): Tensor {
  const { tf, training } = context;
  const [steps, others] = scores.shape.slice(2) as [number, number];
  const across = (mask: Tensor | null) => mask && tf.reshape(mask, [-1, 1, 1, others]);
  const causal = useCausalMask ? causalMask(tf, steps, others) : null;
  const given = [masks.query && tf.reshape(masks.query, [-1, 1, steps, 1]), across(masks.value), across(masks.key)];
  const seen = allOf(tf, [...given, causal]);
  if (!seen) return dropped(tf.softmax(scores));
  const counts = tf.cast(seen, 'float32');
  const hidden = tf.mul(tf.sub(1, counts), outOfSight);
  // A causal mask by itself leaves each step something to look at: then what is hidden gets no share, and so no gradient.
  const mayBeBlind = given.some((mask) => mask !== null);
  if (!mayBeBlind) return dropped(tf.softmax(tf.add(scores, hidden)));
  const shares = tf.softmax(tf.add(tf.mul(scores, counts), hidden));
  return dropped(dropout > 0 ? tf.mul(shares, counts) : shares);

  function dropped(all: Tensor): Tensor {
    return training && dropout > 0 ? tf.mul(all, keepFactors(context, dropout, all.shape)) : all;
  }
}

/** Whether an initializer looks at how many inputs and outputs a weight has; Keras gives those of the matrix to all that do. */
function startsBySize({ type }: ComponentValue): boolean {
  return type !== 'Orthogonal';
}
