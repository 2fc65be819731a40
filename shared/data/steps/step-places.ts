import { type Step, type StepName, stepNames } from './index.ts';

/** Where a step belongs in a list that somebody ordered: after the last of those that come before it, or with it, in the usual order. */
function placeFor(kind: StepName, steps: readonly Step[]): number {
  const rank = stepNames.indexOf(kind);
  return steps.findLastIndex(({ step }) => stepNames.indexOf(step) <= rank) + 1;
}

/** Steps with one more at its usual place. */
export function withStep(steps: readonly Step[], step: Step): readonly Step[] {
  return steps.toSpliced(placeFor(step.step, steps), 0, step);
}
