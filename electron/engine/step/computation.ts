import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs, type Value } from '../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../shared/blocks/fused.ts';
import type { ComponentValue, ParamSpecs, ParamValues } from '../../../shared/blocks/params.ts';
import { penaltyOf } from '../../../shared/blocks/regularizers.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import type { FusedUpdates } from '../../../shared/training/optimizers/define-optimizer.ts';
import { optimizerOf } from '../../../shared/training/optimizers.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import { type ForwardRun, forward } from '../program/forward.ts';
import type { Program, ProgramWeight, WeightId } from '../program/program.ts';
import { createJudge, type Judge, type TargetTensors } from './judge.ts';
import type { StepBatch } from './step.ts';
import type { TargetPart } from './targets.ts';
import type { TensorStore } from './tensor-store.ts';
import type { TargetSteps } from './undo-target.ts';

/** How to train: with what, and from where. */
export interface StepOptions {
  readonly optimizer: ComponentValue;
  /** First weights and what is drawn in each step come from it. */
  readonly seed: number;
  /** How much a row of each class counts in training, by the Outputs that learn classes; none where all count alike. */
  readonly classWeights?: ReadonlyMap<BlockId, readonly number[]>;
  /** Steps that targets of numbers went through, by Output: metrics are of answers with those undone. */
  readonly targetSteps?: TargetSteps;
  /** What the backend in use does faster than composed operations. */
  readonly fusedLayers?: FusedLayers;
  readonly fusedUpdates?: FusedUpdates;
}

/** A batch as numbers in the form that the computation takes: each Input by its block, each target by its Output and form. */
export interface BatchNumbers {
  readonly rows: number;
  readonly inputs: ReadonlyMap<BlockId, BatchTensor>;
  readonly targets: readonly ReadonlyMap<TargetPart, BatchTensor>[];
}

/** The same on the device. */
export interface BatchTensors {
  readonly inputs: ReadonlyMap<BlockId, Value>;
  readonly targets: readonly TargetTensors[];
}

/** What one batch is measured by, on the device: the total loss, that of each Output, and the sums of each Output's metrics. */
export interface Measured {
  readonly total: Tensor;
  readonly losses: readonly Tensor[];
  readonly sums: readonly (readonly (readonly Tensor[])[])[];
}

/** Uniform numbers in [0, 1) for a block and its call number in this step. */
export type Draw = (block: BlockId, call: number, shape: readonly number[]) => Tensor;

/** Weights or optimizer slots as an update takes them and puts new ones in their place. */
export type Replaceable = Pick<TensorStore, 'tensors' | 'replace'>;

/** What a training step computes with besides the batch. */
export interface TrainingState {
  readonly weights: Replaceable;
  readonly slots: Replaceable;
  /** Updates done, a float32 scalar. */
  readonly step: Tensor;
  readonly learningRate: Tensor;
}

/**
 * What a step computes, as functions of tensors that keep nothing between calls: the same for a step that runs every operation as it
 * comes and for one that is recorded. Tensors made belong to the scope of the caller.
 */
export interface Computation {
  readonly judges: readonly Judge[];
  /** Shapes of the optimizer's slots, by `weightId/slot`, and what each is filled with at first. */
  readonly slotShapes: ReadonlyMap<string, readonly number[]>;
  firstSlots(): ReadonlyMap<string, Float32Array>;
  /** The learning rate of the settings. */
  readonly learningRate: number;
  /** Checks that Inputs are what the model takes. Throws an Error that names the one that is not. */
  checkInputs(batch: Pick<StepBatch, 'rows' | 'inputs'>): ReadonlyMap<BlockId, BatchTensor>;
  /** A batch in the form that is computed with. Throws an Error that names what does not fit. */
  shape(batch: StepBatch): BatchNumbers;
  upload(numbers: Pick<BatchNumbers, 'inputs'> & Partial<BatchNumbers>): BatchTensors;
  /** One update. What is measured is kept beyond the scope; `updates` of a backend take the place of composed ones. */
  train(batch: BatchTensors, state: TrainingState, draw: Draw, updates?: FusedUpdates): Measured;
  /** What is measured with weights as they are. */
  evaluate(batch: BatchTensors, weights: ReadonlyMap<WeightId, Tensor>): Measured;
  /** Answers of the Outputs, in the program's order. */
  predict(inputs: ReadonlyMap<BlockId, Value>, weights: ReadonlyMap<WeightId, Tensor>): readonly Tensor[];
}

