import { z } from 'zod';
import { datasetProgressSchema } from '../data/dataset.ts';
import { dataSchema } from '../data/document.ts';
import { modelSchema } from '../graph/document.ts';
import { engineFactsSchema } from '../training/events.ts';
import { trainingSchema } from '../training/settings.ts';

/** The time of one pass of a batch, in milliseconds. */
const passTimes = {
  /** Forward, as when the model predicts. */
  forward: z.number(),
  /** Forward, as in training, and back. */
  forwardBackward: z.number(),
};
export type PassTimes = Readonly<z.infer<z.ZodObject<typeof passTimes>>>;

/** What is measured: a project as a window holds it, saved or not. `directory` is for data with a path within the project. */
export const profiledSchema = z.strictObject({
  model: modelSchema,
  data: dataSchema,
  training: trainingSchema,
  directory: z.string().nullable(),
});
export type Profiled = Readonly<z.infer<typeof profiledSchema>>;

/** How long the blocks of a model take on an engine: medians of several passes. */
export const profileSchema = z.strictObject({
  engine: engineFactsSchema,
  /** Rows of the batch. */
  batchSize: z.number(),
  /** Whether they are the project's own; else they are drawn, in the shapes of the Inputs. */
  ownData: z.boolean(),
  /** Passes that were timed. */
  rounds: z.number(),
  /** By their ids in the written-out graph, in order of flow. Inputs and Outputs compute nothing, nor is measured what leads to no Output. */
  blocks: z.array(z.strictObject({ block: z.string(), ...passTimes })),
  /** All of the network in one go. */
  whole: z.strictObject(passTimes),
  /** When it was measured, in milliseconds since 1970. */
  time: z.number(),
});
export type Profile = Readonly<z.infer<typeof profileSchema>>;

/**
 * How far a measurement is. `prepare` reads the data and starts the engine; `share` is of the phase, and null where that is not known.
 * `reading` is how far the data is opened, while it is.
 */
export const profileProgressSchema = z.strictObject({
  phase: z.enum(['prepare', 'warm-up', 'measure']),
  share: z.number().nullable(),
  reading: datasetProgressSchema.optional(),
});
export type ProfileProgress = Readonly<z.infer<typeof profileProgressSchema>>;

/** What came of a measurement; failures are errors. */
export const profileOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('done'), profile: profileSchema }),
  z.strictObject({ outcome: z.literal('cancelled') }),
]);
