import type { Target } from '../../shared/data/dataset.ts';
import { undoSteps } from '../../shared/data/steps/index.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Prediction } from '../../shared/ipc/runs.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { lossOf } from '../../shared/training/losses.ts';
import type { BatchTensor } from '../data/dataset.ts';
import type { Job } from './job.ts';
import type { ProgramOutput } from './program/program.ts';
import type { StepBatch } from './step/step.ts';

/**
 * The answers of a trained model: one for each row and Output, rows in order, numbers in the target's own unit. `rowNumber` gives the
 * number to show for a row (from 0). At most `limit` rows.
 */
export async function predictRows(
  { program, step, match, targetSteps }: Pick<Job, 'program' | 'step' | 'match' | 'targetSteps'>,
  batches: AsyncIterable<StepBatch>,
  rowNumber: (index: number) => number,
  limit = Number.POSITIVE_INFINITY,
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  let first = 0;
  for await (const batch of batches) {
    const answers = await step.predict(batch);
    const rows = Math.min(batch.rows, limit - first);
    for (let row = 0; row < rows; row++) {
      for (const output of program.outputs) {
        const steps = targetSteps.get(output.block) ?? [];
        const prediction = undoSteps(steps, rowOf(answers.get(output.block)!, row, batch.rows));
        const answered = match.targets.get(output.block);
        const target = targetOf(batch.targets[output.block], row, batch.rows);
        const number = batch.sources?.[row] ?? rowNumber(first + row);
        checkFinite(prediction, number);
        predictions.push({
          row: number,
          file: batch.files?.[row] ?? null,
          output: output.name,
          prediction,
          target: target === null ? null : undoSteps(steps, [target])[0]!,
          label: labelOf(output, answered, prediction),
          targetLabel: target === null ? null : (answered?.classes?.[target] ?? null),
        });
      }
    }
    first += rows;
    if (first >= limit) break;
  }
  return predictions;
}

/** The numbers of one row of a batch. */
function rowOf({ data }: BatchTensor, row: number, rows: number): Float32Array | Int32Array {
  const size = data.length / rows;
  return data.subarray(row * size, (row + 1) * size);
}

/** The right answer where it is one number; null where the row has none: no number, or a class that the model does not know. */
function targetOf(tensor: BatchTensor | undefined, row: number, rows: number): number | null {
  if (!tensor) return null;
  const values = rowOf(tensor, row, rows);
  const [value] = values;
  if (value === undefined || values.length > 1 || Number.isNaN(value)) return null;
  // Class numbers are whole numbers, and -1 says that there is none.
  return values instanceof Int32Array && value < 0 ? null : value;
}

/** The name of the likeliest class; null for numbers, and for answers that are not one score a class. */
function labelOf(output: ProgramOutput, target: Target | undefined, prediction: readonly number[]): string | null {
  if (!target?.classes) return null;
  const threshold = thresholdOf(output.loss);
  if (threshold !== null && prediction.length === 1) return target.classes[prediction[0]! > threshold ? 1 : 0]!;
  if (prediction.length !== target.classes.length) return null;
  return target.classes[largestOf(prediction)]!;
}

/** The number above which an answer of one number is the second of two classes; null where the loss is none of those. */
export function thresholdOf(loss: ProgramOutput['loss']): number | null {
  if (lossOf(loss).targets !== 'binary') return null;
  // Scores before the sigmoid are above 0 where the probability is above a half.
  return loss.fromLogits === true ? 0 : 0.5;
}

/** The place of the largest number, the first of equals; of any number of them, more than a call takes as arguments. */
function largestOf(numbers: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < numbers.length; at++) if (numbers[at]! > numbers[best]!) best = at;
  return best;
}

function checkFinite(prediction: readonly number[], row: number): void {
  const broken = prediction.find((value) => !Number.isFinite(value));
  if (broken !== undefined) throw new UserError(say(runMessages['prediction-not-finite'], { row, received: broken }));
}
