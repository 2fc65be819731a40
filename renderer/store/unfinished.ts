import type { Problem } from '../../shared/graph/infer.ts';

/** Problems of a model that is still being drawn: nothing is wrong, something is not there yet. */
const unfinished: ReadonlySet<Problem['problem']> = new Set<Problem['problem']>([
  'model-empty',
  'no-input',
  'no-output',
  'input-missing',
  'port-missing',
  'output-unused',
]);

/** Whether a problem only says what is still to be drawn, so that it is shown calmly and not as a failure. */
export function isUnfinished({ problem }: Pick<Problem, 'problem'>): boolean {
  return unfinished.has(problem);
}
