import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LoopEnd } from '../electron/engine/loop.ts';
import { train } from '../electron/engine/train.ts';
import { writeRun } from '../electron/formats/run-folder.ts';
import { readTemplate } from '../electron/services/templates.ts';
import type { Project } from '../shared/ipc/project.ts';
import type { RunEvent } from '../shared/training/events.ts';
import { runDocumentOf } from './run-document.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A run that was trained in this process: where it is, how it ended and what it said. */
export interface TrainedProject {
  readonly directory: string;
  readonly end: LoopEnd;
  readonly events: readonly RunEvent[];
}

interface TrainOptions {
  /** At most this many rows of each part; null for all. */
  readonly limit?: number | null;
  /** Called as the run speaks. */
  readonly hear?: (event: RunEvent) => void;
}

/** Trains a project in this process, on the engine that every machine has unless `changes` name another. */
export async function trainProject(
  { name, model, data, training }: Project,
  changes: Partial<Project['training']> = {},
  { limit = null, hear = () => undefined }: TrainOptions = {},
): Promise<TrainedProject> {
  const directory = join(temporaryFolder(), 'runs', 'run');
  mkdirSync(join(directory, 'checkpoints'), { recursive: true });
  await writeRun(
    directory,
    runDocumentOf('run', { project: name, limit, model, data, training: { ...training, engine: 'wasm', ...changes } }),
  );
  const events: RunEvent[] = [];
  const end = await train(directory, new AbortController().signal, (event) => {
    events.push(event);
    hear(event);
  });
  return { directory, end, events };
}

/** Trains a template for one epoch, on at most `limit` rows of a part, with changes to its data. Throws an Error where the run fails. */
export async function trainTemplate(
  template: string,
  limit: number,
  changes: Partial<Project['data']> = {},
): Promise<TrainedProject> {
  const project = await readTemplate(template);
  const { engine } = project.training;
  const data = { ...project.data, ...changes };
  const trained = await trainProject({ ...project, data }, { epochs: 1, engine }, { limit });
  const { outcome, reason } = trained.end;
  if (outcome !== 'finished') throw new Error(`A run of ${template} ends well. Received: ${JSON.stringify(reason)}.`);
  return trained;
}
