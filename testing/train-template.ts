import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { train } from '../electron/engine/train.ts';
import { writeRun } from '../electron/formats/run-folder.ts';
import type { DataDocument } from '../shared/data/document.ts';
import { type ProjectFiles, parseProjectFile } from '../shared/graph/parse.ts';
import type { RunEvent } from '../shared/training/events.ts';
import { temporaryFolder } from './temporary-folder.ts';

function read<Name extends keyof ProjectFiles>(template: string, name: Name): ProjectFiles[Name] {
  const path = fileURLToPath(new URL(`../assets/templates/${template}/${name}.json`, import.meta.url));
  const parsed = parseProjectFile(name, readFileSync(path, 'utf8'));
  if (!parsed.ok) throw new Error(`A template has to be whole. Received: ${JSON.stringify(parsed.problem)}.`);
  return parsed.value;
}

/** Trains a template for one epoch in this process, on at most `limit` rows of a part, with changes to its data: the run's folder, and what it told. */
export async function trainTemplate(
  template: string,
  limit: number,
  changes: Partial<DataDocument> = {},
): Promise<{ readonly directory: string; readonly events: readonly RunEvent[] }> {
  const directory = join(temporaryFolder(), 'runs', 'run');
  mkdirSync(join(directory, 'checkpoints'), { recursive: true });
  await writeRun(directory, {
    app: 'layerloom',
    version: 1,
    layerloom: '0.0.0',
    run: 'run',
    project: template,
    started: 0,
    process: null,
    limit,
    engine: null,
    result: null,
    model: read(template, 'model'),
    data: { ...read(template, 'data'), ...changes },
    training: { ...read(template, 'training'), epochs: 1 },
  });
  const events: RunEvent[] = [];
  const { outcome, reason } = await train(directory, new AbortController().signal, (event) => events.push(event));
  if (outcome !== 'finished') throw new Error(`A run of ${template} ends well. Received: ${JSON.stringify(reason)}.`);
  return { directory, events };
}
