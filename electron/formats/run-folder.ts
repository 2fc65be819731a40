import { access, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { describeParseProblem } from '../../shared/graph/parse.ts';
import { serialize } from '../../shared/graph/serialize.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { type checkpointNameSchema, parseRun, type RunDocument, runDepth } from '../../shared/training/run.ts';
import type { FittedPreparation } from '../data/dataset.ts';
import { describeFileError, isMissing } from '../data/disk/file-error.ts';
import { readJsonAs, writeFileAtomic } from '../data/disk/files.ts';
import { withAbsolutePaths, withProjectPaths } from '../data/sources/data-path.ts';

/** A checkpoint of a run. */
export type CheckpointName = z.infer<typeof checkpointNameSchema>;

/** Where a project keeps its runs. */
export function runsFolder(projectDirectory: string): string {
  return join(projectDirectory, 'runs');
}

/**
 * The project a run belongs to; relative paths in its data start there. A link may lead to the folder of runs, which then lies elsewhere, or to
 * the run itself: the project is where its files are.
 */
export async function projectFolderOf(runDirectory: string): Promise<string> {
  const named = dirname(dirname(resolve(runDirectory)));
  if (await isThere(join(named, 'data.json'))) return named;
  const real = await realpath(runDirectory).catch(() => null);
  const folder = real === null ? named : dirname(dirname(real));
  return (await isThere(join(folder, 'data.json'))) ? folder : named;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
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

/** Reads `run.json`; paths of its data are absolute. Throws UserError if the folder is no run, or naming what in the file cannot be read. */
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
  const run = parsed.value;
  return { ...run, data: withAbsolutePaths(run.data, await projectFolderOf(directory)) };
}

/** Writes `run.json` atomically; the path of data in the project's folder is relative to that. */
export async function writeRun(directory: string, run: RunDocument): Promise<void> {
  const data = await withProjectPaths(run.data, await projectFolderOf(directory));
  await writeFileAtomic(runFile(directory, 'run.json'), serialize({ ...run, data }, runDepth));
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
