import { sizeOf } from '../../../shared/blocks/define-block.ts';
import type { Loss } from '../../../shared/training/losses/define-loss.ts';
import type { BatchTensor } from '../../data/dataset.ts';

/**
 * `classes`: int32 numbers in the prediction's shape without its last dimension; `values`: float32 in the prediction's shape; `mixed`: the
 * same, shares of classes where rows are mixed, for the loss alone.
 */
export type TargetForm = 'classes' | 'values' | 'mixed';

/** What a target is on the device: in the forms that are computed with, and how much each of its rows counts in the loss. */
export type TargetPart = TargetForm | 'weights';

/** The form of target that a loss or metric computes with. */
export function formOf({ targets }: Pick<Loss, 'targets'>): 'classes' | 'values' {
  return targets === 'classes' ? 'classes' : 'values';
}

/**
 * A target as the data gives it, in the form and shape a loss or metric computes with. Class numbers become one-hot rows where the
 * prediction has a number for each class, and 0 or 1 where it has one number; rows of numbers become the number of the largest.
 * Throws an Error that names what does not fit: both shapes, or a class number there is no score for.
 */
export function shapeTarget(target: BatchTensor, prediction: readonly number[], form: TargetForm): BatchTensor {
  if (target.mixed) return shapeMixed(target, prediction, form);
  const { data } = target;
  const rows = prediction.slice(0, -1);
  const classes = prediction.at(-1)!;
  const isNumbers = data.length === sizeOf(prediction);
  const isClasses = data instanceof Int32Array && data.length === sizeOf(rows);
  switch (form) {
    case 'values':
      if (isNumbers) return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape: prediction };
      if (isClasses) return { data: oneHot(data, classes), shape: prediction };
      break;
    case 'classes':
      if (isClasses) return { data: checkClasses(data, classes), shape: rows };
      if (isNumbers) return { data: largest(data, classes), shape: rows };
  }
  const type = data instanceof Int32Array ? 'class numbers' : 'numbers';
  throw new Error(
    `A target fits the prediction, whose shape is [${prediction.join(', ')}]. Received: ${type} of shape [${target.shape.join(', ')}].`,
  );
}

/**
 * How much each class number of a target counts. Rows of numbers, such as shares of several classes, count as their classes do together.
 * Throws an Error that names what does not fit.
 */
export function weighTarget(
  target: BatchTensor,
  prediction: readonly number[],
  weights: readonly number[],
): BatchTensor {
  const rows = prediction.slice(0, -1);
  const { data, shape } = target;
  if (data instanceof Int32Array && data.length === sizeOf(rows)) {
    return { data: Float32Array.from(checkClasses(data, weights.length), (number) => weights[number]!), shape: rows };
  }
  if (weights.length === 2 && data.length === sizeOf(rows)) {
    // One number says how much a row is of the second class.
    return { data: Float32Array.from(data, (share) => (1 - share) * weights[0]! + share * weights[1]!), shape: rows };
  }
  // Shares of classes that are mixed count as such, too.
  const { data: shares } = shapeTarget({ data, shape }, [...rows, weights.length], 'values');
  const weighed = new Float32Array(sizeOf(rows));
  for (let at = 0; at < shares.length; at++)
    weighed[Math.floor(at / weights.length)]! += shares[at]! * weights[at % weights.length]!;
  return { data: weighed, shape: rows };
}

/**
 * A target of mixed classes. A loss computes with the shares; where the prediction has one number, with that of the second class, of which it
 * is the probability. Metrics count whole classes: that with the larger share.
 */
function shapeMixed({ data, shape }: BatchTensor, prediction: readonly number[], form: TargetForm): BatchTensor {
  const classes = shape.at(-1)!;
  if (form !== 'mixed')
    return shapeTarget({ data: largest(data, classes), shape: shape.slice(0, -1) }, prediction, form);
  const shares = data as Float32Array;
  if (prediction.at(-1) === classes && data.length === sizeOf(prediction)) return { data: shares, shape: prediction };
  if (prediction.at(-1) === 1 && classes === 2 && data.length === 2 * sizeOf(prediction))
    return {
      data: Float32Array.from({ length: data.length / 2 }, (_, row) => shares[2 * row + 1]!),
      shape: prediction,
    };
  throw new Error(
    `Shares of classes fit the prediction, whose shape is [${prediction.join(', ')}]. Received: shares of shape [${shape.join(', ')}].`,
  );
}

function checkClasses(numbers: Int32Array, classes: number): Int32Array {
  for (const number of numbers) {
    if (number >= 0 && number < classes) continue;
    throw new Error(
      `A class number lies between 0 and ${classes - 1}, the last class with a score. Received: ${number}.`,
    );
  }
  return numbers;
}

/** Rows of zeros with a 1 at the class. */
function oneHot(numbers: Int32Array, classes: number): Float32Array {
  const values = new Float32Array(numbers.length * classes);
  checkClasses(numbers, classes).forEach((number, row) => {
    values[row * classes + number] = 1;
  });
  return values;
}

/** The place of the largest number in each row, the first of equals. */
function largest(data: BatchTensor['data'], classes: number): Int32Array {
  return Int32Array.from({ length: data.length / classes }, (_, row) => {
    let best = 0;
    for (let i = 1; i < classes; i++) if (data[row * classes + i]! > data[row * classes + best]!) best = i;
    return best;
  });
}
