import { inARow, type Words } from '../../../shared/messages/sentence.ts';
import type { Backend } from '../backends/backend.ts';
import type { Program } from '../program/program.ts';
import type { StepOptions } from './computation.ts';
import { createEagerStep } from './eager.ts';
import type { Step, StepBatch } from './step.ts';
import { createTracedStep } from './traced.ts';

/** A graph is made of one batch and held against two more, or three where one differs. */
const batchesToPrepare = 4;

/**
 * The step for a backend: by graphs where TensorFlow computes, else operation by operation. `batches` are those of training, on which the
 * graph is made and proved before the first update; null where nothing is trained. `reason` says what runs, and why, in words for people.
 */
export async function chooseStep(
  backend: Backend,
  program: Program,
  options: Omit<StepOptions, 'fusedLayers' | 'fusedUpdates'>,
  batches: (() => AsyncIterable<StepBatch>) | null,
): Promise<{ readonly step: Step; readonly reason: Words }> {
  const { tf, fusedLayers, fusedUpdates, native, reason } = backend;
  const all = { ...options, fusedLayers, fusedUpdates };
  if (!native) return { step: createEagerStep(tf, program, all), reason };
  const step = createTracedStep({ tf, native }, program, all);
  if (!batches) return { step, reason };
  const first: StepBatch[] = [];
  for await (const batch of batches()) {
    // The last batch may be shorter.
    if (first.length === 0 || batch.rows === first[0]!.rows) first.push(batch);
    if (first.length === batchesToPrepare) break;
  }
  // Where there are fewer, the same ones are all that will ever be trained on.
  const enough = first.length === 0 ? [] : Array.from({ length: batchesToPrepare }, (_, i) => first[i % first.length]!);
  return { step, reason: inARow([reason, step.prepare(enough).reason]) };
}
