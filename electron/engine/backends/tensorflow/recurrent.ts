import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../../shared/blocks/fused.ts';
import type { StepsInput } from '../../../../shared/blocks/recurrent.ts';
import { fits } from '../fused.ts';

/**
 * Step loops of few operations, with gradients worked out by hand: what a step's slopes do not take from later steps is computed for
 * all steps at once, and so is the gradient of the kernel. For each step, little more than one product of matrices each way is left.
 */
export const tensorflowLayers: FusedLayers = {
  lstm: (tf, input) => (fits(input) ? runLoop(tf, input, lstmLoop, [input.projected, input.recurrentKernel]) : null),
  gru(tf, input) {
    if (!fits(input) || !input.resetAfter) return null;
    const { projected, recurrentKernel, recurrentBias } = input;
    return runLoop(tf, input, gruLoop, [projected, recurrentKernel, ...(recurrentBias ? [recurrentBias] : [])]);
  },
};

/** Something for each step, [batch, size] each, in the order of computing. */
type Pieces = readonly Tensor[];

/** Something of all steps, [batch, time, size], in the order of computing. */
type Steps = Tensor;

/** One step: a state and an input become a state, of which the first is the output, and what the way back needs by name. */
interface Stepped<Kept extends string> {
  readonly state: readonly Tensor[];
  readonly kept: Readonly<Record<Kept, Tensor>>;
}

/** Some steps that follow each other, after the way forward. */
interface Stretch<Kept extends string> {
  readonly kept: Readonly<Record<Kept, Steps>>;
  /** The output's state before each step. */
  readonly before: Steps;
  /** Slopes of what a masked step does not compute: zero there. */
  readonly open: (slopes: Steps) => Steps;
  /** Slopes of a state by the one before it: one where a masked step holds it. */
  readonly through: (slopes: Steps) => Steps;
}

/** What the way back through a loop is made of. */
interface WayBack<Kept extends string> {
  /** The kernel that each state was multiplied by, transposed. */
  readonly kernel: Tensor;
  /** Computes something of every step, some steps at a time. */
  each(compute: (stretch: Stretch<Kept>) => Steps): Pieces;
  /** Where there is a mask: 1 in rows whose state the step holds, [batch, 1]. */
  readonly held: Pieces | null;
  /** Goes from the last step to the first with the gradient of the output's state, and is answered that of the state before. */
  walk(step: (at: number, dHidden: Tensor) => Tensor): void;
  /** Pieces in the order of time. */
  inTime(pieces: Pieces): Tensor;
  /** Gradient of the kernel from that of its products. */
  kernelGradient(dProducts: Pieces): Tensor;
}

/** A recurrent layer: how many tensors its state is, one step forward, and the gradients of all it is given. */
interface Loop<Kept extends string> {
  readonly states: number;
  readonly keeps: readonly Kept[];
  /** Makes the step for each place; `given` as for the way back. */
  steps(
    tf: Tfjs,
    given: readonly Tensor[],
    goBackwards: boolean,
  ): (at: number, state: readonly Tensor[]) => Stepped<Kept>;
  /** Gradients of projected, kernel and bias; the last only if there is one. */
  back(tf: Tfjs, way: WayBack<Kept>, biased: boolean): Tensor[];
}

/** LSTM with the gates of Keras: input, forget, cell, output. `carried` is the cell's state before the step, `bent` its tanh after. */
const lstmLoop: Loop<'input' | 'forget' | 'cell' | 'output' | 'carried' | 'bent'> = {
  states: 2,
  keeps: ['input', 'forget', 'cell', 'output', 'carried', 'bent'],
  steps(tf, [projected, kernel], goBackwards) {
    const inputs = piecesOf(tf, projected!, goBackwards);
    return (at, [hidden, carried]) => {
      const [i, f, g, o] = tf.split(tf.add(inputs[at]!, product(tf, hidden!, kernel!)), 4, 1) as Quartet;
      const [input, forget, cell, output] = [tf.sigmoid(i), tf.sigmoid(f), tf.tanh(g), tf.sigmoid(o)];
      const carry = tf.add(tf.mul(forget, carried!), tf.mul(input, cell));
      const bent = tf.tanh(carry);
      return { state: [tf.mul(output, bent), carry], kept: { input, forget, cell, output, carried: carried!, bent } };
    };
  },
  back(tf, { kernel, each, held, walk, inTime, kernelGradient }) {
    // Of the cell's state three gates are slopes, of the output's state the fourth.
    const gateSlopes = each(({ kept: { input, forget, cell, output, carried, bent }, open }) => {
      const ofCell = [sigmoidSlope(tf, input, cell), sigmoidSlope(tf, forget, carried), tanhSlope(tf, cell, input)];
      return open(tf.concat([...ofCell, sigmoidSlope(tf, output, bent)], 2));
    });
    const bentSlopes = each(({ kept, open }) => open(tanhSlope(tf, kept.bent, kept.output)));
    const forgets = each(({ kept, through }) => through(kept.forget));
    const dGates: Tensor[] = [];
    let dLater: Tensor | null = null;
    walk((at, dHidden) => {
      const fromOutput = tf.mul(dHidden, bentSlopes[at]!);
      const dCarry: Tensor = dLater ? tf.add(dLater, fromOutput) : fromOutput;
      dLater = tf.mul(dCarry, forgets[at]!);
      const dGate = tf.mul(tf.concat([dCarry, dCarry, dCarry, dHidden], 1), gateSlopes[at]!);
      dGates[at] = dGate;
      const dBefore = product(tf, dGate, kernel);
      return held ? tf.add(dBefore, tf.mul(dHidden, held[at]!)) : dBefore;
    });
    return [inTime(dGates), kernelGradient(dGates)];
  },
};

