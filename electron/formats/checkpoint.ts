import { z } from 'zod';
import { UserError } from '../../shared/ipc/port.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { misfitOf } from '../../shared/messages/schema-problem.ts';
import { say, type Value } from '../../shared/messages/sentence.ts';
import { type Logs, logsSchema } from '../../shared/training/events.ts';
import { readSafetensors, type SafetensorsTensor, writeSafetensors } from './safetensors.ts';

/** Numbers of a weight or slot, row by row. */
export interface CheckpointTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const positionSchema = z.strictObject({
  /** Updates done in the whole run. */
  updates: z.int().min(0),
  /** Epochs finished. */
  epochs: z.int().min(0),
  /** Batches done in the epoch that is not finished. */
  step: z.int().min(0),
  /**
   * The state of all that is random: every draw of a run comes from its seed and the number of the update or epoch it is for, so that
   * the seed and the numbers above say what is drawn next.
   */
  seed: z.int().min(0),
});
/** Where a run is: what to do next, and what is drawn next. */
export type CheckpointPosition = Readonly<z.infer<typeof positionSchema>>;

const stateSchema = z.strictObject({ position: positionSchema, logs: logsSchema });

/** The state of a run at one moment. */
export interface Checkpoint {
  /** By `blockId/weightName`. */
  readonly weights: ReadonlyMap<string, CheckpointTensor>;
  /** By `blockId/weightName/slot`. */
  readonly slots: ReadonlyMap<string, CheckpointTensor>;
  readonly position: CheckpointPosition;
  /** Logs of the last epoch finished. */
  readonly logs: Logs;
}

const kind = 'layerloom-checkpoint';
const version = '1';
const weightPrefix = 'weights/';
const slotPrefix = 'slots/';

/** Writes a checkpoint as one safetensors file, atomically. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { weights, slots, position, logs } = checkpoint;
  const tensors = new Map<string, SafetensorsTensor>();
  for (const [id, tensor] of weights) tensors.set(weightPrefix + id, tensor);
  for (const [id, tensor] of slots) tensors.set(slotPrefix + id, tensor);
  const state: z.infer<typeof stateSchema> = { position, logs };
  await writeSafetensors(path, { tensors, metadata: { format: kind, version, state: JSON.stringify(state) } });
}

/** Reads a checkpoint. Throws UserError, naming the file, if it is missing, cut off, or no checkpoint of ours. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(path);
  const broken = (where: Value, expected: Value, received: Value) =>
    new UserError(say(runMessages['checkpoint-broken'], { file: path, where, expected, received }));
  const none = say(phrases.none);
  if (metadata.format !== kind) throw broken('format', kind, metadata.format ?? none);
  if (metadata.version !== version) throw broken('version', version, metadata.version ?? none);
  const found = parseJson(metadata.state ?? '');
  const state = stateSchema.safeParse(found);
  if (!state.success) {
    const { where, expected, received } = misfitOf(state.error, found);
    throw broken(typeof where === 'string' ? `state.${where}` : 'state', expected, received);
  }
  const weights = new Map<string, CheckpointTensor>();
  const slots = new Map<string, CheckpointTensor>();
  for (const [name, { shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) throw broken(name, say(phrases['float32-numbers']), data.constructor.name);
    if (name.startsWith(weightPrefix)) weights.set(name.slice(weightPrefix.length), { shape, data });
    else if (name.startsWith(slotPrefix)) slots.set(name.slice(slotPrefix.length), { shape, data });
    else throw broken(name, say(phrases['name-beginning'], { first: weightPrefix, second: slotPrefix }), name);
  }
  return { weights, slots, position: state.data.position, logs: state.data.logs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
