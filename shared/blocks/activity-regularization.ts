import { defineBlock } from './define-block.ts';
import { componentValue, float } from './params.ts';
import { activityPenalty, l1l2 } from './regularizers.ts';
import { requireNumbers } from './requirements.ts';

/** Hands on what comes, and adds to the loss by how large it is. */
export const activityRegularization = defineBlock({
  type: 'ActivityRegularization',
  title: 'ActivityRegularization',
  category: 'regularization',
  icon: 'activity-regularization',
  docs: 'Makes the numbers that pass pay for their size while training, and changes none of them.',
  guide: {
    when: 'Where few numbers shall be large at a time, as in the middle of an autoencoder.',
    shape: 'The shape stays as it is.',
    keywords: ['sparse', 'autoencoder', 'L1', 'L2', 'penalty'],
    example: { inputs: [[64]], params: { l1: 0.001 }, output: [64] },
  },
  params: {
    l1: float('L1 factor', 0, { min: 0, help: 'Pulls small numbers to 0.' }),
    l2: float('L2 factor', 0, { min: 0, help: 'Keeps large numbers small.' }),
  },
  summary: ({ l1, l2 }) => [`L1 ${l1}`, `L2 ${l2}`],
  infer: (_params, [input]) => requireNumbers('ActivityRegularization', input!) ?? input!,
  forward({ tf, addLoss }, { l1, l2 }, [input]) {
    addLoss(activityPenalty(tf, componentValue(l1l2, { l1, l2 }), input!.tensor));
    return input!;
  },
  toPyTorch: ({ l1, l2 }) => ({
    layout: 'any',
    activity: { regularizer: componentValue(l1l2, { l1, l2 }) },
    forward: ({ x }) => x,
  }),
});
