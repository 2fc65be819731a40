import { z } from 'zod';
import { wordsSchema } from '../messages/words-schema.ts';
import { engineNames } from './settings.ts';

/** Loss and metrics by their Keras log names; validation ones begin with `val_`. A value that is not finite is null. */
export const logsSchema = z.record(z.string(), z.number().nullable());
export type Logs = z.infer<typeof logsSchema>;

export const outcomes = ['finished', 'stopped', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** What computes a run, and why that. */
export const engineFactsSchema = z.strictObject({
  name: z.enum(engineNames),
  version: z.string(),
  device: wordsSchema,
  reason: wordsSchema,
});
export type EngineFacts = Readonly<z.infer<typeof engineFactsSchema>>;

const moment = { run: z.string(), time: z.number() };

/**
 * What a run says, in Keras's moments. `run` is the run's folder name, `time` milliseconds since 1970. One line each in `log.jsonl`.
 */
export const runEventSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('train:begin'),
    ...moment,
    epochs: z.number(),
    stepsPerEpoch: z.number(),
    rows: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
    parameters: z.number(),
    engine: engineFactsSchema,
  }),
  z.strictObject({ event: z.literal('train:epoch-begin'), ...moment, epoch: z.number() }),
  /** Coalesced: at most 20 a second. `points` are the [step of the run, loss of that batch] pairs since the last one. */
  z.strictObject({
    event: z.literal('train:batch-end'),
    ...moment,
    epoch: z.number(),
    /** Batches done in this epoch. */
    step: z.number(),
    stepsPerEpoch: z.number(),
    points: z.array(z.tuple([z.number(), z.number().nullable()])),
    /** Running values of the epoch so far. */
    logs: logsSchema,
    stepsPerSecond: z.number(),
    /** Share of the time since the last one spent waiting for data, 0 to 1. */
    waitingForData: z.number(),
    secondsLeft: z.number(),
  }),
  z.strictObject({
    event: z.literal('train:epoch-end'),
    ...moment,
    epoch: z.number(),
    logs: logsSchema,
    seconds: z.number(),
    /** Whether this epoch's checkpoint is the best so far. */
    best: z.boolean(),
  }),
  /** Something about how the run is computed that the person should know of, in words; said once. */
  z.strictObject({ event: z.literal('train:notice'), ...moment, message: wordsSchema }),
  z.strictObject({
    event: z.literal('train:end'),
    ...moment,
    outcome: z.enum(outcomes),
    /** Why it failed, in words for people; null otherwise. */
    reason: wordsSchema.nullable(),
    /** Loss and metrics on the test part, measured once with the best weights; null unless finished, or if there is no test part. */
    test: logsSchema.nullable(),
    seconds: z.number(),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
