import { z } from 'zod';
import type { Feature, Target } from '../../../shared/data/dataset.ts';
import { channelsOf } from '../../../shared/data/image-form.ts';
import { imageFormSchema } from '../../../shared/data/image-form-schema.ts';
import { countPlaces } from '../../../shared/data/steps/encode.ts';
import {
  type FittedStep,
  type FittedTargetStep,
  fittedStepSchema,
  fittedTargetStepSchema,
  namesAfter,
} from '../../../shared/data/steps/index.ts';
import { sequenceEnds } from '../../../shared/data/steps/tokenize.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { misfitOf } from '../../../shared/messages/schema-problem.ts';
import { say, type Value } from '../../../shared/messages/sentence.ts';
import type { FittedPreparation } from '../dataset.ts';
import { savedNotationsSchema } from '../tables/number-notation.ts';
import { tokenNames } from '../text/tokenizers/token-names.ts';
import { fittedTokenizerSchema, openTokenizer } from '../text/tokenizers/tokenizer.ts';
import { migratePreparation, preparationVersion } from './preparation-versions.ts';

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

/** A text gives token numbers, cut or padded to one length. */
const tokensSchema = z.strictObject({
  kind: z.literal('tokens'),
  column: z.string(),
  sequenceLength: z.int().min(1),
  padding: z.enum(sequenceEnds),
  truncating: z.enum(sequenceEnds),
  tokenizer: fittedTokenizerSchema,
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
    /** What its numbers went through; undone, in reverse order, in what a model answers. */
    steps: z.array(fittedTargetStepSchema).readonly(),
    /** Of a row, where it is more than one number. */
    shape: z.array(z.int().min(1)).readonly().optional(),
  }),
  z.strictObject({ kind: z.literal('classes'), column: z.string(), classes: z.array(z.string()).min(1) }),
  /** The token that follows those of a feature, in its vocabulary. */
  z.strictObject({ kind: z.literal('next-token'), feature: z.string() }),
]);
export type TargetPreparation = Readonly<z.infer<typeof targetPreparationSchema>>;
export type ColumnTarget = Exclude<TargetPreparation, { readonly kind: 'next-token' }>;

/** What rows of a series follow each other by, and which of them one sample is made of. */
const windowsPreparationSchema = z.strictObject({
  length: z.int().min(1),
  horizon: z.int().min(1),
  /** Null for the order of the file. */
  time: z.strictObject({ column: z.string(), kind: z.enum(['numeric', 'date']) }).nullable(),
  series: z.string().nullable(),
});
export type WindowsPreparation = Readonly<z.infer<typeof windowsPreparationSchema>>;

const preparationSchema = z.strictObject({
  version: z.literal(preparationVersion),
  features: z.record(z.string(), featurePreparationSchema),
  targets: z.record(z.string(), targetPreparationSchema),
  /** Null where each row is a sample. */
  windows: windowsPreparationSchema.nullable(),
  /** How numbers were written: another file that does not show it is read alike. */
  notations: savedNotationsSchema,
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

/** What the preparation of an earlier run gives where something else was expected. */
export function preparedAs(feature: FeaturePreparation | undefined): Value {
  if (!feature) return say(phrases.nothing);
  return feature.kind === 'image' ? say(phrases['an-image']) : say(phrases[`prepared-${feature.kind}`]);
}

/** The features a preparation gives, in its order. */
export function listFeatures({ features, windows }: Preparation): Feature[] {
  return Object.entries(features).map(([name, feature]) => {
    const ofRow = describeFeature(name, feature);
    if (windows === null) return ofRow;
    // The one number of an index is a token of the window's sequence.
    return { ...ofRow, shape: [windows.length, ...(feature.kind === 'index' ? [] : ofRow.shape)] };
  });
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
      const { vocabularySize } = openTokenizer(feature.tokenizer);
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
export function listTargets(preparation: Preparation): Target[] {
  return Object.entries(preparation.targets).map(([name, target]) => describeTarget(name, target, preparation));
}

function describeTarget(name: string, target: TargetPreparation, { features }: Preparation): Target {
  switch (target.kind) {
    case 'number':
      return { name, kind: 'number', shape: [...(target.shape ?? [])], classes: null };
    case 'classes':
      return { name, kind: 'classes', shape: [], classes: target.classes };
    case 'next-token': {
      const feature = features[target.feature];
      if (feature?.kind !== 'tokens')
        throw unfitPreparation(`features.${target.feature}`, say(phrases['prepared-tokens']), preparedAs(feature));
      return { name, kind: 'token', shape: [], classes: tokenNames(feature.tokenizer) };
    }
  }
}

/** The targets that come from columns. */
export function columnTargets({ targets }: Preparation): [name: string, target: ColumnTarget][] {
  return Object.entries(targets).flatMap(([name, target]) => (target.kind === 'next-token' ? [] : [[name, target]]));
}

/** The steps of a target, by its name; none for what is no number. */
export function stepsOfTarget({ targets }: Preparation, name: string): readonly FittedTargetStep[] {
  const target = targets[name];
  return target?.kind === 'number' ? target.steps : [];
}

/** How many numbers a column gives. */
export function countNumbers({ column, steps }: ColumnPreparation): number {
  return namesAfter(column, steps).length;
}

/** The steps of each column that gives numbers beside others, by its name. */
export function stepsOfColumns({ features }: Preparation): ReadonlyMap<string, readonly FittedStep[]> {
  const columns = Object.values(features).flatMap((feature) => (feature.kind === 'numbers' ? feature.columns : []));
  return new Map(columns.map(({ column, steps }) => [column, steps]));
}

/** How many numbers each column of categories becomes that becomes one for each of them. */
export function countOneHot({ features }: Preparation): ReadonlyMap<string, number> {
  const columns = Object.values(features).flatMap((feature) => (feature.kind === 'numbers' ? feature.columns : []));
  const ofCategories = columns.filter(({ kind }) => kind === 'categorical');
  return new Map(ofCategories.map((column) => [column.column, countNumbers(column)]));
}

/** How many numbers of categories there are, 0 included. */
function countIndices(steps: readonly FittedStep[]): number {
  const encoded = steps.find((step) => step.step === 'encode');
  return encoded === undefined ? 1 : countPlaces(encoded) + 1;
}
