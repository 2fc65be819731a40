import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs, type Value } from '../../../shared/blocks/define-block.ts';
import type { ComponentValue, ParamSpecs, ParamValues } from '../../../shared/blocks/params.ts';
import type { FusedSteps } from '../../../shared/blocks/recurrent.ts';
import { penaltyOf } from '../../../shared/blocks/regularizers.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import type { FusedUpdates } from '../../../shared/training/optimizers/define-optimizer.ts';
import { optimizerOf } from '../../../shared/training/optimizers.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import { type ForwardRun, forward } from '../program/forward.ts';
import { initializeWeights } from '../program/initialize.ts';
import type { Program, ProgramInput, ProgramWeight, WeightId } from '../program/program.ts';
import { createJudge, finite, type Judge, type TargetTensors } from './judge.ts';
import type { Step, StepBatch } from './step.ts';
import { createStore } from './tensor-store.ts';

/** How to train: with what, and from where. */
export interface EagerStepOptions {
  readonly optimizer: ComponentValue;
  /** First weights and what is drawn in each step come from it. */
  readonly seed: number;
  /** What the backend in use does faster than composed operations. */
  readonly fusedSteps?: FusedSteps;
  readonly fusedUpdates?: FusedUpdates;
}

/** A step that runs every operation as it comes. The weights are those of `initializeWeights` until others are loaded. */
export function createEagerStep(tf: Tfjs, program: Program, options: EagerStepOptions): Step {
  const optimizer = optimizerOf(options.optimizer);
  const optimizerParams = options.optimizer as ParamValues<ParamSpecs>;
  const update = options.fusedUpdates?.[optimizer.type] ?? optimizer.update;
  const slotNames = optimizer.slots(optimizerParams);
  const trainable = program.weights.filter(({ spec }) => spec.trainable);
  const penalized = trainable.filter(({ spec }) => spec.regularizer !== null);
  const judges = program.outputs.map((output) => createJudge(tf, output, program.outputs.length > 1));
  const learningRate = tf.keep(tf.scalar(optimizerParams.learningRate as unknown as number));
  const weights = createStore(tf, 'weight', new Map(program.weights.map(({ id, spec }) => [id, spec.shape])));
  weights.load(initializeWeights(program, options.seed));
  const slots = createStore(tf, 'optimizer slot', slotShapes(trainable, slotNames));
  slots.load(firstSlots());
  let steps = 0;
  let rowsSeen = 0;
  let lossSum = 0;

  function firstSlots(): ReadonlyMap<string, Float32Array> {
    const first = new Map<string, Float32Array>();
    for (const { id, spec } of trainable) {
      const size = sizeOf(spec.shape);
      for (const slot of slotNames) {
        first.set(slotId(id, slot), new Float32Array(size).fill(optimizer.slotValue(optimizerParams, slot)));
      }
    }
    return first;
  }

  function feedInputs(batch: Pick<StepBatch, 'rows' | 'inputs'>): ReadonlyMap<BlockId, Value> {
    return new Map(program.inputs.map((input) => [input.block, feedInput(tf, input, batch)]));
  }

  /** One pass through the network; tensors it makes belong to the scope of the caller. */
  function runForward(inputs: ReadonlyMap<BlockId, Value>, mode: Pick<ForwardRun, 'training' | 'freeEarly'>) {
    const addedLosses: Tensor[] = [];
    const run: ForwardRun = {
      tf,
      ...mode,
      uniform: (block, call, shape) => {
        const random = createRandom(deriveSeed(options.seed, 'step', steps, block, call));
        return tf.tensor(random.uniform(sizeOf(shape)), [...shape], 'float32');
      },
      // Freeing early ends scopes after each block, which must not take the loss along.
      addLoss: (loss) => addedLosses.push(mode.freeEarly ? tf.keep(loss) : loss),
      ...(options.fusedSteps && { fusedSteps: options.fusedSteps }),
    };
    return { predictions: forward(program, run, inputs, weights.tensors), addedLosses };
  }

  /** What training makes small: weighted losses of the Outputs, penalties on weights, and what blocks added. */
  function totalLoss(losses: readonly Tensor[], addedLosses: readonly Tensor[]): Tensor {
    const terms = losses.map((loss, index) => {
      const { lossWeight } = program.outputs[index]!;
      return lossWeight === 1 ? loss : tf.mul(loss, lossWeight);
    });
    for (const { id, spec } of penalized) terms.push(penaltyOf(tf, spec.regularizer!, weights.tensors.get(id)!));
    return [...terms, ...addedLosses].reduce((sum, term) => tf.add(sum, term));
  }

  /** The loss and its gradients by trainable weight; none for a weight that the loss does not depend on. */
  function differentiate(compute: () => Tensor) {
    const tensors = trainable.map(({ id }) => weights.tensors.get(id)!);
    if (tensors.length === 0) return { total: compute(), gradients: [] };
    const { value, grads } = tf.engine().gradients(compute, tensors, undefined, true);
    return { total: value, gradients: grads as readonly (Tensor | undefined)[] };
  }

  function applyGradients(gradients: readonly (Tensor | undefined)[]): void {
    const scalars = optimizer.prepare({ tf, step: tf.scalar(steps), learningRate }, optimizerParams);
    trainable.forEach(({ id }, index) => {
      const gradient = gradients[index];
      // A weight without one stays as it is, as in Keras.
      if (!gradient) return;
      tf.tidy(() => {
        const own = Object.fromEntries(slotNames.map((slot) => [slot, slots.tensors.get(slotId(id, slot))!]));
        const updated = update(tf, optimizerParams, scalars, weights.tensors.get(id)!, gradient, own);
        weights.replace(id, updated.weight);
        for (const slot of slotNames) slots.replace(slotId(id, slot), updated.slots[slot]!);
      });
    });
  }

  /** Reads what a batch was measured by, adds it to the running values and frees it. Resolves with the loss. */
  async function account(rows: number, measured: Measured): Promise<number> {
    const tensors = tensorsOf(measured);
    const read = await Promise.all(tensors.map(async (tensor) => [tensor, [...(await tensor.data())]] as const));
    const numbers = new Map<Tensor, readonly number[]>(read);
    for (const tensor of tensors) tensor.dispose();
    const total = numbers.get(measured.total)![0]!;
    rowsSeen += rows;
    lossSum += total * rows;
    judges.forEach((judge, index) => {
      const sums = measured.sums[index]!.map((each) => each.flatMap((tensor) => numbers.get(tensor)!));
      judge.add(rows, numbers.get(measured.losses[index]!)![0]!, sums);
    });
    return total;
  }

  function measure(targets: readonly TargetTensors[], predictions: readonly Value[]): Measured['sums'] {
    return judges.map((judge, index) => judge.metricSums(targets[index]!, predictions[index]!));
  }

  return {
    get steps() {
      return steps;
    },
    async train(batch) {
      const measured = scoped(tf, () => {
        const inputs = feedInputs(batch);
        const targets = judges.map((judge) => feedTarget(judge, batch));
        let losses: readonly Tensor[] = [];
        let predictions: readonly Value[] = [];
        const compute = () => {
          const run = runForward(inputs, { training: true, freeEarly: false });
          predictions = judges.map(({ output }) => keepValue(tf, run.predictions.get(output.block)!));
          losses = judges.map((judge, index) => tf.keep(judge.loss(targets[index]!, predictions[index]!)));
          return totalLoss(losses, run.addedLosses);
        };
        const { total, gradients } = differentiate(compute);
        const sums = measure(targets, predictions);
        for (const prediction of predictions) releaseValue(prediction);
        applyGradients(gradients);
        return { total, losses, sums };
      });
      steps++;
      return account(batch.rows, measured);
    },
    async evaluate(batch) {
      const measured = scoped(tf, () => {
        const targets = judges.map((judge) => feedTarget(judge, batch));
        const run = runForward(feedInputs(batch), { training: false, freeEarly: true });
        const predictions = judges.map(({ output }) => run.predictions.get(output.block)!);
        const losses = judges.map((judge, index) => judge.loss(targets[index]!, predictions[index]!));
        const total = totalLoss(losses, run.addedLosses);
        for (const loss of run.addedLosses) loss.dispose();
        return { total, losses, sums: measure(targets, predictions) };
      });
      return account(batch.rows, measured);
    },
    async predict(batch) {
      const tensors = tf.tidy(() => {
        const { predictions, addedLosses } = runForward(feedInputs(batch), { training: false, freeEarly: true });
        for (const loss of addedLosses) loss.dispose();
        return program.outputs.map(({ block }) => predictions.get(block)!.tensor);
      });
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
      tf.dispose(tensors);
      return answers;
    },
    logs() {
      return Object.assign({ loss: finite(lossSum / rowsSeen) }, ...judges.map((judge) => judge.logs()));
    },
    resetLogs() {
      rowsSeen = 0;
      lossSum = 0;
      for (const judge of judges) judge.reset();
    },
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

/** What one batch is measured by, on the device: the total loss, that of each Output, and the sums of each Output's metrics. */
interface Measured {
  readonly total: Tensor;
  readonly losses: readonly Tensor[];
  readonly sums: readonly (readonly (readonly Tensor[])[])[];
}

function slotId(weight: WeightId, slot: string): string {
  return `${weight}/${slot}`;
}

function slotShapes(weights: readonly ProgramWeight[], slotNames: readonly string[]) {
  return new Map(weights.flatMap(({ id, spec }) => slotNames.map((slot) => [slotId(id, slot), spec.shape] as const)));
}

function feedInput(tf: Tfjs, { block, name, spec }: ProgramInput, batch: Pick<StepBatch, 'rows' | 'inputs'>): Value {
  const fed = batch.inputs[block];
  const expected = [batch.rows, ...spec.shape];
  const dtype = fed?.data instanceof Int32Array ? 'int32' : 'float32';
  if (!fed || dtype !== spec.dtype || fed.shape.join() !== expected.join()) {
    const received = fed ? `${dtype} of shape [${fed.shape.join(', ')}]` : 'nothing';
    throw new Error(`${name} takes ${spec.dtype} of shape [${expected.join(', ')}]. Received: ${received}.`);
  }
  return { tensor: tf.tensor(fed.data, [...expected], dtype), mask: null };
}

function feedTarget(judge: Judge, batch: StepBatch): TargetTensors {
  const target = batch.targets[judge.output.block];
  if (!target) throw new Error(`${judge.output.name} needs a target to measure its loss. Received: nothing.`);
  return judge.feedTarget(target, batch.rows);
}

function keepValue(tf: Tfjs, value: Value): Value {
  tf.keep(value.tensor);
  if (value.mask) tf.keep(value.mask);
  return value;
}

function releaseValue({ tensor, mask }: Value): void {
  tensor.dispose();
  mask?.dispose();
}

/** Every tensor of a measurement once; the total of a single plain loss is that loss. */
function tensorsOf({ total, losses, sums }: Measured): readonly Tensor[] {
  return [...new Set([total, ...losses, ...sums.flat(2)])];
}

/** Frees all that is made meanwhile but the measurement. */
function scoped(tf: Tfjs, compute: () => Measured): Measured {
  let measured: Measured | undefined;
  tf.tidy(() => {
    measured = compute();
    for (const tensor of tensorsOf(measured)) tf.keep(tensor);
  });
  return measured!;
}
