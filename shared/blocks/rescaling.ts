import { pythonNumber } from '../code/python.ts';
import { defineBlock } from './define-block.ts';
import { float } from './params.ts';

/** Every number times a scale, plus an offset; whole numbers become decimal ones. */
export const rescaling = defineBlock({
  type: 'Rescaling',
  title: 'Rescaling',
  category: 'normalization',
  icon: 'rescaling',
  docs: 'Multiplies every number and adds another.',
  guide: {
    when: 'Right behind an Input, to bring pictures from 0 to 255 into the range from 0 to 1.',
    shape: 'The shape stays as it is, and whole numbers become float32.',
    keywords: ['image', 'preprocessing', 'normalize', 'scale'],
    example: { inputs: [[28, 28, 1]], dtype: 'int32', output: [28, 28, 1] },
  },
  params: {
    scale: float('Scale', 1 / 255, { help: 'What every number is multiplied by.' }),
    offset: float('Offset', 0, { help: 'What is added then.' }),
  },
  summary: ({ scale, offset }) => [`times ${short(scale)}`, ...(offset === 0 ? [] : [`plus ${short(offset)}`])],
  infer: (_params, [input]) => ({ ...input!, dtype: 'float32' }),
  forward({ tf }, { scale, offset }, [input]) {
    const scaled = tf.mul(tf.cast(input!.tensor, 'float32'), scale);
    return { tensor: tf.add(scaled, offset), mask: input!.mask };
  },
  toPyTorch: ({ scale, offset }) => ({
    layout: 'any',
    forward({ x }) {
      const added = offset === 0 ? '' : ` ${offset < 0 ? '-' : '+'} ${pythonNumber(Math.abs(offset), true)}`;
      return `${x} * ${pythonNumber(scale, true)}${added}`;
    },
  }),
});

/** Four digits, which tell 1 / 255 from other numbers. */
const short = (value: number) => String(Number(value.toPrecision(4)));