/** Numbers that a step draws: the same for the same seed, step, block and call on every engine. */
export function drawUniform(
  seed: number,
  step: number,
  block: BlockId,
  call: number,
  shape: readonly number[],
): Float32Array {
  return createRandom(deriveSeed(seed, 'step', step, block, call)).uniform(sizeOf(shape));
}

/** Makes the computation of a program. */
export function createComputation(tf: Tfjs, program: Program, options: StepOptions): Computation {
  const optimizer = optimizerOf(options.optimizer);
  const optimizerParams = options.optimizer as ParamValues<ParamSpecs>;
  const slotNames = optimizer.slots(optimizerParams);
  const trainable = program.weights.filter(({ spec }) => spec.trainable);
  const penalized = trainable.filter(({ spec }) => spec.regularizer !== null);
  const several = program.outputs.length > 1;
  const judges = program.outputs.map((output) =>
    createJudge(tf, output, {
      several,
      classWeights: options.classWeights?.get(output.block) ?? null,
      targetSteps: options.targetSteps?.get(output.block) ?? [],
    }),
  );

  /** One pass through the network. */
  function runForward(
    inputs: ReadonlyMap<BlockId, Value>,
    weights: ReadonlyMap<WeightId, Tensor>,
    mode: Pick<ForwardRun, 'training' | 'freeEarly'>,
    draw: Draw,
  ) {
    const addedLosses: Tensor[] = [];
    const updated = new Map<WeightId, Tensor>();
    const run: ForwardRun = {
      tf,
      ...mode,
      uniform: draw,
      // Freeing early ends scopes after each block, which must not take the loss along.
      addLoss: (loss) => addedLosses.push(mode.freeEarly ? tf.keep(loss) : loss),
      update(weight, value) {
        if (!mode.training)
          throw new Error(`A block updates weights in training alone. Received: an update of ${weight}.`);
        updated.set(weight, tf.keep(value));
      },
      ...(options.fusedLayers && { fusedLayers: options.fusedLayers }),
    };
    return { predictions: forward(program, run, inputs, weights), addedLosses, updated };
  }

  const noDraw: Draw = (block) => {
    throw new Error(`A block draws random numbers in training alone. Received: a draw of ${block} when predicting.`);
  };

  /** What training makes small: weighted losses of the Outputs, penalties on weights, and what blocks added. */
  function totalLoss(
    losses: readonly Tensor[],
    addedLosses: readonly Tensor[],
    weights: ReadonlyMap<WeightId, Tensor>,
  ): Tensor {
    const terms = losses.map((loss, index) => {
      const { lossWeight } = program.outputs[index]!;
      return lossWeight === 1 ? loss : tf.mul(loss, lossWeight);
    });
    for (const { id, spec } of penalized) terms.push(penaltyOf(tf, spec.regularizer!, weights.get(id)!));
    return [...terms, ...addedLosses].reduce((sum, term) => tf.add(sum, term));
  }

  /** The loss and its gradients by trainable weight; none for a weight that the loss does not depend on. */
  function differentiate(compute: () => Tensor, weights: ReadonlyMap<WeightId, Tensor>) {
    const tensors = trainable.map(({ id }) => weights.get(id)!);
    if (tensors.length === 0) return { total: compute(), gradients: [] };
    const { value, grads } = tf.engine().gradients(compute, tensors, undefined, true);
    return { total: value, gradients: grads as readonly (Tensor | undefined)[] };
  }

  function applyGradients(
    gradients: readonly (Tensor | undefined)[],
    { weights, slots, step, learningRate }: TrainingState,
    updates: FusedUpdates | undefined,
  ): void {
    const update = updates?.[optimizer.type] ?? optimizer.update;
    const scalars = optimizer.prepare({ tf, step, learningRate }, optimizerParams);
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

  function measure(targets: readonly TargetTensors[], predictions: readonly Value[]): Measured['sums'] {
    return judges.map((judge, index) => judge.metricSums(targets[index]!, predictions[index]!));
  }

  function checkInputs(batch: Pick<StepBatch, 'rows' | 'inputs'>): ReadonlyMap<BlockId, BatchTensor> {
    return new Map(
      program.inputs.map(({ block, name, spec }) => {
        const fed = batch.inputs[block];
        const expected = [batch.rows, ...spec.shape];
        const dtype = typeOf(fed);
        if (!fed || dtype !== spec.dtype || fed.shape.join() !== expected.join()) {
          const received = fed ? `${dtype} of shape [${fed.shape.join(', ')}]` : 'nothing';
          throw new Error(`${name} takes ${spec.dtype} of shape [${expected.join(', ')}]. Received: ${received}.`);
        }
        return [block, { data: fed.data, shape: expected }];
      }),
    );
  }

  const toTensor = (batch: BatchTensor) => tf.tensor(batch.data, [...batch.shape], typeOf(batch));

  return {
    judges,
    slotShapes: slotShapesOf(trainable, slotNames),
    firstSlots() {
      const first = new Map<string, Float32Array>();
      for (const { id, spec } of trainable) {
        const size = sizeOf(spec.shape);
        for (const slot of slotNames) {
          first.set(slotId(id, slot), new Float32Array(size).fill(optimizer.slotValue(optimizerParams, slot)));
        }
      }
      return first;
    },
    learningRate: optimizerParams.learningRate as unknown as number,
    checkInputs,
    shape(batch) {
      return {
        rows: batch.rows,
        inputs: checkInputs(batch),
        targets: judges.map((judge) => {
          const target = batch.targets[judge.output.block];
          if (target) return judge.shapeTarget(target, batch.rows);
          throw new Error(`${judge.output.name} needs a target to measure its loss. Received: nothing.`);
        }),
      };
    },
    upload: ({ inputs, targets = [] }) => ({
      inputs: new Map([...inputs].map(([block, batch]) => [block, { tensor: toTensor(batch), mask: null }])),
      targets: targets.map((forms) => new Map([...forms].map(([form, batch]) => [form, toTensor(batch)]))),
    }),
    train({ inputs, targets }, state, draw, updates = options.fusedUpdates) {
      return scoped(tf, () => {
        const weights = state.weights.tensors;
        let losses: readonly Tensor[] = [];
        let predictions: readonly Value[] = [];
        let updated: ReadonlyMap<WeightId, Tensor> = new Map();
        const compute = () => {
          const run = runForward(inputs, weights, { training: true, freeEarly: false }, draw);
          ({ updated } = run);
          predictions = judges.map(({ output }) => keepValue(tf, run.predictions.get(output.block)!));
          losses = judges.map((judge, index) => tf.keep(judge.loss(targets[index]!, predictions[index]!, true)));
          return totalLoss(losses, run.addedLosses, weights);
        };
        const { total, gradients } = differentiate(compute, weights);
        const sums = measure(targets, predictions);
        for (const prediction of predictions) releaseValue(prediction);
        applyGradients(gradients, state, updates);
        for (const [id, value] of updated) state.weights.replace(id, value);
        return { total, losses, sums };
      });
    },
    evaluate({ inputs, targets }, weights) {
      return scoped(tf, () => {
        const run = runForward(inputs, weights, { training: false, freeEarly: true }, noDraw);
        const predictions = judges.map(({ output }) => run.predictions.get(output.block)!);
        const losses = judges.map((judge, index) => judge.loss(targets[index]!, predictions[index]!, false));
        const total = totalLoss(losses, run.addedLosses, weights);
        for (const loss of run.addedLosses) loss.dispose();
        return { total, losses, sums: measure(targets, predictions) };
      });
    },
    predict(inputs, weights) {
      const run = runForward(inputs, weights, { training: false, freeEarly: true }, noDraw);
      for (const loss of run.addedLosses) loss.dispose();
      return program.outputs.map(({ block }) => run.predictions.get(block)!.tensor);
    },
  };
}

/** What is measured as a list of tensors: the total, the loss of each Output, the sums of each metric. */
export function flatten({ total, losses, sums }: Measured): readonly Tensor[] {
  return [total, ...losses, ...sums.flat(2)];
}

/** Every tensor of a measurement once; the total of a single plain loss is that loss. */
export function tensorsOf(measured: Measured): readonly Tensor[] {
  return [...new Set(flatten(measured))];
}

const typeOf = (batch: BatchTensor | undefined) => (batch?.data instanceof Int32Array ? 'int32' : 'float32');

function slotId(weight: WeightId, slot: string): string {
  return `${weight}/${slot}`;
}

function slotShapesOf(weights: readonly ProgramWeight[], slotNames: readonly string[]) {
  return new Map(weights.flatMap(({ id, spec }) => slotNames.map((slot) => [slotId(id, slot), spec.shape] as const)));
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

/** Frees all that is made meanwhile but the measurement. */
function scoped(tf: Tfjs, compute: () => Measured): Measured {
  let measured: Measured | undefined;
  tf.tidy(() => {
    measured = compute();
    for (const tensor of tensorsOf(measured)) tf.keep(tensor);
  });
  return measured!;
}
