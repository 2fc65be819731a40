import { z } from 'zod';
import type { Feature, Target } from '../../shared/data/dataset.ts';
import { channelsOf, imageFormSchema } from '../../shared/data/image-form.ts';
import { countPlaces } from '../../shared/data/steps/encode.ts';
import { type FittedStep, fittedStepSchema, namesAfter } from '../../shared/data/steps/index.ts';
import { tokenize } from '../../shared/data/steps/tokenize.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { misfitOf } from '../../shared/messages/schema-problem.ts';
import { say, type Value } from '../../shared/messages/sentence.ts';
import type { FittedPreparation } from './dataset.ts';
import { migratePreparation } from './preparation-versions.ts';
import { reservedTokens } from './text/tokens.ts';

/** A column and the steps that its values go through. */
const columnPreparationSchema = z.strictObject({
  column: z.string(),
  kind: z.enum(['numeric', 'categorical', 'date']),
  steps: z.array(fittedStepSchema).readonly(),
});
export type ColumnPreparation = Readonly<z.infer<typeof columnPreparationSchema>>;

/** Columns give their numbers one after the other. */
const numbersSchema = z.strictObject({ kind: z.literal('numbers'), columns: z.array(columnPreparationSchema) });
export type NumbersPreparation = Readonly<z.infer<typeof numbersSchema>>;

/** A categorical column gives the number of its category. */
const indexSchema = z.strictObject({ kind: z.literal('index'), ...columnPreparationSchema.omit({ kind: true }).shape });
export type IndexPreparation = Readonly<z.infer<typeof indexSchema>>;

/** A text gives token numbers. */
const tokensSchema = z.strictObject({
  kind: z.literal('tokens'),
  column: z.string(),
  ...tokenize.fitted.omit({ step: true }).shape,
});
export type TokensPreparation = Readonly<z.infer<typeof tokensSchema>>;

/** An image brought to a form gives its values, 0 to 255, divided by 255. Those that were saved first were all digits. */
const imageSchema = z.strictObject({
  kind: z.literal('image'),
  ...imageFormSchema.shape,
  colorMode: imageFormSchema.shape.colorMode.default('grayscale'),
  resizing: imageFormSchema.shape.resizing.default('pad'),
  interpolation: imageFormSchema.shape.interpolation.default('lanczos3'),
  divisor: z.literal(255),
});
export type ImagePreparation = Readonly<z.infer<typeof imageSchema>>;

/** The numbers of an array after steps, or numbers of categories as they are. */
const arraySchema = z.strictObject({
  kind: z.literal('array'),
  column: z.string(),
  shape: z.array(z.int().min(1)).readonly(),
  steps: z.array(fittedStepSchema).readonly(),
  /** For numbers of categories, which run from 0 to this less one; null for numbers. */
  vocabularySize: z.int().min(1).nullable(),
});
export type ArrayPreparation = Readonly<z.infer<typeof arraySchema>>;

const featurePreparationSchema = z.discriminatedUnion('kind', [
  numbersSchema,
  indexSchema,
  tokensSchema,
  imageSchema,
  arraySchema,
]);
export type FeaturePreparation = Readonly<z.infer<typeof featurePreparationSchema>>;

const targetPreparationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    column: z.string(),
    /** Of a row, where it is more than one number. */
    shape: z.array(z.int().min(1)).readonly().optional(),
  }),
  z.strictObject({ kind: z.literal('classes'), column: z.string(), classes: z.array(z.string()).min(1) }),
]);
export type TargetPreparation = Readonly<z.infer<typeof targetPreparationSchema>>;

const preparationSchema = z.strictObject({
  version: z.literal(2),
  features: z.record(z.string(), featurePreparationSchema),
  targets: z.record(z.string(), targetPreparationSchema),
});

/** A FittedPreparation whose form is known. */
export type Preparation = Readonly<z.infer<typeof preparationSchema>>;

/** Checks the preparation of an earlier run. Throws UserError naming the entry that does not fit. */
export function parsePreparation(saved: FittedPreparation): Preparation {
  const current = migratePreparation(saved);
  const parsed = preparationSchema.safeParse(current);
  if (parsed.success) return parsed.data;
  const { where, expected, received } = misfitOf(parsed.error, current);
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
  switch (feature.kind) {
    case 'numbers':
      return {
        name,
        kind: 'numbers',
        shape: [feature.columns.reduce((sum, column) => sum + countNumbers(column), 0)],
        dtype: 'float32',
        vocabularySize: null,
      };
    case 'index':
      // 0 is for what is not among the categories.
      return { name, kind: 'tokens', shape: [1], dtype: 'int32', vocabularySize: countIndices(feature.steps) };
    case 'tokens': {
      const vocabularySize = feature.vocabulary.length + reservedTokens;
      return { name, kind: 'tokens', shape: [feature.sequenceLength], dtype: 'int32', vocabularySize };
    }
    case 'array': {
      const { shape, vocabularySize } = feature;
      return vocabularySize === null
        ? { name, kind: 'numbers', shape: [...shape], dtype: 'float32', vocabularySize }
        : { name, kind: 'tokens', shape: [...shape], dtype: 'int32', vocabularySize };
    }
    case 'image':
      return {
        name,
        kind: 'image',
        shape: [feature.height, feature.width, channelsOf(feature)],
        dtype: 'float32',
        vocabularySize: null,
      };
  }
}

/** The targets a preparation gives, in its order. */
export function listTargets({ targets }: Preparation): Target[] {
  return Object.entries(targets).map(([name, target]) => {
    const classes = target.kind === 'classes' ? target.classes : null;
    return { name, kind: target.kind, shape: target.kind === 'number' ? [...(target.shape ?? [])] : [], classes };
  });
}

/** How many numbers a column gives. */
export function countNumbers({ column, steps }: ColumnPreparation): number {
  return namesAfter(column, steps).length;
}

/** How many numbers of categories there are, 0 included. */
function countIndices(steps: readonly FittedStep[]): number {
  const encoded = steps.find((step) => step.step === 'encode');
  return encoded === undefined ? 1 : countPlaces(encoded) + 1;
}
