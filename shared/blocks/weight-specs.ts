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
