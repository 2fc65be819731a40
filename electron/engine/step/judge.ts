import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs, Value } from '../../../shared/blocks/define-block.ts';
import type { ParamSpecs, ParamValues } from '../../../shared/blocks/params.ts';
import type { FittedTargetStep } from '../../../shared/data/steps/index.ts';
import type { Logs } from '../../../shared/training/events.ts';
import type { Loss } from '../../../shared/training/losses/define-loss.ts';
import { reduceLoss } from '../../../shared/training/losses/reduce-loss.ts';
import { lossOf } from '../../../shared/training/losses.ts';
import type { Metric } from '../../../shared/training/metrics/define-metric.ts';
import { metricNames, metricOf } from '../../../shared/training/metrics.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import type { ProgramOutput } from '../program/program.ts';
import { formOf, shapeTarget, type TargetForm, type TargetPart, weighTarget } from './targets.ts';
import { undoOnDevice } from './undo-target.ts';

/** A target on the device, in each form that the loss and metrics of its Output compute with. */
export type TargetTensors = ReadonlyMap<TargetPart, Tensor>;

/** Measures one Output: its loss, and the running sums of its loss and metrics. */
export interface Judge {
  readonly output: ProgramOutput;
  /** A target in each form that is computed with. Throws an Error if it does not fit the prediction. */
  shapeTarget(target: BatchTensor, rows: number): ReadonlyMap<TargetPart, BatchTensor>;
  /** The loss of a batch, a scalar with gradients: `weighted` by the classes of its rows, as in training, or not. */
  loss(target: TargetTensors, prediction: Value, weighted: boolean): Tensor;
  /** What a batch adds to the sums of each metric, in their order. */
  metricSums(target: TargetTensors, prediction: Value): readonly (readonly Tensor[])[];
  /** Adds a batch's loss and metric sums, as read from the device, to the running ones. */
  add(rows: number, loss: number, sums: readonly (readonly number[])[]): void;
  /** Running values since `reset`: the loss where there are several Outputs, then the metrics. */
  logs(): Logs;
  reset(): void;
}

interface ChosenMetric {
  readonly metric: Metric;
  readonly params: ParamValues<ParamSpecs>;
  readonly form: TargetForm;
  readonly name: string;
}

/** What a judge knows of its Output beside the Output itself. */
export interface JudgeOptions {
  /** Whether there are more Outputs, so that logs carry its name. */
  readonly several: boolean;
  /** How much a row of each class counts in training; null where all count alike. */
  readonly classWeights: readonly number[] | null;
  /** What the target went through: the loss is of targets and answers after these steps, metrics are of those before. */
  readonly targetSteps: readonly FittedTargetStep[];
}

/** Makes the judge of an Output. */
export function createJudge(
  tf: Tfjs,
  output: ProgramOutput,
  { several, classWeights, targetSteps }: JudgeOptions,
): Judge {
  const loss: Loss = lossOf(output.loss);
  const lossParams = output.loss as ParamValues<ParamSpecs>;
  const lossForm = formOf(loss);
  const prefix = several ? `${output.name}_` : '';
  const names = metricNames(output.metrics);
  const metrics = output.metrics.map((value, index): ChosenMetric => {
    const metric = metricOf(value);
    return { metric, params: value as ParamValues<ParamSpecs>, form: formOf(metric), name: prefix + names[index]! };
  });
  const forms = [...new Set([lossForm, ...metrics.map(({ form }) => form)])];
  let rowsSeen = 0;
  let lossSum = 0;
  let running: number[][] = metrics.map(() => []);

  return {
    output,
    shapeTarget(target, rows) {
      const shape = [rows, ...output.spec.shape];
      const all: readonly TargetForm[] = target.mixed ? [...forms, 'mixed'] : forms;
      const shaped = new Map<TargetPart, BatchTensor>(all.map((form) => [form, shapeTarget(target, shape, form)]));
      if (classWeights !== null) shaped.set('weights', weighTarget(target, shape, classWeights));
      return shaped;
    },
    loss(target, { tensor, mask }, weighted) {
      const losses = loss.compute(tf, lossParams, target.get('mixed') ?? target.get(lossForm)!, tensor);
      const weights = weighted ? target.get('weights') : undefined;
      return reduceLoss(tf, weights === undefined ? losses : tf.mul(losses, weights), mask);
    },
    metricSums: (target, { tensor, mask }) =>
      metrics.map(({ metric, params, form }) => {
        const undo = (numbers: Tensor) =>
          form === 'values' ? undoOnDevice(tf, targetSteps, numbers, metric.targets === 'numbers') : numbers;
        return metric.update(tf, params, undo(target.get(form)!), undo(tensor), mask);
      }),
    add(rows, batchLoss, sums) {
      rowsSeen += rows;
      lossSum += batchLoss * rows;
      running = running.map((before, index) => sums[index]!.map((value, at) => value + (before[at] ?? 0)));
    },
    logs() {
      const logs: Record<string, number | null> = {};
      if (several) logs[`${prefix}loss`] = finite(lossSum / rowsSeen);
      metrics.forEach(({ metric, params, name }, index) => {
        logs[name] = rowsSeen === 0 ? null : finite(metric.result(params, running[index]!));
      });
      return logs;
    },
    reset() {
      rowsSeen = 0;
      lossSum = 0;
      running = metrics.map(() => []);
    },
  };
}

/** A value for logs: null where it is not finite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
