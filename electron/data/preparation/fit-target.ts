import { type FittedTargetStep, fittingStep, isForTargets, type Step } from '../../../shared/data/steps/index.ts';
import type { TrainingValues } from '../../../shared/data/steps/values.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { checkFitted } from './check-fitted.ts';

/** A target of numbers on its way through the steps. */
export interface TargetValues {
  readonly column: string;
  /** Its training part after steps that were learned already. */
  readonly training: (before: readonly FittedTargetStep[]) => TrainingValues;
  /** Whether it is an input too, as the past of a series is: then steps that name it may be for that alone. */
  readonly isInput: boolean;
}

/**
 * Learns the steps that name a target from its training part; steps for all columns are for inputs. Throws UserError for a step that could
 * not be undone in what a model answers.
 */
export function* fitTargetSteps(
  { column, training, isInput }: TargetValues,
  steps: readonly Step[],
): Stretches<FittedTargetStep[]> {
  const fitted: FittedTargetStep[] = [];
  for (const step of steps) {
    if (step.columns?.includes(column) !== true) continue;
    if (isForTargets(step)) {
      const learned = yield* fittingStep(step, training([...fitted]));
      checkFitted(learned, column);
      fitted.push(learned);
    } else if (!isInput) {
      const values = { column, step: say(phrases[`step-${step.step}`]), expected: say(phrases['steps-of-targets']) };
      throw new UserError(say(dataMessages['step-of-target'], values));
    }
  }
  return fitted;
}
