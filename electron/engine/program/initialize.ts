import { drawWeight } from '../../../shared/blocks/initializers.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import type { Program, WeightId } from './program.ts';

/**
 * First values of all weights, row by row. Each weight has a seed of its own from the run's, its block and its name: a block more
 * in the model changes no other block's weights.
 */
export function initializeWeights(program: Program, seed: number): ReadonlyMap<WeightId, Float32Array> {
  return new Map(
    program.weights.map(({ id, block, spec }) => [
      id,
      drawWeight(spec, createRandom(deriveSeed(seed, 'weight', block, spec.name))),
    ]),
  );
}
