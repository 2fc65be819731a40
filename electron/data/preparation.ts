import { z } from 'zod';
import type { Feature, Target } from '../../shared/data/dataset.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { misfitOf } from '../../shared/messages/schema-problem.ts';
import { say, type Value } from '../../shared/messages/sentence.ts';
import type { FittedPreparation } from './dataset.ts';
import { reservedTokens } from './text/tokens.ts';

/** A numeric column gives one number: (value - center) / scale; empty cells count as `fill`. */
const numericInputSchema = z.strictObject({
  column: z.string(),
  kind: z.literal('numeric'),
  fill: z.number(),
  center: z.number(),
  scale: z.number().refine((scale) => scale !== 0, phrases['not-zero']),
});
export type NumericInput = Readonly<z.infer<typeof numericInputSchema>>;

/** A categorical column gives one number a category: 1 for the cell's own, 0 for the others; new categories and empty cells give zeros. */
const categoricalInputSchema = z.strictObject({
  column: z.string(),
  kind: z.literal('categorical'),
  categories: z.array(z.string()),
});
export type CategoricalInput = Readonly<z.infer<typeof categoricalInputSchema>>;

const numbersSchema = z.strictObject({
  kind: z.literal('numbers'),
  columns: z.array(z.discriminatedUnion('kind', [numericInputSchema, categoricalInputSchema])),
});
export type NumbersPreparation = Readonly<z.infer<typeof numbersSchema>>;

/** A text gives token numbers: word i of the vocabulary is i + 2, other words are 1, and 0 fills the end. */
const tokensSchema = z.strictObject({
  kind: z.literal('tokens'),
  column: z.string(),
  sequenceLength: z.int().min(1),
  vocabulary: z.array(z.string()),
});
export type TokensPreparation = Readonly<z.infer<typeof tokensSchema>>;

/** A grey image of these sizes gives its values, 0 to 255, divided by 255. */
const imageSchema = z.strictObject({
  kind: z.literal('image'),
  height: z.int().min(1),
  width: z.int().min(1),
  divisor: z.literal(255),
});

const featurePreparationSchema = z.discriminatedUnion('kind', [numbersSchema, tokensSchema, imageSchema]);
export type FeaturePreparation = Readonly<z.infer<typeof featurePreparationSchema>>;

const targetPreparationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), column: z.string() }),
  z.strictObject({ kind: z.literal('classes'), column: z.string(), classes: z.array(z.string()).min(1) }),
]);
export type TargetPreparation = Readonly<z.infer<typeof targetPreparationSchema>>;

const preparationSchema = z.strictObject({
  version: z.literal(1),
  features: z.record(z.string(), featurePreparationSchema),
  targets: z.record(z.string(), targetPreparationSchema),
});

/** A FittedPreparation whose form is known. */
export type Preparation = Readonly<z.infer<typeof preparationSchema>>;

/** Checks the preparation of an earlier run. Throws UserError naming the entry that does not fit. */
export function parsePreparation(saved: FittedPreparation): Preparation {
  const parsed = preparationSchema.safeParse(saved);
  if (parsed.success) return parsed.data;
  const { where, expected, received } = misfitOf(parsed.error, saved);
  throw unfitPreparation(where, expected, received);
}

/** The error for a preparation of other data. */
export function unfitPreparation(where: Value, expected: Value, received: Value): UserError {
  return new UserError(say(dataMessages['preparation-unfit'], { where, expected, received }));
}

/** The features a preparation gives, in its order. */
export function listFeatures({ features }: Preparation): Feature[] {
  return Object.entries(features).map(([name, feature]) => describeFeature(name, feature));
}

function describeFeature(name: string, feature: FeaturePreparation): Feature {
  const { kind } = feature;
  switch (kind) {
    case 'numbers':
      return { name, kind, shape: [countNumbers(feature)], dtype: 'float32', vocabularySize: null };
    case 'tokens': {
      const vocabularySize = feature.vocabulary.length + reservedTokens;
      return { name, kind, shape: [feature.sequenceLength], dtype: 'int32', vocabularySize };
    }
    case 'image':
      return { name, kind, shape: [feature.height, feature.width, 1], dtype: 'float32', vocabularySize: null };
  }
}

/** The targets a preparation gives, in its order. */
export function listTargets({ targets }: Preparation): Target[] {
  return Object.entries(targets).map(([name, target]) => {
    const classes = target.kind === 'classes' ? target.classes : null;
    return { name, kind: target.kind, shape: [], classes };
  });
}

/** How many numbers a row of the feature has. */
export function countNumbers({ columns }: NumbersPreparation): number {
  return columns.reduce((sum, column) => sum + (column.kind === 'numeric' ? 1 : column.categories.length), 0);
}
