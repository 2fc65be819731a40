import { applySteps, type FittedTargetStep } from '../../shared/data/steps/index.ts';
import { momentsOf, quantilesOf } from '../../shared/data/steps/statistics.ts';
import type { TrainingValues } from '../../shared/data/steps/values.ts';
import { dataWarnings } from '../../shared/messages/data.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';

/**
 * Limits of a target that a network learns well, as measured with the network that a new project gets (docs/decisions/data.md): less
 * deviation drowns in the answers of first weights, and a mean that is larger than the deviation, or far from 0, has to be learned first.
 */
const leastDeviation = 0.2;
const mostDeviation = 100;
const mostMeans = 3;
/** Of positive numbers of which the largest is so many times the median, a few decide the loss. */
const skewedTimes = 100;

/**
 * What of a target's numbers in the training part makes it hard to learn: its scale after the steps that it goes through, and a few numbers of another size than
 * the others.
 */
export function warnAboutTargetNumbers(
  column: string,
  training: TrainingValues,
  steps: readonly FittedTargetStep[],
): Words[] {
  return [...warnAboutSkew(column, training, steps), ...warnAboutScale(column, training, steps)];
}

function warnAboutScale(column: string, training: TrainingValues, steps: readonly FittedTargetStep[]): Words[] {
  const prepared: TrainingValues = {
    rows: training.rows,
    *chunks() {
      for (const chunk of training.chunks()) yield applySteps(steps, chunk);
    },
  };
  const odd = momentsOf(prepared).find(
    ({ mean, deviation }) =>
      deviation > 0 &&
      (deviation < leastDeviation || deviation > mostDeviation || Math.abs(mean) > mostMeans * Math.max(1, deviation)),
  );
  if (odd === undefined) return [];
  const values = { column, mean: short(odd.mean), deviation: short(odd.deviation) };
  return [say(dataWarnings['target-scale'], values)];
}

function warnAboutSkew(column: string, training: TrainingValues, steps: readonly FittedTargetStep[]): Words[] {
  if (steps.some(({ step }) => step === 'log')) return [];
  const [moments, ...others] = momentsOf(training);
  const [[median = 0] = []] = quantilesOf(training, [0.5]);
  if (moments === undefined || others.length > 0 || moments.minimum < 0 || median <= 0) return [];
  if (moments.maximum < median * skewedTimes) return [];
  const values = { column, median: short(median), maximum: short(moments.maximum) };
  return [say(dataWarnings['target-skewed'], values)];
}

const short = (value: number) => Number(value.toPrecision(3));