type Quartet = [Tensor, Tensor, Tensor, Tensor];

/** GRU with reset after the product and the gates of Keras: update, reset, candidate. `inner` is the candidate's part of the product. */
const gruLoop: Loop<'update' | 'reset' | 'candidate' | 'inner'> = {
  states: 1,
  keeps: ['update', 'reset', 'candidate', 'inner'],
  steps(tf, [projected, kernel, bias], goBackwards) {
    const units = kernel!.shape[0]!;
    const [forGates, forCandidate] = tf
      .split(projected!, [2 * units, units], 2)
      .map((part) => piecesOf(tf, part, goBackwards)) as [Pieces, Pieces];
    return (at, [hidden]) => {
      const multiplied = product(tf, hidden!, kernel!);
      const products = bias ? tf.add(multiplied, bias) : multiplied;
      const [gates, inner] = tf.split(products, [2 * units, units], 1) as [Tensor, Tensor];
      const [update, reset] = tf.split(tf.sigmoid(tf.add(forGates[at]!, gates)), 2, 1) as [Tensor, Tensor];
      const candidate = tf.tanh(tf.add(forCandidate[at]!, tf.mul(reset, inner)));
      const state = tf.add(candidate, tf.mul(update, tf.sub(hidden!, candidate)));
      return { state: [state], kept: { update, reset, candidate, inner } };
    };
  },
  back(tf, { kernel, each, walk, inTime, kernelGradient }, biased) {
    const ofCandidate = ({ kept: { update, candidate }, open }: Stretch<'update' | 'candidate'>) =>
      open(tanhSlope(tf, candidate, tf.sub(1, update)));
    const candidateSlopes = each(ofCandidate);
    const productSlopes = each((stretch) => {
      const { kept, before, open } = stretch;
      const byCandidate = ofCandidate(stretch);
      const byUpdate = open(sigmoidSlope(tf, kept.update, tf.sub(before, kept.candidate)));
      const byReset = sigmoidSlope(tf, kept.reset, tf.mul(byCandidate, kept.inner));
      return tf.concat([byUpdate, byReset, tf.mul(byCandidate, kept.reset)], 2);
    });
    const updates = each(({ kept, through }) => through(kept.update));
    const dProducts: Tensor[] = [];
    const dCandidates: Tensor[] = [];
    walk((at, dHidden) => {
      const dProduct = tf.mul(tf.concat([dHidden, dHidden, dHidden], 1), productSlopes[at]!);
      dProducts[at] = dProduct;
      dCandidates[at] = tf.mul(dHidden, candidateSlopes[at]!);
      return tf.add(tf.mul(dHidden, updates[at]!), product(tf, dProduct, kernel));
    });
    const all = inTime(dProducts);
    const [batch, time, size] = all.shape as [number, number, number];
    const dGates = tf.slice(all, [0, 0, 0], [batch, time, (size / 3) * 2]);
    const dProjected = tf.concat([dGates, inTime(dCandidates)], 2);
    return [dProjected, kernelGradient(dProducts), ...(biased ? [tf.sum(all, [0, 1])] : [])];
  },
};

/** Runs a loop over all steps from a state of zeros, so that its gradient is that of the loop's own way back. */
function runLoop<Kept extends string>(
  tf: Tfjs,
  { mask, returnSequences, goBackwards }: StepsInput,
  loop: Loop<Kept>,
  given: readonly Tensor[],
): Tensor {
  const run = tf.customGrad((...all) => {
    const tensors = all.slice(0, -1) as Tensor[];
    const save = all.at(-1) as unknown as (tensors: Tensor[]) => void;
    const { states, kept } = goForward(tf, loop, tensors, mask, goBackwards);
    const time = kept.length;
    const hidden = states.map(([output]) => output!);
    // The mask has no gradient, so it is not among what is given; it is kept with the rest, as it may be gone by the way back.
    const ofSteps = loop.keeps.flatMap((name) => kept.map((each) => each[name]));
    save([...tensors, ...hidden.slice(0, -1), ...ofSteps, ...(mask ? [mask] : [])]);
    return {
      // A copy by name: the state itself is kept for the way back.
      value: returnSequences ? tf.stack(hidden.slice(1), 1) : tf.clone(hidden.at(-1)!),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const rest = [...saved];
        const again = rest.splice(0, tensors.length);
        const before = rest.splice(0, time);
        const pieces = Object.fromEntries(
          loop.keeps.map((name) => [name, rest.splice(0, time)]),
        ) as unknown as Readonly<Record<Kept, Pieces>>;
        const finished = { dy, before, kept: pieces, mask: rest[0] ?? null, returnSequences, goBackwards };
        return loop.back(tf, wayBack(tf, tf.transpose(again[1]!), finished), again[2] !== undefined);
      },
    };
  });
  return run(...given);
}

