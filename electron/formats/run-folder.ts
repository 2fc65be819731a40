import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { describeParseProblem } from '../../shared/graph/parse.ts';
import { serialize } from '../../shared/graph/serialize.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { type checkpointNameSchema, parseRun, type RunDocument, runDepth } from '../../shared/training/run.ts';
import type { FittedPreparation } from '../data/dataset.ts';
import { describeFileError, isMissing, readJsonAs, writeFileAtomic } from '../data/files.ts';

/** A checkpoint of a run. */
export type CheckpointName = z.infer<typeof checkpointNameSchema>;

/** Where a project keeps its runs. */
export function runsFolder(projectDirectory: string): string {
  return join(projectDirectory, 'runs');
}

/** The project a run belongs to; relative paths in its data start there. */
export function projectFolderOf(runDirectory: string): string {
  return dirname(dirname(runDirectory));
}

/** The files of a run. */
export function runFile(directory: string, name: 'run.json' | 'log.jsonl' | 'preparation.json'): string {
  return join(directory, name);
}

/** The file of a checkpoint. */
export function checkpointFile(directory: string, name: CheckpointName): string {
  return join(directory, 'checkpoints', `${name}.safetensors`);
}

/**
 * The checkpoint a run's weights are taken from: the best; the last where no epoch was finished before the run was stopped; null where
 * there is none.
 */
export async function weightsOf(directory: string): Promise<CheckpointName | null> {
  for (const name of ['best', 'last'] as const) {
    const file = checkpointFile(directory, name);
    try {
      await access(file);
      return name;
    } catch (error) {
      if (!isMissing(error)) throw describeFileError(error, file, 'read');
    }
  }
  return null;
}

/** Reads `run.json`. Throws UserError if the folder is no run, or naming what in the file cannot be read. */
export async function readRun(directory: string): Promise<RunDocument> {
  const path = runFile(directory, 'run.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) throw new UserError(say(runMessages['not-a-run'], { directory }));
    throw describeFileError(error, path, 'read');
  }
  const parsed = parseRun(text);
  if (!parsed.ok) throw new UserError(describeParseProblem(path, parsed.problem));
  return parsed.value;
}

/** Writes `run.json` atomically. */
export async function writeRun(directory: string, run: RunDocument): Promise<void> {
  await writeFileAtomic(runFile(directory, 'run.json'), serialize(run, runDepth));
}

const preparationSchema: z.ZodType<FittedPreparation> = z.strictObject({
  // Which versions there are is known where they are read.
  version: z.int(),
  features: z.record(z.string(), z.unknown()),
  targets: z.record(z.string(), z.unknown()),
  windows: z.unknown().optional(),
  notations: z.unknown().optional(),
});

/** Reads how the run prepares its data. Throws UserError if the file is missing or not sound. */
export async function readPreparation(directory: string): Promise<FittedPreparation> {
  return readJsonAs(runFile(directory, 'preparation.json'), preparationSchema);
}

/** Writes how the run prepares its data. */
export async function writePreparation(directory: string, preparation: FittedPreparation): Promise<void> {
  await writeFileAtomic(runFile(directory, 'preparation.json'), `${JSON.stringify(preparation)}\n`);
}
