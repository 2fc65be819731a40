import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import { initializeWeights } from '../program/initialize.ts';
import type { Program } from '../program/program.ts';
import type { Computation } from './computation.ts';
import { createStore } from './tensor-store.ts';

/** Weights and optimizer slots as training begins with them. */
export function createTrainedStores(tf: Tfjs, program: Program, computation: Computation, seed: number) {
  const weights = createStore(tf, 'weight', new Map(program.weights.map(({ id, spec }) => [id, spec.shape])));
  weights.load(initializeWeights(program, seed));
  const slots = createStore(tf, 'slot', computation.slotShapes);
  slots.load(computation.firstSlots());
  return { weights, slots };
}
