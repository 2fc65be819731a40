import type { ComponentValue } from '../blocks/params.ts';
import { adagrad } from './optimizers/adagrad.ts';
import { adam } from './optimizers/adam.ts';
import { adamW } from './optimizers/adamw.ts';
import type { Optimizer } from './optimizers/define-optimizer.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';

/** Every optimizer on offer, in menu order. */
export const optimizers = [adam, adamW, sgd, rmsprop, adagrad] as const;

/** The optimizer of a value. Throws for a type that is not in the list. */
export function optimizerOf(value: ComponentValue): Optimizer {
  const optimizer = optimizers.find(({ type }) => type === value.type);
  if (!optimizer) {
    throw new Error(
      `An optimizer is one of ${optimizers.map(({ type }) => type).join(', ')}. Received: ${value.type}.`,
    );
  }
  return optimizer as unknown as Optimizer;
}
