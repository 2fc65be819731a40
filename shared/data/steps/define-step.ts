import type { z } from 'zod';
import type { ColumnKind } from '../kinds.ts';
import type { Stretches } from '../stretches.ts';
import type { TrainingValues, Values } from './values.ts';

/** What every step of a project has beside its own settings. */
export interface StepSettings {
  readonly step: string;
  /** The columns it is for, by name; null for all that it can be for. */
  readonly columns: readonly string[] | null;
}

/** One kind of step of preparation: its settings, what it learns from the training part, and what it does to values. */
export interface StepDefinition<
  Settings extends z.ZodType<StepSettings> = z.ZodType<StepSettings>,
  Fitted extends z.ZodType = z.ZodType,
> {
  readonly settings: Settings;
  readonly fitted: Fitted;
  /** What a new step of this kind is. */
  readonly defaults: z.infer<Settings>;
  /** Whether it does anything for columns that are read as this kind. */
  suits(settings: z.infer<Settings>, kind: ColumnKind): boolean;
  /** Which values it takes. */
  readonly takes: readonly Values['kind'][];
  /** Learns from the training part, and from nothing else. */
  fit(settings: z.infer<Settings>, values: TrainingValues): Stretches<z.infer<Fitted>>;
  apply(fitted: z.infer<Fitted>, values: Values): Values;
  /** Values as they were before the step. Only what can be undone can be for a target: answers have to come in its own unit. */
  undo?(fitted: z.infer<Fitted>, values: Values): Values;
  /** What each number of a row is called after the step, from what each was called before. */
  rename(fitted: z.infer<Fitted>, names: readonly string[]): readonly string[];
}

/** A definition as it is; the types say whether its parts fit each other. */
export function defineStep<const Settings extends z.ZodType<StepSettings>, const Fitted extends z.ZodType>(
  definition: StepDefinition<Settings, Fitted>,
): StepDefinition<Settings, Fitted> {
  return definition;
}
