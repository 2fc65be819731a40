import { pythonNumber } from '../code/python.ts';
import { defineBlock } from './define-block.ts';
import { float } from './params.ts';
import { requireNumbers, requireRow } from './requirements.ts';
import { withoutGradient } from './without-gradient.ts';

/** A mask that leaves out the steps whose numbers all have one value, which become 0. A mask that came before counts no more, as in Keras. */
export const masking = defineBlock({
  type: 'Masking',
  title: 'Masking',
  category: 'core',
  icon: 'masking',
  docs: 'Marks the steps of a sequence that are only padding, so that the blocks behind it leave them out.',
  guide: {
    when: 'Before an LSTM or GRU where sequences of numbers have different lengths. For words, Embedding can do it.',
    shape: 'The shape stays as it is, and a mask goes with it.',
    keywords: ['padding', 'variable length', 'time series'],
    example: { inputs: [[20, 8]], output: [20, 8] },
  },
  params: {
    maskValue: float('Mask value', 0, { help: 'A step whose numbers all have this value is padding.' }),
  },
  summary: ({ maskValue }) => [`leaves out ${maskValue}`],
  infer: (_params, [input]) =>
    requireRow('Masking', input!) ?? requireNumbers('Masking', input!) ?? { ...input!, masked: true },
  forward({ tf }, { maskValue }, [input]) {
    const x = input!.tensor;
    // Which steps count does not change with a small change of their numbers.
    const mask = withoutGradient(tf, () => tf.any(tf.notEqual(x, maskValue), -1));
    return { tensor: tf.mul(x, tf.expandDims(tf.cast(mask, 'float32'), -1)), mask };
  },
  toPyTorch: ({ maskValue }) => ({
    forward({ x, local }) {
      const counts = local('counts');
      const before = `${counts} = (${x} != ${pythonNumber(maskValue, true)}).any(-1)`;
      return { before: [before], value: `${x} * ${counts}.unsqueeze(-1)` };
    },
    mask: ({ local }) => local('counts'),
  }),
});
