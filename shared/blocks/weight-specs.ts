import type { Shape, WeightSpec } from './define-block.ts';
import type { ComponentValue } from './params.ts';

/** A weight that training changes. */
export function trainable(
  name: string,
  shape: Shape,
  initializer: ComponentValue,
  regularizer: ComponentValue | null,
): WeightSpec {
  return { name, shape, initializer, regularizer, trainable: true };
}

/** A weight that the block itself keeps up to date while it trains. */
export function kept(name: string, shape: Shape, initializer: ComponentValue): WeightSpec {
  return { name, shape, initializer, regularizer: null, trainable: false };
}
