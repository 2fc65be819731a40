import { type Step, type StepName, steps as stepKinds } from '../../../shared/data/steps/index.ts';

/**
 * A new step of a kind, a value of its own: the same kind may be in the list more than once. Beside one of its kind it is for no column
 * until the person says for which, so that nothing is done twice unasked.
 */
export function newStep(kind: StepName, others: readonly Step[] = []): Step {
  const { defaults } = stepKinds[kind];
  return others.some(({ step }) => step === kind) ? { ...defaults, columns: [] } : { ...defaults };
}

/** Steps without one. */
export function withoutStep<S>(steps: readonly S[], at: number): readonly S[] {
  return at in steps ? steps.toSpliced(at, 1) : steps;
}

/** Steps with one at another place; the same steps if it is there already, or the list has no such place. */
export function withStepMoved<S>(steps: readonly S[], from: number, to: number): readonly S[] {
  const step = steps[from];
  if (step === undefined || from === to || !(to in steps)) return steps;
  return steps.toSpliced(from, 1).toSpliced(to, 0, step);
}

/** Steps with other settings for one; the same steps if they are what it has. */
export function withStepSet<S>(steps: readonly S[], at: number, step: S): readonly S[] {
  return JSON.stringify(steps[at]) === JSON.stringify(step) ? steps : steps.with(at, step);
}