/** The states before the first step and after each, and what each step keeps. */
function goForward<Kept extends string>(
  tf: Tfjs,
  loop: Loop<Kept>,
  given: readonly Tensor[],
  mask: Tensor | null,
  goBackwards: boolean,
) {
  const [batch, time] = given[0]!.shape as [number, number];
  const units = given[1]!.shape[0]!;
  const step = loop.steps(tf, given, goBackwards);
  // Spread over the units once, not at every step.
  const open = mask ? piecesOf(tf, tf.tile(tf.expandDims(mask, 2), [1, 1, units]), goBackwards) : null;
  const states: (readonly Tensor[])[] = [Array.from({ length: loop.states }, () => tf.zeros([batch, units]))];
  const kept: Readonly<Record<Kept, Tensor>>[] = [];
  for (let at = 0; at < time; at++) {
    const before = states[at]!;
    const stepped = tf.tidy(() => {
      const { state, kept } = step(at, before);
      return {
        state: open ? state.map((tensor, index) => tf.where(open[at]!, tensor, before[index]!)) : [...state],
        kept,
      };
    });
    states.push(stepped.state);
    kept.push(stepped.kept);
  }
  return { states, kept };
}

/** So many steps are stacked to be computed at once: few enough to stay in a cache, and for a second thread to begin early. */
const stretchLength = 16;

interface Finished<Kept extends string> {
  readonly dy: Tensor;
  readonly before: Pieces;
  readonly kept: Readonly<Record<Kept, Pieces>>;
  readonly mask: Tensor | null;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

function wayBack<Kept extends string>(
  tf: Tfjs,
  kernel: Tensor,
  { dy, before, kept, mask, returnSequences, goBackwards }: Finished<Kept>,
): WayBack<Kept> {
  const time = before.length;
  const opened = mask && tf.cast(tf.expandDims(mask, 2), 'float32');
  const open = opened && piecesOf(tf, opened, goBackwards);
  const held = opened && piecesOf(tf, tf.sub(1, opened), goBackwards);
  const starts = Array.from({ length: Math.ceil(time / stretchLength) }, (_, index) => index * stretchLength);
  const stackFrom = (start: number, pieces: Pieces) => tf.stack(pieces.slice(start, start + stretchLength), 1);
  const stretches = starts.map((start): Stretch<Kept> => {
    const ones = open && stackFrom(start, open);
    const zeros = held && stackFrom(start, held);
    return {
      kept: Object.fromEntries(
        Object.entries<Pieces>(kept).map(([name, pieces]) => [name, stackFrom(start, pieces)]),
      ) as Readonly<Record<Kept, Steps>>,
      before: stackFrom(start, before),
      open: (slopes) => (ones ? tf.mul(slopes, ones) : slopes),
      through: (slopes) => (ones && zeros ? tf.add(tf.mul(slopes, ones), zeros) : slopes),
    };
  });
  return {
    kernel,
    each: (compute) => stretches.flatMap((stretch) => piecesOf(tf, compute(stretch))),
    held,
    walk(step) {
      const given = returnSequences ? piecesOf(tf, dy) : null;
      let dHidden = given ? given.at(-1)! : dy;
      for (let at = time - 1; at >= 0; at--) {
        const dBefore = step(at, dHidden);
        if (at > 0) dHidden = given ? tf.add(dBefore, given[at - 1]!) : dBefore;
      }
    },
    inTime: (pieces) => tf.stack(goBackwards ? [...pieces].reverse() : [...pieces], 1),
    kernelGradient(dProducts) {
      const rows = (steps: Steps) => tf.reshape(steps, [-1, steps.shape[2]!]) as Tensor2D;
      const parts = starts.map((start, index) =>
        tf.matMul(rows(stretches[index]!.before), rows(stackFrom(start, dProducts)), true),
      );
      return tf.addN(parts);
    },
  };
}

/** What each step has of a tensor [batch, time, size], in the order of computing. */
function piecesOf(tf: Tfjs, steps: Tensor, goBackwards = false): Pieces {
  const pieces = tf.unstack(steps, 1);
  return goBackwards ? pieces.reverse() : pieces;
}

function product(tf: Tfjs, a: Tensor, b: Tensor): Tensor {
  return tf.matMul(a as Tensor2D, b as Tensor2D);
}

/** `dy` times the slope of a sigmoid that gave `y`. */
function sigmoidSlope(tf: Tfjs, y: Tensor, dy: Tensor): Tensor {
  return tf.engine().runKernel('LoomSigmoidGrad', { y, dy });
}

/** `dy` times the slope of a tanh that gave `y`. */
function tanhSlope(tf: Tfjs, y: Tensor, dy: Tensor): Tensor {
  return tf.engine().runKernel('LoomTanhGrad', { y, dy });
}
