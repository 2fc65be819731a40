import { pythonNumber } from '../code/python.ts';
import { phrases } from '../messages/phrases.ts';
import { isProblem, problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { defineBlock } from './define-block.ts';
import {
  inferNormalized,
  learnedInPyTorch,
  learnedOf,
  normalizationFixed,
  normalizationParams,
  normalize,
} from './normalization.ts';
import { int } from './params.ts';

/** Normalizes groups of channels, over all places of a sample, by their mean and variance. Source: Wu and He (ECCV 2018). */
export const groupNormalization = defineBlock({
  type: 'GroupNormalization',
  title: 'GroupNormalization',
  category: 'normalization',
  icon: 'group-normalization',
  docs: 'Splits the channels into groups and brings each group of a sample to a mean of 0 and a spread of 1, then scales and shifts every channel as learned.',
  guide: {
    when: 'In place of BatchNormalization in networks for pictures where batches are small: it does not depend on them.',
    shape: 'The shape stays as it is; the groups must divide the channels.',
    keywords: ['GN', 'group norm', 'instance norm', 'image'],
    example: { inputs: [[26, 26, 32]], params: { groups: 8 }, output: [26, 26, 32] },
  },
  params: {
    groups: int('Groups', 32, { min: -1, help: 'How many groups the channels are split into; -1 makes each a group.' }),
    ...normalizationParams,
  },
  kerasFixed: normalizationFixed,
  summary: ({ groups }) => [
    groups === -1 ? 'a group for each channel' : `${groups} ${groups === 1 ? 'group' : 'groups'}`,
  ],
  infer({ groups }, [input]) {
    const output = inferNormalized('GroupNormalization', input!);
    if (isProblem(output)) return output;
    const channels = output.shape.at(-1)!;
    if (groups === -1 || (groups > 0 && channels % groups === 0)) return output;
    const received = say(channels === 1 ? phrases['one-channel'] : phrases.channels, { channels });
    return problem('channels-uneven', { type: 'GroupNormalization', groups, received }, 'groups');
  },
  weights: (params, [input]) => learnedOf(params, input!),
  forward({ tf }, { groups: wanted, epsilon }, [input], { gamma, beta }) {
    const { tensor, mask } = input!;
    const [batch, ...sizes] = tensor.shape as [number, ...number[]];
    const channels = sizes.pop()!;
    const groups = wanted === -1 ? channels : wanted;
    const grouped = tf.reshape(tensor, [batch, ...sizes, groups, channels / groups]);
    const axes = [...sizes.map((_, axis) => axis + 1), sizes.length + 2];
    const inGroups = (weight: typeof gamma) => weight && tf.reshape(weight, [groups, channels / groups]);
    const learned = { gamma: inGroups(gamma), beta: inGroups(beta) };
    const normalized = normalize(tf, grouped, tf.moments(grouped, axes, true), epsilon, learned);
    return { tensor: tf.reshape(normalized, tensor.shape), mask };
  },
  toPyTorch({ groups, epsilon, ...params }, [input]) {
    const channels = input!.shape.at(-1)!;
    const { args, form } = learnedInPyTorch(params, channels, 'affine');
    const sizes = [`${groups === -1 ? channels : groups}`, `${channels}`, `eps=${pythonNumber(epsilon, true)}`];
    return {
      ...form,
      layout: 'first',
      members: [{ call: 'nn.GroupNorm', args: [...sizes, ...args] }],
      forward: ({ self, x }) => `${self()}(${x})`,
    };
  },
});
