import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import type { Program } from '../program/program.ts';
import { createAccount, type MeasuredNumbers } from './account.ts';
import {
  createComputation,
  type Draw,
  drawUniform,
  type Measured,
  type StepOptions,
  tensorsOf,
} from './computation.ts';
import type { Step } from './step.ts';
import { createTrainedStores } from './trained-stores.ts';

/** A step that runs every operation as it comes. The weights are those of `initializeWeights` until others are loaded. */
export function createEagerStep(tf: Tfjs, program: Program, options: StepOptions): Step {
  const computation = createComputation(tf, program, options);
  const account = createAccount(computation.judges);
  const learningRate = tf.keep(tf.scalar(computation.learningRate));
  const { weights, slots } = createTrainedStores(tf, program, computation, options.seed);
  let steps = 0;

  const draw: Draw = (block, call, shape) =>
    tf.tensor(drawUniform(options.seed, steps, block, call, shape), [...shape], 'float32');

  async function accountFor(rows: number, measured: Measured): Promise<number> {
    const numbers = await readMeasured(measured);
    account.add(rows, numbers);
    return numbers.total;
  }

  return {
    get steps() {
      return steps;
    },
    async train(batch) {
      const numbers = computation.shape(batch);
      const measured = scopedMeasure(tf, () =>
        computation.train(computation.upload(numbers), { weights, slots, step: tf.scalar(steps), learningRate }, draw),
      );
      steps++;
      return accountFor(batch.rows, measured);
    },
    async evaluate(batch) {
      const numbers = computation.shape(batch);
      const measured = scopedMeasure(tf, () => computation.evaluate(computation.upload(numbers), weights.tensors));
      return accountFor(batch.rows, measured);
    },
    async predict(batch) {
      const inputs = computation.checkInputs(batch);
      const tensors = tf.tidy(() => [
        ...computation.predict(computation.upload({ inputs }).inputs, weights.tensors),
      ]) as Tensor[];
      return readAnswers(tf, program, tensors);
    },
    logs: () => account.logs(),
    resetLogs: () => account.reset(),
    takeNotices: () => [],
    readWeights: () => weights.read(),
    loadWeights: (values) => weights.load(values),
    async readOptimizer() {
      return { steps, slots: await slots.read() };
    },
    loadOptimizer(state) {
      slots.load(state.slots);
      steps = state.steps;
    },
    dispose() {
      weights.dispose();
      slots.dispose();
      learningRate.dispose();
    },
  };
}

/** Frees what is made meanwhile but the measurement, which the computation keeps. */
export function scopedMeasure(tf: Tfjs, compute: () => Measured): Measured {
  let measured: Measured | undefined;
  tf.tidy(() => {
    measured = compute();
  });
  return measured!;
}

/** Reads what a batch was measured by and frees it. */
export async function readMeasured(measured: Measured): Promise<MeasuredNumbers> {
  const tensors = tensorsOf(measured);
  const read = await Promise.all(tensors.map(async (tensor) => [tensor, [...(await tensor.data())]] as const));
  const numbers = new Map<Tensor, readonly number[]>(read);
  for (const tensor of tensors) tensor.dispose();
  return {
    total: numbers.get(measured.total)![0]!,
    losses: measured.losses.map((loss) => numbers.get(loss)![0]!),
    sums: measured.sums.map((metrics) => metrics.map((each) => each.flatMap((tensor) => numbers.get(tensor)!))),
  };
}

/** Reads answers by Output and frees them. */
export async function readAnswers(
  tf: Tfjs,
  program: Program,
  tensors: readonly Tensor[],
): Promise<ReadonlyMap<BlockId, BatchTensor>> {
  const answers = new Map<BlockId, BatchTensor>();
  for (const [index, { block }] of program.outputs.entries()) {
    const tensor = tensors[index]!;
    const data = await tensor.data();
    // A copy: some backends answer with the array they compute on.
    answers.set(block, {
      data: data instanceof Int32Array ? data.slice() : Float32Array.from(data),
      shape: tensor.shape,
    });
  }
  tf.dispose([...tensors]);
  return answers;
}
