import { applySteps, type FittedTargetStep } from '../../../shared/data/steps/index.ts';
import { limitsOf, type Moments, momentsOf, quantilesOf } from '../../../shared/data/steps/statistics.ts';
import type { TrainingValues } from '../../../shared/data/steps/values.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';

/**
 * Limits of a target that a network learns well, as measured with the network that a new project gets (docs/decisions/data.md): less
 * deviation drowns in what first weights answer, and more, or a mean of many deviations, takes longer to reach than training lasts.
 */
const leastDeviation = 0.2;
const mostDeviation = 100;
const mostMean = 4;
/** Of positive numbers of which the largest is so many times the median, a few decide the loss. */
const skewedTimes = 100;

/**
 * What makes the numbers of a target hard to learn, by its training part: their scale, after the steps that it goes through, and a few
 * that are of another size than the others.
 */
export function* warnAboutTargetNumbers(
  column: string,
  training: TrainingValues,
  steps: readonly FittedTargetStep[],
): Stretches<Words[]> {
  const skew = yield* warnAboutSkew(column, training, steps);
  return [...skew, ...(yield* warnAboutScale(column, training, steps))];
}

function* warnAboutScale(
  column: string,
  training: TrainingValues,
  steps: readonly FittedTargetStep[],
): Stretches<Words[]> {
  const prepared: TrainingValues = {
    rows: training.rows,
    *chunks() {
      for (const chunk of training.chunks()) yield applySteps(steps, chunk);
    },
  };
  const odd = (yield* momentsOf(prepared)).find(isOdd);
  if (odd === undefined) return [];
  const values = { column, mean: short(odd.mean), deviation: short(odd.deviation) };
  return [say(dataWarnings['target-scale'], values)];
}

function isOdd({ mean, deviation, minimum, maximum }: Moments): boolean {
  // Only numbers of 0 and 1 spread by so much: that is yes and no, which some losses want as they are.
  const isYesOrNo = minimum === 0 && maximum === 1 && Math.abs(deviation ** 2 - mean * (1 - mean)) < 1e-9;
  if (deviation === 0 || isYesOrNo) return false;
  return deviation < leastDeviation || deviation > mostDeviation || Math.abs(mean) > mostMean * deviation;
}

function* warnAboutSkew(
  column: string,
  training: TrainingValues,
  steps: readonly FittedTargetStep[],
): Stretches<Words[]> {
  if (steps.some(({ step }) => step === 'log')) return [];
  const [limits, ...others] = yield* limitsOf(training);
  const [[median = 0] = []] = yield* quantilesOf(training, [0.5]);
  if (limits === undefined || others.length > 0 || limits.minimum < 0 || median <= 0) return [];
  // Of numbers far below 1 the logarithm of one more changes nothing.
  const timesAfter = Math.log1p(limits.maximum) / Math.log1p(median);
  if (limits.maximum < median * skewedTimes || timesAfter > skewedTimes) return [];
  const values = { column, median: short(median), maximum: short(limits.maximum) };
  return [say(dataWarnings['target-skewed'], values)];
}

const short = (value: number) => Number(value.toPrecision(3));
