// What a model costs to train: counted from shapes, without computing anything.

import type { WeightSpec } from '../blocks/define-block.ts';
import { sizeOf } from '../blocks/define-block.ts';
import { optimizers } from '../training/optimizers.ts';
import type { TrainingDocument } from '../training/settings.ts';
import type { BlockId, ModelDocument } from './document.ts';
import { expand, type Level } from './expand.ts';
import type { BlockFacts, Inference } from './infer.ts';

/** Bytes of one number: all that is computed is float32 or int32. */
export const bytesPerNumber = 4;

/**
 * Memory that training holds for a block at once, in bytes. It is an estimate from below: what an engine needs for itself, and while it
 * computes one block, is not in it, and where an engine can work in place, as Flatten does, it holds less than `activations`.
 */
export interface Memory {
  /** All weights, also those that training does not learn. */
  readonly weights: number;
  /** The gradients of the weights that training learns. */
  readonly gradients: number;
  /** What the optimizer keeps for each of them, such as the two means of Adam. */
  readonly slots: number;
  /** The output for one batch, which is kept from the forward pass until the backward pass has used it. */
  readonly activations: number;
}

/** What a block costs; of a group, the sum of all that it holds. */
export interface Costs {
  /** Elements of all weights. */
  readonly parameters: number;
  /** Elements of the weights that training learns. */
  readonly trainable: number;
  /** For one sample. */
  readonly multiplyAdds: number;
  readonly memory: Memory;
}

/** The settings that memory depends on. */
export type CostSettings = Pick<TrainingDocument, 'batchSize' | 'optimizer'>;

/** What costs nothing. */
export const noCosts: Costs = {
  parameters: 0,
  trainable: 0,
  multiplyAdds: 0,
  memory: { weights: 0, gradients: 0, slots: 0, activations: 0 },
};

/** Memory for training in all, in bytes. */
export function totalMemory({ weights, gradients, slots, activations }: Memory): number {
  return weights + gradients + slots + activations;
}

/** What a block costs that is no group. */
export function costsOf({ weights, parameters, multiplyAdds, output }: BlockFacts, settings: CostSettings): Costs {
  const trainable = elementsOf(weights.filter((weight) => weight.trainable));
  return {
    parameters,
    trainable,
    multiplyAdds,
    memory: {
      weights: parameters * bytesPerNumber,
      gradients: trainable * bytesPerNumber,
      slots: trainable * slotCount(settings) * bytesPerNumber,
      activations: output ? sizeOf(output.shape) * bytesPerNumber * settings.batchSize : 0,
    },
  };
}

/** Costs of several together. */
export function sumOfCosts(all: Iterable<Costs>): Costs {
  let sum = noCosts;
  for (const each of all) sum = plus(sum, each);
  return sum;
}

/** How many numbers the optimizer keeps for each number that it learns. */
export function slotCount({ optimizer }: CostSettings): number {
  const definition = optimizers.find(({ type }) => type === optimizer.type);
  return definition ? definition.slots(optimizer as never).length : 0;
}

/** What all blocks of a model cost that are sound. */
export function modelCosts({ facts }: Inference, settings: CostSettings): Costs {
  return sumOfCosts([...facts.values()].map((each) => costsOf(each, settings)));
}

/** What a block of a level costs, or all that a group there holds; null while that is not known. Where groups are repeated it is of the first copy. */
export function costsAt(
  { facts }: Inference,
  { prefix }: Pick<Level, 'prefix'>,
  id: BlockId,
  settings: CostSettings,
): Costs | null {
  const own = facts.get(prefix + id);
  if (own) return costsOf(own, settings);
  const inside = `${prefix}${id}/`;
  const held = [...facts].filter(([written]) => written.startsWith(inside));
  return held.length === 0 ? null : sumOfCosts(held.map(([, each]) => costsOf(each, settings)));
}

/** What a block of the document costs in all its copies. */
export interface PlacedCosts {
  /** The groups around it, from the outermost in. */
  readonly path: readonly BlockId[];
  readonly block: BlockId;
  readonly isGroup: boolean;
  readonly costs: Costs;
}

/** What each block of the document costs, and each group with all that it holds, by the ids of the groups around it and its own, joined with `/`. */
export function costsByPlace(
  model: ModelDocument,
  { facts }: Inference,
  settings: CostSettings,
): ReadonlyMap<string, PlacedCosts> {
  const { places } = expand(model);
  const found = new Map<string, PlacedCosts>();
  const add = (path: readonly BlockId[], block: BlockId, isGroup: boolean, costs: Costs) => {
    const key = [...path, block].join('/');
    const before = found.get(key);
    found.set(key, { path, block, isGroup, costs: before ? plus(before.costs, costs) : costs });
  };
  for (const [written, each] of facts) {
    const { path, block } = places.get(written) ?? { path: [], block: written };
    const costs = costsOf(each, settings);
    add(path, block, false, costs);
    for (const [depth, group] of path.entries()) add(path.slice(0, depth), group, true, costs);
  }
  return found;
}

function elementsOf(weights: readonly WeightSpec[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function plus(a: Costs, b: Costs): Costs {
  return {
    parameters: a.parameters + b.parameters,
    trainable: a.trainable + b.trainable,
    multiplyAdds: a.multiplyAdds + b.multiplyAdds,
    memory: {
      weights: a.memory.weights + b.memory.weights,
      gradients: a.memory.gradients + b.memory.gradients,
      slots: a.memory.slots + b.memory.slots,
      activations: a.memory.activations + b.memory.activations,
    },
  };
}

/** What blocks can be compared by. */
export const costMeasures = ['parameters', 'multiplyAdds', 'memory'] as const;
export type CostMeasure = (typeof costMeasures)[number];

/** What blocks can be marked by on the canvas: what the model says they cost, and how long they were measured to take. */
export const markMeasures = [...costMeasures, 'time'] as const;
export type MarkMeasure = (typeof markMeasures)[number];

/** Costs by one measure: elements, multiply-adds for a sample, or bytes of memory for training. */
export function measured(costs: Costs, measure: CostMeasure): number {
  return measure === 'memory' ? totalMemory(costs.memory) : costs[measure];
}

/** The blocks of a model that cost most by a measure, the dearest first; those that cost nothing are none of them. */
export function heaviestBlocks(
  places: ReadonlyMap<string, PlacedCosts>,
  measure: CostMeasure,
  count: number,
): readonly PlacedCosts[] {
  return [...places.values()]
    .filter(({ isGroup, costs }) => !isGroup && measured(costs, measure) > 0)
    .sort((a, b) => measured(b.costs, measure) - measured(a.costs, measure))
    .slice(0, count);
}
