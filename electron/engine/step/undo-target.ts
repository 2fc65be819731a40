import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from '../../../shared/blocks/define-block.ts';
import type { FittedTargetStep } from '../../../shared/data/steps/index.ts';
import type { BlockId } from '../../../shared/graph/document.ts';

/** Steps that targets of numbers went through, by the Outputs that answer them. */
export type TargetSteps = ReadonlyMap<BlockId, readonly FittedTargetStep[]>;

/**
 * Targets or answers, [rows, ...], as they were before the steps. As `differences`, for metrics that compare the two by those alone, a
 * shift that would be undone last is left out: where it is large, a float32 would have no digits left for the difference.
 */
export function undoOnDevice(
  tf: Tfjs,
  steps: readonly FittedTargetStep[],
  numbers: Tensor,
  differences: boolean,
): Tensor {
  return steps.reduceRight((after, step, at) => {
    if (step.step === 'log') return tf.mul(tf.sign(after), tf.expm1(tf.abs(after)));
    const scaled = tf.mul(after, ofRow(tf, step.scales, after));
    return differences && at === 0 ? scaled : tf.add(scaled, ofRow(tf, step.centers, after));
  }, numbers);
}

/** One number for all, or one for each number of a row. */
function ofRow(tf: Tfjs, values: readonly number[], { shape }: Tensor): Tensor {
  const row = shape.slice(1);
  if (values.length === 1) return tf.scalar(values[0]!);
  if (values.length === sizeOf(row)) return tf.tensor([...values], row);
  throw new Error(
    `A scale of a target is for ${values.length} numbers a row. Received: the shape [${shape.join(', ')}].`,
  );
}
