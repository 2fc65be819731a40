import type { ComponentValue } from '../blocks/params.ts';
import { binaryCrossentropy } from './losses/binary-crossentropy.ts';
import { categoricalCrossentropy } from './losses/categorical-crossentropy.ts';
import type { Loss } from './losses/define-loss.ts';
import { huber } from './losses/huber.ts';
import { meanAbsoluteError } from './losses/mean-absolute-error.ts';
import { meanSquaredError } from './losses/mean-squared-error.ts';
import { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy.ts';

/** Every loss on offer, in menu order. */
export const losses = [
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
] as const;

/** The loss of a value. Throws for a type that is not in the list. */
export function lossOf(value: ComponentValue): Loss {
  const loss = losses.find(({ type }) => type === value.type);
  if (!loss) {
    throw new Error(`A loss is one of ${losses.map(({ type }) => type).join(', ')}. Received: ${value.type}.`);
  }
  return loss as unknown as Loss;
}

/** Whether a loss, by its type, is one of classes. */
export function learnsClasses(type: string): boolean {
  const loss = losses.find((loss) => loss.type === type);
  return loss !== undefined && loss.targets !== 'numbers';
}
