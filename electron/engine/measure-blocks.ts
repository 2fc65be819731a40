import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs, Value } from '../../shared/blocks/define-block.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import type { PassTimes, ProfileProgress } from '../../shared/ipc/profile.ts';
import type { BatchTensor } from '../data/dataset.ts';
import type { StartedBackend } from './backends/define-backend.ts';
import { createCompute, type ForwardRun, forward } from './program/forward.ts';
import { initializeWeights } from './program/initialize.ts';
import type { Call, Program, WeightId } from './program/program.ts';
import { drawUniform } from './step/computation.ts';
import { createStore } from './step/tensor-store.ts';

/** What is measured, and on what. */
export interface MeasuredNetwork {
  readonly backend: Pick<StartedBackend, 'tf' | 'fusedLayers' | 'isAsynchronous'>;
  readonly program: Program;
  /** A batch for every Input. */
  readonly inputs: ReadonlyMap<BlockId, BatchTensor>;
  readonly seed: number;
}

/** How to go about it. */
export interface MeasureOptions {
  /** How long to time passes, in milliseconds; a network for which that is short gets `fewestRounds` all the same. */
  readonly budget?: number;
  readonly signal: AbortSignal;
  /** Hears how far it is. */
  readonly report: (progress: ProfileProgress) => void;
}

/** Times of each block, in order of flow, and of the whole network in one go. */
export interface BlockTimes {
  readonly rounds: number;
  readonly blocks: readonly (PassTimes & { readonly block: BlockId })[];
  readonly whole: PassTimes;
}

/** As long as a person waits without asking why. */
const usualBudget = 2000;
/** First passes are slower: memory is taken from the system, kernels are compiled, caches are cold. */
const warmUps = 2;
/** Below, a median says nothing; above, it does not change any more. */
const fewestRounds = 5;
const mostRounds = 500;
/** The whole network, which takes as long as all blocks together, is timed in one of so many rounds. */
const roundsForWhole = 2;
/** How long the process may be deaf to who asks it, and how often it tells how far it is, in milliseconds. */
const deafFor = 10;
const tellEvery = 100;
/** On an engine that computes on after its answer: the wait for it counts in the time of a block, and may be this share of it. */
const shareOfWaiting = 0.1;
const mostRepeats = 50;

/**
 * Times each block by itself, operation by operation: forward, and forward with backward, round after round through the network, so that
 * caches are as cold as in a pass. The medians of the rounds are answered. Rejects with the reason of the signal once that is aborted.
 */
export async function measureBlocks(network: MeasuredNetwork, options: MeasureOptions): Promise<BlockTimes> {
  const { backend, program, seed } = network;
  const { tf } = backend;
  const { budget = usualBudget, signal, report } = options;
  const stores = new Map(program.weights.map(({ id, spec }) => [id, spec.shape]));
  const weights = createStore(tf, 'weight', stores);
  const inputs = new Map<BlockId, Value>();
  const values = new Map<BlockId, Value>();
  try {
    weights.load(initializeWeights(program, seed));
    for (const [block, { data, shape }] of network.inputs) {
      const tensor = tf.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32');
      inputs.set(block, { tensor, mask: null });
    }
    const tasks = createTasks(network, inputs, values, weights.tensors);
    const clock = await createClock(backend);
    const breathe = createPauses(signal);

    for (let pass = 1; pass <= warmUps; pass++) {
      report({ phase: 'warm-up', share: (pass - 1) / warmUps });
      for (const task of tasks) {
        task.prepare?.();
        await breathe();
        for (const work of [task.forward, task.forwardBackward]) await clock.warmUp(work);
      }
    }

    const begin = performance.now();
    let told = begin;
    let rounds = 0;
    while (rounds < fewestRounds || (rounds < mostRounds && performance.now() - begin < budget)) {
      const due = rounds % roundsForWhole === 0 ? tasks : tasks.slice(0, -1);
      for (const [at, task] of due.entries()) {
        await breathe();
        for (const work of [task.forward, task.forwardBackward]) work.times.push(await clock.time(work));
        const now = performance.now();
        if (now - told < tellEvery) continue;
        told = now;
        const done = (rounds + at / tasks.length) / fewestRounds;
        report({ phase: 'measure', share: Math.min(1, done, (now - begin) / budget) });
      }
      rounds++;
    }
    const measured = tasks.map((task) => ({
      forward: median(task.forward.times),
      forwardBackward: median(task.forwardBackward.times),
    }));
    // The last task is the whole network.
    const blocks = program.calls.map(({ block }, index) => ({ block, ...measured[index]! }));
    return { rounds, blocks, whole: measured.at(-1)! };
  } finally {
    const all = [...inputs.values(), ...values.values()].flatMap(({ tensor, mask }) =>
      mask ? [tensor, mask] : [tensor],
    );
    // Blocks may hand on what they were given.
    for (const tensor of new Set(all)) tensor.dispose();
    weights.dispose();
  }
}

/**
 * Something to time; what it makes is freed when it is done. `given` makes a tensor that it needs and that does not count. `repeats` is how
 * often it is done for one time.
 */
interface Work {
  readonly scope: (given: Tensor | undefined) => void;
  readonly given: (() => Tensor) | undefined;
  readonly times: number[];
  repeats: number;
}

