import type { Tensor } from '@tensorflow/tfjs-core';
import type { ForwardContext, Tfjs, Value } from '../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../shared/blocks/fused.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import type { Call, Program, WeightId } from './program.ts';

/** What a forward pass needs besides inputs and weights. */
export interface ForwardRun {
  readonly tf: Tfjs;
  readonly training: boolean;
  /**
   * Frees each value after its last use, so that memory holds no more than the widest part of the network. Not while gradients are
   * recorded: they need the values.
   */
  readonly freeEarly: boolean;
  /** Uniform numbers in [0, 1) for the given block and its call number (from 0) in this pass. */
  uniform(block: BlockId, call: number, shape: readonly number[]): Tensor;
  /** Takes a scalar that a block adds to the loss. */
  addLoss(loss: Tensor): void;
  /** Takes a new value of a weight that is not trainable; it belongs to the scope of the pass. */
  update(weight: WeightId, value: Tensor): void;
  /** What the backend in use computes itself. */
  readonly fusedLayers?: FusedLayers;
}

/**
 * Computes the value at every Output, by its block. `inputs` has a value for every input of the program and `weights` a tensor for
 * every weight; both stay the caller's. A value at an Output may be the very tensor given as input.
 */
export function forward(
  program: Program,
  run: ForwardRun,
  inputs: ReadonlyMap<BlockId, Value>,
  weights: ReadonlyMap<WeightId, Tensor>,
): ReadonlyMap<BlockId, Value> {
  const { tf } = run;
  const values = new Map<BlockId, Value>(inputs);
  const owned = countUses(inputs);
  const compute = createCompute(run, weights);
  const computeCall = (call: Call) =>
    compute(
      call,
      call.sources.map((source) => values.get(source)!),
    );
  for (const call of program.calls) {
    if (!run.freeEarly) {
      values.set(call.block, computeCall(call));
      continue;
    }
    const value = tf.tidy(() => computeCall(call) as never) as Value;
    values.set(call.block, value);
    hold(owned, value);
    for (const used of call.lastUseOf) {
      release(owned, values.get(used)!);
      values.delete(used);
    }
  }
  return new Map(program.outputs.map(({ block: output, source }) => [output, values.get(source)!]));
}

/** Computes one block after the other from the values at its ports. */
export function createCompute(
  run: Omit<ForwardRun, 'freeEarly'>,
  weights: ReadonlyMap<WeightId, Tensor>,
): (call: Call, sources: readonly Value[]) => Value {
  let block: BlockId = '';
  let own: Call['weights'] = [];
  let draws = 0;
  const context: ForwardContext = {
    tf: run.tf,
    training: run.training,
    uniform: (shape) => run.uniform(block, draws++, shape),
    addLoss: (loss) => run.addLoss(loss),
    update: (weight, value) => run.update(own.find(({ name }) => name === weight)!.id, value),
    ...(run.fusedLayers && { fused: run.fusedLayers }),
  };
  return (call, sources) => {
    block = call.block;
    own = call.weights;
    draws = 0;
    const byName: Record<string, Tensor> = {};
    for (const { name, id } of call.weights) byName[name] = weights.get(id)!;
    return call.definition.forward(context, call.params, sources, byName);
  };
}

/** How many live values hold each tensor: blocks may hand on the tensor or the mask they were given. */
type Holds = Map<Tensor, number>;

/** The caller's tensors start with a hold that is never released. */
function countUses(inputs: ReadonlyMap<BlockId, Value>): Holds {
  const holds: Holds = new Map();
  for (const value of inputs.values()) {
    hold(holds, value);
    hold(holds, value);
  }
  return holds;
}

function hold(holds: Holds, { tensor, mask }: Value): void {
  holds.set(tensor, (holds.get(tensor) ?? 0) + 1);
  if (mask) holds.set(mask, (holds.get(mask) ?? 0) + 1);
}

function release(holds: Holds, { tensor, mask }: Value): void {
  for (const each of mask ? [tensor, mask] : [tensor]) {
    const left = holds.get(each)! - 1;
    holds.set(each, left);
    if (left === 0) each.dispose();
  }
}
