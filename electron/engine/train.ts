import { basename } from 'node:path';
import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { writeCheckpoint } from '../formats/checkpoint.ts';
import { checkpointFile, writePreparation } from '../formats/run-folder.ts';
import { createCheckpointKeeper } from './checkpoint-keeper.ts';
import { type Job, type JobOptions, openJob, readState, tellPreparedTargets } from './job.ts';
import { failed, type LoopEnd, trainRun } from './loop.ts';

/**
 * Trains a run. Never rejects: what goes wrong is the reason of a failed end, told by `train:end` too. A run that is stopped while its data
 * is opened has learned nothing, and keeps nothing.
 */
export async function train(
  directory: string,
  signal: AbortSignal,
  emit: (event: RunEvent) => void,
  options: Pick<JobOptions, 'start' | 'onReading'> = {},
): Promise<LoopEnd> {
  const started = performance.now();
  let job: Job;
  try {
    const tell = (message: Words) =>
      emit({ event: 'train:notice', run: basename(directory), time: Date.now(), message });
    job = await openJob(directory, 'fresh', { ...options, tell, signal });
    await writePreparation(directory, job.dataset.preparation);
    tellPreparedTargets(job, tell);
  } catch (error) {
    const end = signal.aborted ? stopped : failed(error);
    const run = basename(directory);
    emit({ event: 'train:end', run, time: Date.now(), ...end, seconds: (performance.now() - started) / 1000 });
    return end;
  }
  try {
    return await trainRun({
      ...loopSettings(job),
      capture: async (position, logs) => ({ ...(await readState(job.program, job.step)), position, logs }),
      keeper: createCheckpointKeeper((name, checkpoint) =>
        writeCheckpoint(checkpointFile(directory, name), checkpoint),
      ),
      signal,
      emit,
    });
  } finally {
    job.close();
  }
}

/** The end of a run that was stopped before it began. */
const stopped: LoopEnd = { outcome: 'stopped', reason: null, test: null };

/** What the loop is told of a job. */
export function loopSettings({ run, program, backend, dataset, feed, step }: Job) {
  const { epochs, batchSize, seed, shuffle, optimizer } = run.training;
  const { name, version, device, reason } = backend;
  return {
    run: run.run,
    epochs,
    batchSize,
    seed,
    shuffle,
    learningRate: optimizer.learningRate as number,
    parameters: program.weights.reduce((sum, { spec }) => sum + sizeOf(spec.shape), 0),
    engine: { name, version, device, reason },
    // The test part would be looked at once for each fold, and its values would be there to choose by.
    rows: run.fold === null ? dataset.rows : { ...dataset.rows, test: 0 },
    batches: feed.batches,
    step,
  } as const;
}
