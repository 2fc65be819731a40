import type { Tensor } from '@tensorflow/tfjs-core';
import { type ProblemText, problem } from '../messages/problem.ts';
import { defineBlock, type Shape, sizeOf, type TensorSpec, type Tfjs } from './define-block.ts';
import { axisPlace, requireSeveral } from './merging.ts';
import { flag, pair } from './params.ts';
import { requireRow } from './requirements.ts';

/** Square of the length from which on a row of numbers counts as one of length 1e-7, as in Keras. */
const smallestSquare = 1e-14;

/** Products of two inputs summed over one dimension of each: every place of the first with every place of the second. */
export const dot = defineBlock({
  type: 'Dot',
  title: 'Dot',
  category: 'merging',
  icon: 'dot',
  inputs: ['1', '2'],
  docs: 'Multiplies two inputs number by number and sums up along a dimension: the more alike two rows are, the larger is what comes out.',
  guide: {
    when: 'To compare things, such as a person and a film. Normalized, it gives the cosine of the angle between them.',
    shape:
      'The dimensions of the axes go, which must be of one size, and the others follow each other; of two rows one number is left.',
    keywords: ['similarity', 'cosine', 'recommender', 'siamese', 'matrix factorization'],
    example: { inputs: [[32], [32]], output: [1] },
  },
  params: {
    axes: pair('Axes', [-1, -1], {
      min: -8,
      max: 8,
      sides: ['first input', 'second input'],
      help: 'The dimension of each input that is summed over: -1 is the last one, 1 the first one of a row of data.',
    }),
    normalize: flag('Normalize', false, {
      help: 'Brings what is multiplied to a length of 1, so that only directions count and 1 is the most.',
    }),
  },
  summary: ({ axes, normalize }) => [`axes ${axes.join(' and ')}`, ...(normalize ? ['normalized'] : [])],
  infer({ axes }, inputs) {
    const sides = sidesOf(axes, inputs);
    if ('problem' in sides) return sides;
    const [one, other] = sides;
    if (one.size !== other.size) return problem('dot-sizes', { type: 'Dot', expected: one.size, received: other.size });
    const shape = [...one.rest, ...other.rest];
    return { shape: shape.length === 0 ? [1] : shape, dtype: 'float32', masked: false };
  },
  multiplyAdds({ axes }, inputs) {
    const sides = sidesOf(axes, inputs);
    return 'problem' in sides ? 0 : sizeOf(sides[0].rest) * sizeOf(sides[1].rest) * sides[0].size;
  },
  forward({ tf }, { axes, normalize }, inputs) {
    const places = inputs.map(({ tensor }, at) => axisPlace(axes[at]!, tensor.rank - 1)! + 1) as [number, number];
    const [one, other] = inputs.map(({ tensor }, at) =>
      normalize ? ofLengthOne(tf, tensor, places[at]!) : tensor,
    ) as [Tensor, Tensor];
    if (one.rank === 2 && other.rank === 2) return { tensor: tf.sum(tf.mul(one, other), -1, true), mask: null };
    const [left, right] = [matrixOf(tf, one, places[0]), matrixOf(tf, other, places[1])];
    const product: Tensor = tf.matMul(left.matrix as never, right.matrix as never, left.isAcross, !right.isAcross);
    const rest = (tensor: Tensor, place: number) => tensor.shape.filter((_, at) => at !== 0 && at !== place);
    const shape = [one.shape[0]!, ...rest(one, places[0]), ...rest(other, places[1])];
    return { tensor: tf.reshape(product, shape), mask: null };
  },
  toPyTorch({ axes, normalize }, inputs) {
    const ranks = inputs.map(({ shape }) => shape.length) as [number, number];
    const places = ranks.map((rank, at) => axisPlace(axes[at]!, rank)! + 1) as [number, number];
    const letters = 'ijklmnopqrstuvwxyz'.slice(0, 2 * Math.max(...ranks));
    // One letter for each dimension that stays, s for what is summed over, b for the batch.
    const staying = [letters.replace('s', '').slice(0, ranks[0] - 1), ''] as [string, string];
    staying[1] = letters
      .replace('s', '')
      .replace('b', '')
      .slice(ranks[0] - 1, ranks[0] + ranks[1] - 2);
    const spelled = staying.map((rest, at) => `b${rest.slice(0, places[at]! - 1)}s${rest.slice(places[at]! - 1)}`);
    return {
      forward({ xs }) {
        const sides = xs.map((x, at) => (normalize ? `F.normalize(${x}, dim=${places[at]}, eps=1e-7)` : x));
        return ranks[0] === 1 && ranks[1] === 1
          ? `(${sides.join(' * ')}).sum(1, keepdim=True)`
          : `torch.einsum("${spelled.join(',')}->b${staying.join('')}", ${sides.join(', ')})`;
      },
    };
  },
});

/** What is summed over on one side, and the dimensions that stay. */
interface Side {
  readonly size: number;
  readonly rest: Shape;
}

function sidesOf(axes: readonly number[], inputs: readonly TensorSpec[]): readonly [Side, Side] | ProblemText {
  const refused = requireSeveral('Dot', inputs);
  if (refused) return refused;
  const sides: Side[] = [];
  for (const [at, input] of inputs.entries()) {
    const { shape } = input;
    const place = axisPlace(axes[at]!, shape.length);
    const wrong = requireRow('Dot', input);
    if (wrong) return wrong;
    if (place === null) {
      return problem('axis-unknown', { type: 'Dot', dimensions: shape.length, received: axes[at]! }, 'axes');
    }
    sides.push({ size: shape[place]!, rest: shape.toSpliced(place, 1) });
  }
  return sides as [Side, Side];
}

/** A tensor as one matrix for each sample. The dimension at `place` is the rows of it, if it `isAcross`, else the columns. */
function matrixOf(tf: Tfjs, tensor: Tensor, place: number): { readonly matrix: Tensor; readonly isAcross: boolean } {
  const [batch, size] = [tensor.shape[0]!, tensor.shape[place]!];
  const last = tensor.rank - 1;
  if (place === 1 && place < last) return { matrix: tf.reshape(tensor, [batch, size, -1]), isAcross: true };
  const order = [...tensor.shape.keys()].toSpliced(place, 1).concat(place);
  const turned = place === last ? tensor : tf.transpose(tensor, order);
  return { matrix: tf.reshape(turned, [batch, -1, size]), isAcross: false };
}

/** Each row of numbers along a dimension, brought to the length 1. */
function ofLengthOne(tf: Tfjs, tensor: Tensor, place: number): Tensor {
  const squares: Tensor = tf.sum(tf.square(tensor), place, true);
  return tf.mul(tensor, tf.rsqrt(tf.maximum(squares, smallestSquare)));
}
