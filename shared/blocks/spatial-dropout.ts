import { pythonNumber } from '../code/python.ts';
import { type BlockDefinition, type BlockGuide, defineBlock } from './define-block.ts';
import { keepFactors } from './keep-factors.ts';
import { type FloatParam, float } from './params.ts';
import { requireNumbers, requireRank } from './requirements.ts';

type SpatialDropoutSpecs = { readonly rate: FloatParam<number> };

/** What tells one dropout of whole channels from another. */
interface SpatialDropout extends Pick<BlockDefinition, 'type' | 'icon' | 'docs'> {
  /** The dimensions of a sample, channels last: `steps×channels`. */
  readonly form: string;
  readonly guide: BlockGuide<SpatialDropoutSpecs>;
  readonly kerasFixed: NonNullable<BlockDefinition['kerasFixed']>;
}

/** Inverted dropout of whole channels: in training each becomes 0 with probability `rate`, and the others grow by 1 / (1 - rate). */
export function defineSpatialDropout({ form, ...words }: SpatialDropout): BlockDefinition<SpatialDropoutSpecs> {
  return defineBlock({
    ...words,
    title: words.type,
    category: 'regularization',
    params: {
      rate: float('Rate', 0.5, { min: 0, max: 1, help: 'The share of channels set to zero at each step.' }),
    },
    summary: ({ rate }) => [`rate ${rate}`],
    infer: (_params, [input]) => requireRank(words.type, input!, form) ?? requireNumbers(words.type, input!) ?? input!,
    forward(context, { rate }, [input]) {
      const { tensor, mask } = input!;
      if (!context.training || rate === 0) return input!;
      const last = tensor.rank - 1;
      const kept = tensor.shape.map((size, index) => (index === 0 || index === last ? size : 1));
      return { tensor: context.tf.mul(tensor, keepFactors(context, rate, kept)), mask };
    },
    toPyTorch: ({ rate }, [input]) => ({
      layout: 'first',
      members: [{ call: `nn.Dropout${input!.shape.length - 1}d`, args: [pythonNumber(rate, true)] }],
      forward: ({ self, x }) => `${self()}(${x})`,
    }),
  });
}
