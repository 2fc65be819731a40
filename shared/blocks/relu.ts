import { pythonNumber } from '../code/python.ts';
import { elementwise, inside, leakyBy } from './activations.ts';
import { defineBlock } from './define-block.ts';
import { float, optionalFloat, type ParamValues } from './params.ts';
import { requireNumbers } from './requirements.ts';

const params = {
  maxValue: optionalFloat('Max value', {
    min: 0,
    whenNull: 'no limit',
    help: 'The largest number that comes out; empty for no limit.',
  }),
  negativeSlope: float('Negative slope', 0, { min: 0, help: 'The share of numbers below the threshold that passes.' }),
  threshold: float('Threshold', 0, { min: 0, help: 'Numbers up to here are held back.' }),
} as const;

/** Numbers above a threshold pass, up to a limit; below it only a share of the distance to it does. */
export const relu = defineBlock({
  type: 'ReLU',
  title: 'ReLU',
  category: 'core',
  icon: 'relu',
  docs: 'Lets positive numbers pass and sets the others to 0.',
  guide: {
    when: 'In place of an Activation, to limit how large numbers get or to let a share of the negative ones through.',
    shape: 'The shape stays as it is.',
    keywords: ['rectified linear', 'activation', 'ReLU6'],
    example: { inputs: [[13, 13, 32]], params: { maxValue: 6 }, output: [13, 13, 32] },
  },
  params,
  summary: ({ maxValue, negativeSlope, threshold }) => [
    maxValue === null ? 'no limit' : `at most ${maxValue}`,
    ...(negativeSlope === 0 ? [] : [`slope ${negativeSlope}`]),
    ...(threshold === 0 ? [] : [`from ${threshold}`]),
  ],
  infer: (_params, [input]) => requireNumbers('ReLU', input!) ?? input!,
  forward: ({ tf }, given, [input]) => ({ tensor: activationOf(given)(tf, input!.tensor), mask: input!.mask }),
  toPyTorch: ({ maxValue, negativeSlope, threshold }) => ({
    layout: 'any',
    forward({ x }) {
      const [slope, limit, start] = [negativeSlope, maxValue ?? 0, threshold].map((value) => pythonNumber(value, true));
      if (maxValue === null && threshold === 0) {
        return negativeSlope === 0 ? `F.relu(${x})` : `F.leaky_relu(${x}, negative_slope=${slope})`;
      }
      const above = threshold === 0 ? `F.relu(${x})` : `torch.where(${x} > ${start}, ${x}, torch.zeros_like(${x}))`;
      const limited = maxValue === null ? above : `${above}.clamp(max=${limit})`;
      const below = threshold === 0 ? `F.relu(-${x})` : `F.relu(${start} - ${x})`;
      return negativeSlope === 0 ? limited : `${limited} - ${slope} * ${below}`;
    },
  }),
});

function activationOf({ maxValue, negativeSlope, threshold }: ParamValues<typeof params>) {
  if (maxValue === null && threshold === 0) return leakyBy(negativeSlope);
  return elementwise(
    (tf, x) => {
      const above = threshold === 0 ? tf.relu(x) : tf.where(tf.greater(x, threshold), x, tf.zerosLike(x));
      const limited = maxValue === null ? above : tf.minimum(above, maxValue);
      return tf.sub(limited, tf.mul(tf.relu(tf.sub(threshold, x)), negativeSlope));
    },
    (tf, x) =>
      tf.add(
        inside(tf, x, threshold, maxValue ?? Number.POSITIVE_INFINITY),
        tf.mul(tf.cast(tf.less(x, threshold), 'float32'), negativeSlope),
      ),
  );
}
