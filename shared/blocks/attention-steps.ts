import type { Tensor } from '@tensorflow/tfjs-core';
import { type ProblemText, problem } from '../messages/problem.ts';
import type { TensorSpec, Tfjs } from './define-block.ts';
import { requireNumbers, requireRank } from './requirements.ts';

/** What is added to a score that does not count: beside it, no other is left anything of. */
export const outOfSight = -1e9;

/** A problem unless query, value and, if it is there, key are sequences, and a key is there for each value. */
export function requireSequences(type: string, inputs: readonly TensorSpec[]): ProblemText | null {
  for (const input of inputs) {
    const wrong = requireRank(type, input, 'time×features') ?? requireNumbers(type, input);
    if (wrong) return wrong;
  }
  const [, value, key = value] = inputs;
  const [values, keys] = [value!.shape[0]!, key!.shape[0]!];
  return values === keys ? null : problem('keys-for-values', { type, expected: values, received: keys });
}

/** True where a step of `steps` (down) may look at one of `others` (across): at its own place and before. */
export function causalMask(tf: Tfjs, steps: number, others: number): Tensor {
  const seen = Uint8Array.from({ length: steps * others }, (_, at) => (at % others <= Math.floor(at / others) ? 1 : 0));
  return tf.tensor(seen, [steps, others], 'bool');
}

/** True where all masks are true, each repeated along dimensions of 1; null without any. */
export function allOf(tf: Tfjs, masks: readonly (Tensor | null)[]): Tensor | null {
  return masks.reduce((all, mask) => (all && mask ? tf.logicalAnd(all, mask) : (all ?? mask)), null);
}

/** The same as Python of PyTorch, on the device of `x`. */
export function causalInPyTorch(steps: number, others: number, x: string): string {
  return `torch.ones(${steps}, ${others}, dtype=torch.bool, device=${x}.device).tril()`;
}