/** A block, or the whole network, to time both ways. `prepare` makes the values that it, and those behind it, need. */
interface Task {
  readonly prepare?: () => void;
  readonly forward: Work;
  readonly forwardBackward: Work;
}

const workOf = (scope: Work['scope'], given?: () => Tensor): Work => ({ scope, given, times: [], repeats: 1 });

function createTasks(
  { backend: { tf, fusedLayers }, program, seed }: MeasuredNetwork,
  inputs: ReadonlyMap<BlockId, Value>,
  values: Map<BlockId, Value>,
  weights: ReadonlyMap<WeightId, Tensor>,
): readonly Task[] {
  const runOf = (training: boolean): ForwardRun => ({
    tf,
    training,
    freeEarly: !training,
    uniform: (block, call, shape) => tf.tensor(drawUniform(seed, 0, block, call, shape), [...shape], 'float32'),
    addLoss: () => undefined,
    // Every pass is the first: what a block keeps is not changed by being timed.
    update: () => undefined,
    fusedLayers,
  });
  const predicting = createCompute(runOf(false), weights);
  const training = createCompute(runOf(true), weights);
  const trainable = new Set(program.weights.filter(({ spec }) => spec.trainable).map(({ id }) => id));
  const learned = [...trainable].map((id) => weights.get(id)!);
  const learning = blocksThatLearn(program.calls, trainable);

  const taskOf = (call: Call): Task => {
    const sourcesOf = () => call.sources.map((source) => values.get(source) ?? inputs.get(source)!);
    // As in training, no gradient is computed for what does not depend on anything that is learned, such as the data.
    const wanted = () => [
      ...new Set([
        ...call.sources
          .filter((source) => learning.has(source))
          .map((source) => values.get(source)!.tensor)
          .filter(({ dtype }) => dtype === 'float32'),
        ...call.weights.filter(({ id }) => trainable.has(id)).map(({ id }) => weights.get(id)!),
      ]),
    ];
    return {
      prepare: () => {
        if (values.has(call.block)) return;
        values.set(call.block, tf.tidy(() => predicting(call, sourcesOf()) as never) as Value);
      },
      forward: workOf(() => void predicting(call, sourcesOf())),
      forwardBackward: workOf(
        (slope) => differentiate(tf, () => training(call, sourcesOf()).tensor, wanted(), slope),
        // What comes back from the blocks behind it.
        () => tf.onesLike(values.get(call.block)!.tensor),
      ),
    };
  };

  const pass = (isTraining: boolean) => [...forward(program, runOf(isTraining), inputs, weights).values()];
  const sumOf = (answers: readonly Value[]) =>
    answers.map(({ tensor }) => tf.sum(tensor)).reduce((sum, each) => tf.add(sum, each));
  return [
    ...program.calls.map(taskOf),
    {
      forward: workOf(() => void pass(false)),
      forwardBackward: workOf(() => differentiate(tf, () => sumOf(pass(true)), learned)),
    },
  ];
}

/** Blocks whose values depend on a weight that is learned. */
function blocksThatLearn(calls: readonly Call[], trainable: ReadonlySet<WeightId>): ReadonlySet<BlockId> {
  const found = new Set<BlockId>();
  for (const { block, sources, weights } of calls) {
    if (weights.some(({ id }) => trainable.has(id)) || sources.some((source) => found.has(source))) found.add(block);
  }
  return found;
}

/** Computes a value and its gradients by some tensors, from the slope at the value; the value alone where there is nothing to learn. */
function differentiate(tf: Tfjs, compute: () => Tensor, by: readonly Tensor[], slope?: Tensor): void {
  if (by.length === 0) compute();
  else tf.engine().gradients(compute, [...by], slope, true);
}

/** Times work, and waits for an engine that computes on after its answer. */
async function createClock({ tf, isAsynchronous = false }: MeasuredNetwork['backend']) {
  // Numbers are read when all that was asked before has been computed.
  const finish = async () => {
    const asked = tf.scalar(0);
    const read = tf.add(asked, 1);
    await read.data();
    tf.dispose([asked, read]);
  };
  const waitFor = async () => {
    await finish();
    const begin = performance.now();
    await finish();
    return performance.now() - begin;
  };
  const waiting = isAsynchronous ? Math.min(await waitFor(), await waitFor(), await waitFor()) : 0;
  const time = async ({ scope, given, repeats }: Omit<Work, 'times'>): Promise<number> => {
    const tensor = given?.();
    if (isAsynchronous) await finish();
    const begin = performance.now();
    for (let count = 0; count < repeats; count++) tf.tidy(() => scope(tensor));
    if (isAsynchronous) await finish();
    const took = performance.now() - begin;
    tensor?.dispose();
    return took / repeats;
  };
  return {
    time,
    /** Does the work untimed, and finds how often it has to be repeated for a time that is its own. */
    async warmUp(work: Work): Promise<void> {
      const alone = (await time({ ...work, repeats: 1 })) - waiting;
      if (!isAsynchronous) return;
      const wanted = waiting / shareOfWaiting / Math.max(alone, waiting / mostRepeats);
      work.repeats = Math.min(mostRepeats, Math.max(1, Math.ceil(wanted)));
    },
  };
}

/** Lets the process hear who asks it, now and then; rejects once the signal is aborted. */
function createPauses(signal: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= deafFor) {
      await nextTurn();
      last = performance.now();
    }
    signal.throwIfAborted();
  };
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
