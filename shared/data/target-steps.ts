import { recognize, type Words } from '../messages/sentence.ts';
import { isSentence } from '../messages/words-schema.ts';
import type { DataDocument } from './document.ts';
import type { Step, TargetStep } from './steps/index.ts';
import { withStep } from './steps/step-places.ts';

/** What a target of numbers needs to be learned well, by a warning about it: `skewed` numbers need a logarithm before they are scaled. */
export interface TargetNeed {
  readonly column: string;
  readonly isSkewed: boolean;
}

/** What a warning says that a target needs; null for warnings about anything else. */
export function needOfTarget(warning: Words): TargetNeed | null {
  const words = recognize(warning);
  if (!isSentence(words) || typeof words.values.column !== 'string') return null;
  const { column } = words.values;
  if (words.key === 'warning/target-scale') return { column, isSkewed: false };
  return words.key === 'warning/target-skewed' ? { column, isSkewed: true } : null;
}

/** Steps that also bring a target to numbers around 0 that spread by 1. */
export function withTargetScaled(steps: readonly Step[], { column, isSkewed }: TargetNeed): readonly Step[] {
  const scale: TargetStep = { step: 'scale', columns: [column], method: 'standard' };
  const isScaled = steps.some((step) => step.step === 'scale' && step.columns?.includes(column));
  if (!isSkewed) return withStep(steps, scale);
  const logged = withStep(steps, { step: 'log', columns: [column] });
  return isScaled ? logged : withStep(logged, scale);
}

/** A document with its targets scaled where what a look at the data found says that they lie on an odd scale. */
export function withTargetsScaled(data: DataDocument, warnings: readonly Words[]): DataDocument {
  const needs = warnings.map(needOfTarget).filter((need) => need !== null && !need.isSkewed);
  const preparation = needs.reduce((steps, need) => withTargetScaled(steps, need!), data.preparation);
  return { ...data, preparation };
}
