import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProblems } from '../../shared/graph/problems.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openProject, saveProject } from './projects.ts';
import { listTemplates, readTemplate } from './templates.ts';

test('the starters stand in order with their parameters', async () => {
  const templates = await listTemplates();
  expect(templates.map(({ name, parameters }) => [name, parameters])).toEqual([
    ['mlp-diabetes', 10 * 64 + 64 + 64 * 64 + 64 + 64 + 1],
    ['cnn-mnist', 121_930],
    ['lstm-spam', 10_000 * 32 + 4 * 64 * (32 + 64 + 1) + 65],
    ['gru-spam', 10_000 * 32 + 3 * 64 * (32 + 64 + 2) + 65],
  ]);
  expect(templates[1]!.blocks.join(' ')).toBe(
    'Input Conv2D MaxPooling2D Conv2D MaxPooling2D Flatten Dense Dense Output',
  );
});

test('every starter opens without a problem, and again after it was saved', async () => {
  const folder = temporaryFolder();
  for (const { name } of await listTemplates()) {
    const project = await readTemplate(name);
    expect(findProblems(project.model, null).problems).toEqual([]);
    const directory = join(folder, `${name}.loom`);
    const { revision } = await saveProject(project, directory);
    expect(await openProject(directory)).toEqual({ ...project, directory, revision });
  }
});

test('a starter there is not is named with those there are', async () => {
  await expect(readTemplate('../secrets')).rejects.toThrow(
    'There is no starter named "../secrets". Expected: one of cnn-mnist, gru-spam, lstm-spam, mlp-diabetes. Received: "../secrets".',
  );
});
