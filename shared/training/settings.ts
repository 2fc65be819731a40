import { z } from 'zod';
import { type ComponentValue, componentSchema, componentValue } from '../blocks/params.ts';
import { foldsSchema } from './cross-validation.ts';
import { optimizers } from './optimizers.ts';

/** Engines by name, best first; `auto` takes the first that starts. */
export const engineNames = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm'] as const;
export type EngineName = (typeof engineNames)[number];

/** Engines that are not part of the application: each is a pack, a folder of its own that is installed, copied and removed whole. */
export const packNames = ['tensorflow-gpu', 'tensorflow'] as const satisfies readonly EngineName[];
export type PackName = (typeof packNames)[number];

/** Version of `training.json`. */
export const trainingVersion = 3;

/** Whether each class counts alike in the loss (`balanced`), or each row (`none`). */
export const classWeightings = ['none', 'balanced'] as const;
export type ClassWeighting = (typeof classWeightings)[number];

/** `training.json`: how to train. Losses and metrics hang at the Outputs of the model. */
export const trainingSchema: z.ZodType<TrainingDocument> = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(trainingVersion),
  optimizer: componentSchema(optimizers),
  batchSize: z.int('a whole number, 1 or more').min(1, 'a whole number, 1 or more'),
  epochs: z.int('a whole number, 1 or more').min(1, 'a whole number, 1 or more'),
  /** Everything random in a run comes from it: first weights, order of rows, dropout. */
  seed: z.int('a whole number, 0 or more').min(0, 'a whole number, 0 or more'),
  shuffle: z.boolean('true or false'),
  /** `balanced` weighs the loss of a training row by its class, as Keras's `class_weight` does, so that rare classes count as much as frequent ones. */
  classWeights: z.enum(classWeightings),
  /** Into how many folds the rows outside of the test part are dealt, each of them for validation once; null trains one model. */
  folds: foldsSchema.nullable(),
  engine: z.enum(['auto', ...engineNames]),
});

export interface TrainingDocument {
  readonly app: 'layerloom';
  readonly version: typeof trainingVersion;
  readonly optimizer: ComponentValue;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly classWeights: ClassWeighting;
  readonly folds: number | null;
  readonly engine: 'auto' | EngineName;
}

/** The settings a new project starts with. */
export const defaultTraining: TrainingDocument = {
  app: 'layerloom',
  version: trainingVersion,
  optimizer: componentValue(optimizers[0]) as unknown as ComponentValue,
  batchSize: 32,
  epochs: 10,
  seed: 42,
  shuffle: true,
  classWeights: 'none',
  folds: null,
  engine: 'auto',
};
