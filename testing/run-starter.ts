import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineHost } from '../electron/services/engine-process.ts';
import { saveProject } from '../electron/services/projects.ts';
import { createRuns, type RunOverrides } from '../electron/services/runs.ts';
import { readTemplate } from '../electron/services/templates.ts';
import type { Project } from '../shared/ipc/project.ts';
import { inEnglish } from '../shared/messages/sentence.ts';
import type { RunEvent } from '../shared/training/events.ts';

/**
 * Trains a starter as the request `train:start` does, in an engine process of its own, until it ends or `hear` answers that it has heard
 * enough. Answers when it was asked for, on the clock of `performance.now()`. Throws an Error where the run fails.
 */
export async function runStarter(
  engineHost: EngineHost,
  starter: string,
  overrides: RunOverrides,
  hear: (event: RunEvent) => boolean,
): Promise<number> {
  return runProject(engineHost, await readTemplate(starter), overrides, hear);
}

/** Trains a project as `runStarter` does a starter; its paths are absolute. */
export async function runProject(
  engineHost: EngineHost,
  files: Project,
  overrides: RunOverrides,
  hear: (event: RunEvent) => boolean,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-starter-'));
  const runs = createRuns({ engineHost, version: 'measured' });
  try {
    const project = join(folder, 'project.loom');
    await saveProject(files, project);
    let stopping: Promise<void> | null = null;
    const ended = new Promise<Extract<RunEvent, { event: 'train:end' }>>((resolve) => {
      runs.onEvents((events) => {
        for (const event of events) {
          if (event.event === 'train:end') resolve(event);
          else if (!stopping && hear(event)) stopping = runs.stop(event.run);
        }
      });
    });
    const asked = performance.now();
    await runs.start(project, overrides);
    const end = await ended;
    await stopping;
    if (end.outcome === 'failed') throw new Error(`The run goes well. Received: ${inEnglish(end.reason ?? '')}`);
    return asked;
  } finally {
    await runs.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
