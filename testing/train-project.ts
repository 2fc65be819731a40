import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LoopEnd } from '../electron/engine/loop.ts';
import { train } from '../electron/engine/train.ts';
import { writeRun } from '../electron/formats/run-folder.ts';
import type { Project } from '../shared/ipc/contract.ts';
import type { RunEvent } from '../shared/training/events.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A run that was trained in this process: where it is, how it ended and what it said. */
export interface TrainedProject {
  readonly directory: string;
  readonly end: LoopEnd;
  readonly events: readonly RunEvent[];
}

/** Trains a project on the engine that every machine has. `hear` is called as the run speaks. */
export async function trainProject(
  { name, model, data, training }: Project,
  changes: Partial<Project['training']> = {},
  hear: (event: RunEvent) => void = () => undefined,
): Promise<TrainedProject> {
  const directory = join(temporaryFolder(), 'runs', 'run');
  mkdirSync(join(directory, 'checkpoints'), { recursive: true });
  await writeRun(directory, {
    app: 'layerloom',
    version: 1,
    layerloom: '0.0.0',
    run: 'run',
    project: name,
    started: 0,
    process: null,
    limit: null,
    engine: null,
    result: null,
    model,
    data,
    training: { ...training, engine: 'wasm', ...changes },
  });
  const events: RunEvent[] = [];
  const end = await train(directory, new AbortController().signal, (event) => {
    events.push(event);
    hear(event);
  });
  return { directory, end, events };
}
