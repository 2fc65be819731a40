import { z } from 'zod';
import type { ColumnKind } from '../kinds.ts';
import { doAtOnce, type Stretches } from '../stretches.ts';
import { datePartsStep } from './date-parts.ts';
import type { StepDefinition } from './define-step.ts';
import { encode } from './encode.ts';
import { image } from './image.ts';
import { impute } from './impute.ts';
import { log } from './log.ts';
import { scale } from './scale.ts';
import { tokenize } from './tokenize.ts';
import type { TrainingValues, Values } from './values.ts';

/** The kinds of steps, by name, in the order in which they are offered. */
export const steps = { impute, log, 'date-parts': datePartsStep, scale, encode, tokenize, image } as const;
export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as readonly StepName[];

/** A step of preparation as a project has it. */
export const stepSchema = z.discriminatedUnion('step', [
  impute.settings,
  log.settings,
  datePartsStep.settings,
  scale.settings,
  encode.settings,
  tokenize.settings,
  image.settings,
]);
export type Step = Readonly<z.infer<typeof stepSchema>>;

/** A step that goes from values to values, as it was fitted on the training part: plain JSON, saved with a run. */
export const fittedStepSchema = z.discriminatedUnion('step', [
  impute.fitted,
  log.fitted,
  datePartsStep.fitted,
  scale.fitted,
  encode.fitted,
]);
export type FittedStep = Readonly<z.infer<typeof fittedStepSchema>>;
/** A step that goes from values to values; texts become tokens, and images pixels, elsewhere. */
export type ValueStep = Exclude<Step, { readonly step: 'tokenize' | 'image' }>;

/** A fitted step that can be undone: a target goes through no others. */
export const fittedTargetStepSchema = z.discriminatedUnion('step', [log.fitted, scale.fitted]);
export type FittedTargetStep = Readonly<z.infer<typeof fittedTargetStepSchema>>;
/** A step that a target of numbers may go through, where the step names it. */
export type TargetStep = Extract<Step, { readonly step: FittedTargetStep['step'] }>;

/** Whether a target of numbers may go through a step. */
export function isForTargets(step: Step): step is TargetStep {
  return 'undo' in steps[step.step];
}

/** What preparation is in a new project. */
export const defaultSteps: readonly Step[] = [
  impute.defaults,
  datePartsStep.defaults,
  scale.defaults,
  encode.defaults,
  tokenize.defaults,
];

function definitionOf(step: { readonly step: FittedStep['step'] }): StepDefinition {
  return steps[step.step] as unknown as StepDefinition;
}

/** Whether a step does anything for a column. */
export function concerns(step: Step, column: { readonly name: string; readonly kind: ColumnKind }): boolean {
  if (step.columns !== null && !step.columns.includes(column.name)) return false;
  return (steps[step.step].suits as (settings: Step, kind: ColumnKind) => boolean)(step, column.kind);
}

/** Whether a step takes such values. */
export function takes(step: ValueStep, kind: Values['kind']): boolean {
  return definitionOf(step).takes.includes(kind);
}

/** Learns a step from the training part. */
export function fitStep(step: TargetStep, values: TrainingValues): FittedTargetStep;
export function fitStep(step: ValueStep, values: TrainingValues): FittedStep;
export function fitStep(step: ValueStep, values: TrainingValues): FittedStep {
  return doAtOnce(fittingStep(step, values));
}

/** `fitStep` for long tables. */
export function fittingStep(step: TargetStep, values: TrainingValues): Stretches<FittedTargetStep>;
export function fittingStep(step: ValueStep, values: TrainingValues): Stretches<FittedStep>;
export function fittingStep(step: ValueStep, values: TrainingValues): Stretches<FittedStep> {
  return definitionOf(step).fit(step, values) as Stretches<FittedStep>;
}

/** Values after fitted steps. */
export function applySteps(fitted: readonly FittedStep[], values: Values): Values {
  return fitted.reduce((before, step) => definitionOf(step).apply(step, before), values);
}

/** The numbers of a row as they were before fitted steps. */
export function undoSteps(fitted: readonly FittedTargetStep[], numbers: ArrayLike<number>): number[] {
  const row: Values = { kind: 'numbers', width: numbers.length, data: Float64Array.from(numbers), missing: null };
  const undone = fitted.reduceRight<Values>((after, step) => definitionOf(step).undo!(step, after), row);
  if (undone.kind !== 'numbers') throw new Error(`A target is of numbers. Received: ${undone.kind}.`);
  return Array.from(undone.data);
}

/** What each number of a row is called after all steps, one that says whether the cell was empty at the end. */
export function namesAfter(column: string, fitted: readonly FittedStep[]): readonly string[] {
  const names = fitted.reduce((before, step) => definitionOf(step).rename(step, before), [column] as readonly string[]);
  const tells = fitted.some((step) => step.step === 'impute' && step.indicator);
  return tells ? [...names, `${column} is empty`] : names;
}
