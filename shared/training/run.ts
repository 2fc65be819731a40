import { z } from 'zod';
import type { DataDocument } from '../data/document.ts';
import type { ModelDocument } from '../graph/document.ts';
import { migrations } from '../graph/migrations.ts';
import { type Parsed, parseProjectFile, parseVersioned } from '../graph/parse.ts';
import type { Value } from '../messages/sentence.ts';
import { wordsSchema } from '../messages/words-schema.ts';
import { type RunFold, runFoldSchema } from './cross-validation.ts';
import { type EngineFacts, engineFactsSchema, type Logs, logsSchema, outcomes, type RunEvent } from './events.ts';
import type { TrainingDocument } from './settings.ts';

/** Version of `run.json`. */
export const runVersion = 2;

/** Names of the checkpoints of a run: its last state, and the one with the best validation loss (or loss, without validation). */
export const checkpointNameSchema = z.enum(['last', 'best']);

/** How a run ended. */
export const runResultSchema = z.strictObject({
  outcome: z.enum(outcomes),
  /** Why it failed, in words for people; null otherwise. */
  reason: wordsSchema.nullable(),
  /** Milliseconds since 1970. */
  ended: z.number(),
  /** Epochs finished. */
  epochs: z.int().min(0),
  /** Logs of the last epoch; empty if none was finished. */
  logs: logsSchema,
  bestEpoch: z.int().min(1).nullable(),
  /** Logs of that epoch; empty if none was finished, or where a run of an earlier version did not say. */
  bestLogs: logsSchema,
  test: logsSchema.nullable(),
});
export type RunResult = Readonly<z.infer<typeof runResultSchema>>;

const runSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(runVersion),
  /** The version of Layerloom that trained. */
  layerloom: z.string(),
  run: z.string().min(1),
  /** The project's name. */
  project: z.string(),
  /** Milliseconds since 1970. */
  started: z.number(),
  /** The process that trains, for finding out whether it is still there; null until it is known. */
  process: z.int().min(1).nullable(),
  /** At most this many rows of each part; null is all. */
  limit: z.int().min(1).nullable(),
  /** Which fold of a cross-validation it is; null for a run that stands alone. */
  fold: runFoldSchema.nullable(),
  /** What computed; null until it has started. */
  engine: engineFactsSchema.nullable(),
  /** Null while it trains. */
  result: runResultSchema.nullable(),
  /** The project's files as they were; each has its own version and migrations. */
  model: z.unknown(),
  data: z.unknown(),
  training: z.unknown(),
});

/** `run.json`: what was trained, with what, and how it ended. */
export interface RunDocument {
  readonly app: 'layerloom';
  readonly version: typeof runVersion;
  readonly layerloom: string;
  readonly run: string;
  readonly project: string;
  readonly started: number;
  readonly process: number | null;
  readonly limit: number | null;
  readonly fold: RunFold | null;
  readonly engine: EngineFacts | null;
  readonly result: RunResult | null;
  readonly model: ModelDocument;
  readonly data: DataDocument;
  readonly training: TrainingDocument;
}

/** What a run has come to so far. */
export interface RunProgress {
  readonly epochs: number;
  readonly logs: Logs;
  readonly bestEpoch: number | null;
  readonly bestLogs: Logs;
}

/** Nothing is finished yet. */
export const noProgress: RunProgress = { epochs: 0, logs: {}, bestEpoch: null, bestLogs: {} };

/** Levels of `run.json` that are opened into lines. */
export const runDepth = 2;

/** Reads the text of `run.json`, the documents in it included: whole, or why there is none. */
export function parseRun(text: string): Parsed<RunDocument> {
  const parsed = parseVersioned(text, { schema: runSchema, version: runVersion, migrations: migrations.run });
  if (!parsed.ok) return parsed;
  const documents: Record<string, unknown> = {};
  for (const name of ['model', 'data', 'training'] as const) {
    const document = parseProjectFile(name, JSON.stringify(parsed.value[name] ?? null));
    if (!document.ok) {
      const { problem } = document;
      return {
        ok: false,
        problem: problem.kind === 'broken' ? { ...problem, where: placeIn(name, problem.where) } : problem,
      };
    }
    documents[name] = document.value;
  }
  return { ok: true, value: { ...parsed.value, ...documents } as RunDocument };
}

/** A place in a document as one in the file that the document stands in. */
function placeIn(name: string, where: Value): Value {
  return typeof where === 'string' ? `${name}.${where}` : name;
}

/** What a run has come to after one more event. */
export function advance(progress: RunProgress, event: RunEvent): RunProgress {
  if (event.event !== 'train:epoch-end') return progress;
  const { epoch, logs, best } = event;
  const { bestEpoch, bestLogs } = progress;
  return { epochs: epoch, logs, bestEpoch: best ? epoch : bestEpoch, bestLogs: best ? logs : bestLogs };
}
