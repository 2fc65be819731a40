import type { ActivationName } from '../../blocks/activations.ts';
import { snakeCase } from '../python.ts';
import { activations } from '../tfjs-layers.ts';
import type { Declaration } from './class-source.ts';
import { camelCase } from './text.ts';

/** Keras activations that tfjs-layers does not have, or computes by another formula, as expressions of `x`. None compares numbers, for tfjs has no gradient of that. */
const formulas: Readonly<Partial<Record<ActivationName, string>>> = {
  leaky_relu: 'tf.leakyRelu(x, 0.2)',
  hard_sigmoid: 'tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6)',
  hard_silu: 'tf.mul(x, tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6))',
  hard_tanh: 'tf.clipByValue(x, -1, 1)',
  log_sigmoid: 'tf.logSigmoid(x)',
  exponential: 'tf.exp(x)',
  squareplus: 'tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2)',
  sparse_plus: 'tf.add(tf.relu(tf.sub(x, 1)), tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4))',
  sparse_sigmoid: 'tf.div(tf.clipByValue(tf.add(x, 1), 0, 2), 2)',
  tanh_shrink: 'tf.sub(x, tf.tanh(x))',
  soft_shrink: 'tf.sub(x, tf.clipByValue(x, -0.5, 0.5))',
  hard_shrink: 'tf.mul(x, tf.step(tf.sub(tf.abs(x), 0.5)))',
};

/** An activation as an argument of a layer, and the class that has to be there for it. */
export interface WrittenActivation {
  readonly name: string;
  readonly declaration: string | null;
  /** Whether the types of tfjs know the name. */
  readonly typed: boolean;
}

/** An activation in tfjs-layers; null for one that it has not and that has no class here. */
export function activationOf(keras: string): WrittenActivation | null {
  const known = activations[keras];
  if (known !== undefined) return { name: camelCase(known), declaration: null, typed: known !== 'log_softmax' };
  if (!(keras in formulas)) return null;
  const declaration = classOf(keras);
  return { name: registered(keras), declaration, typed: false };
}

// Not the name in Keras: a saved model has names in snake case, of which tfjs makes camel case, and so its own hard sigmoid.
const registered = (keras: string) => camelCase(`keras_${keras}`);

const classOf = (keras: string) => `Keras${camelCase(`_${snakeCase(keras)}`)}`;

export const activationClasses: readonly Declaration[] = Object.entries(formulas).map(([keras, formula]) => ({
  name: classOf(keras),
  needs: [],
  source: `/** Keras's ${keras}${keras === 'hard_sigmoid' ? '; that of TensorFlow.js has another slope' : ', which TensorFlow.js does not have'}. */
class ${classOf(keras)} extends tf.serialization.Serializable {
  static className = '${registered(keras)}';

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => ${formula});
  }

  getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}
tf.serialization.registerClass(${classOf(keras)});`,
}));
