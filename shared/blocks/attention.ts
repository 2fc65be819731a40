import type { Tensor } from '@tensorflow/tfjs-core';
import { pythonNumber } from '../code/python.ts';
import { problem } from '../messages/problem.ts';
import { allOf, causalInPyTorch, causalMask, outOfSight, requireSequences } from './attention-steps.ts';
import { defineBlock, type Tfjs } from './define-block.ts';
import { ones } from './initializers.ts';
import { keepFactors } from './keep-factors.ts';
import { where } from './merging.ts';
import { choice, componentValue, flag, float } from './params.ts';
import { trainable } from './weight-specs.ts';

/** How alike a query and a key are: their product, or what is left of their sum. Sources: Luong, Bahdanau and others (2015). */
const scoreModes = ['dot', 'concat'] as const;

/** Each step of query takes over a mean of value, weighed by how alike query and key are. */
export const attention = defineBlock({
  type: 'Attention',
  title: 'Attention',
  category: 'attention',
  icon: 'attention',
  inputs: ['query', 'value'],
  optionalInputs: ['key'],
  docs: 'Lets every step of one sequence take over from another what is most like it.',
  guide: {
    when: 'To see how attention works, or between two sequences whose features mean the same. It learns next to nothing by itself: put Dense blocks before it, or use MultiHeadAttention.',
    shape: 'As many steps as the query has, each with as many features as the value has.',
    keywords: ['Luong', 'transformer', 'query', 'key', 'value'],
    example: {
      inputs: [
        [20, 64],
        [30, 64],
      ],
      output: [20, 64],
    },
  },
  params: {
    useScale: flag('Use scale', false, { help: 'Multiplies what is compared by a number that is learned.' }),
    scoreMode: choice('Score mode', scoreModes, 'dot', {
      help: 'dot multiplies query and key; concat adds them and bends the sum by tanh.',
    }),
    dropout: float('Dropout', 0, {
      min: 0,
      max: 1,
      help: 'The share of the looks from step to step that is left out while training.',
    }),
    useCausalMask: flag('Causal mask', false, {
      inCall: true,
      help: 'Each step sees its own place and those before it alone, as where a text is continued.',
    }),
  },
  kerasFixed: { seed: null },
  summary: ({ useScale, scoreMode, useCausalMask }) => [
    scoreMode,
    ...(useScale ? ['scaled'] : []),
    ...(useCausalMask ? ['causal'] : []),
  ],
  infer(_params, inputs) {
    const wrong = requireSequences('Attention', inputs);
    if (wrong) return wrong;
    const [query, value, key = value] = inputs;
    const [expected, received] = [query!.shape[1]!, key!.shape[1]!];
    if (expected !== received) return problem('keys-like-queries', { type: 'Attention', expected, received });
    return { ...query!, shape: [query!.shape[0]!, value!.shape[1]!] };
  },
  weights: ({ useScale, scoreMode }) => [
    ...(useScale ? [trainable('scale', [], componentValue(ones), null)] : []),
    ...(scoreMode === 'concat' ? [trainable('concat_score_weight', [], componentValue(ones), null)] : []),
  ],
  multiplyAdds: (_params, [query, value]) =>
    query!.shape[0]! * value!.shape[0]! * (query!.shape[1]! + value!.shape[1]!),
  forward(context, { scoreMode, dropout, useCausalMask }, [query, value, key = value], weights) {
    const { tf, training } = context;
    const scores = scoresOf[scoreMode](tf, query!.tensor, key!.tensor, weights);
    const [steps, others] = scores.shape.slice(1) as [number, number];
    const seen = allOf(tf, [
      value!.mask && tf.expandDims(value!.mask, 1),
      useCausalMask ? causalMask(tf, steps, others) : null,
    ]);
    const hidden = seen && tf.mul(tf.sub(1, tf.cast(seen, 'float32')), outOfSight);
    const shares = tf.softmax(hidden ? tf.add(scores, hidden) : scores);
    const kept = training && dropout > 0 ? tf.mul(shares, keepFactors(context, dropout, shares.shape)) : shares;
    const taken: Tensor = tf.matMul(kept as never, value!.tensor as never);
    return { tensor: where(tf, query!.mask, taken, tf.zeros(taken.shape)), mask: query!.mask };
  },
  toPyTorch: ({ useScale, scoreMode, dropout, useCausalMask }, inputs) => {
    const [query, value, key = value] = inputs;
    const isBySums = scoreMode === 'concat';
    const parameter = (weight: string) => ({
      member: { suffix: weight, call: 'nn.Parameter', args: ['torch.empty(())'] },
      weight: { weight, member: weight, attribute: '', shape: [] },
    });
    const own = [...(useScale ? [parameter('scale')] : []), ...(isBySums ? [parameter('concat_score_weight')] : [])];
    return {
      members: own.map(({ member }) => member),
      weights: own.map(({ weight }) => weight),
      forward({ self, xs, mask, local }) {
        const [q, v, k = v] = xs as [string, string, string?];
        const scale = useScale ? ` * ${self('scale')}` : '';
        const sums = `${q}.unsqueeze(2) + ${k}.unsqueeze(1)`;
        const scores = isBySums
          ? `${self('concat_score_weight')} * torch.tanh(${useScale ? `(${sums})${scale}` : sums}).sum(-1)`
          : `${q} @ ${k}.transpose(1, 2)${scale}`;
        const [ofScores, ofSeen] = [local('scores'), local('seen')];
        const [steps, others] = [query!.shape[0]!, key!.shape[0]!];
        const seen = [
          ...(mask(1) ? [`${mask(1)}.unsqueeze(1)`] : []),
          ...(useCausalMask ? [causalInPyTorch(steps, others, q)] : []),
        ];
        const shares = `${ofScores}.softmax(-1)`;
        const kept = dropout > 0 ? `F.dropout(${shares}, ${pythonNumber(dropout, true)}, self.training)` : shares;
        return {
          before: [
            `${ofScores} = ${scores}`,
            ...(seen.length > 0
              ? [`${ofSeen} = ${seen.join(' & ')}`, `${ofScores} = ${ofScores} - 1e9 * ~${ofSeen}`]
              : []),
          ],
          value: `${kept} @ ${v}${mask(0) ? ` * ${mask(0)}.unsqueeze(-1)` : ''}`,
        };
      },
    };
  },
});

type Weights = Readonly<Record<string, Tensor>>;

/** The scores of [batch, steps, others]. */
const scoresOf: Readonly<
  Record<(typeof scoreModes)[number], (tf: Tfjs, query: Tensor, key: Tensor, weights: Weights) => Tensor>
> = {
  dot(tf, query, key, { scale }) {
    const products: Tensor = tf.matMul(query as never, key as never, false, true);
    return scale ? tf.mul(products, scale) : products;
  },
  concat(tf, query, key, { scale, concat_score_weight: weight }) {
    const sums = tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1));
    return tf.mul(tf.sum(tf.tanh(scale ? tf.mul(sums, scale) : sums), -1), weight!);
  },
};
