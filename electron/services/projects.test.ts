import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newBlock } from '../../shared/graph/edits.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createRecentProjects, emptyProject, openProject, saveProject } from './projects.ts';

const project: Project = {
  ...emptyProject('Untitled'),
  model: {
    app: 'layerloom',
    version: 1,
    graphs: {
      main: {
        blocks: { 'dense-1': newBlock('Dense'), odd: { type: 'Hologram', name: '', params: { depth: 3 } } },
        wires: {},
      },
    },
  },
};

describe('a project', () => {
  test('opens as it was saved, blocks of unknown types included', async () => {
    const directory = join(temporaryFolder(), 'digits.loom');
    const saved = await saveProject(project, directory);
    expect(saved).toEqual({ ...project, directory, name: 'digits', revision: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await openProject(directory)).toEqual(saved);
    expect(readdirSync(directory).sort()).toEqual(['data.json', 'layout.json', 'model.json', 'training.json']);
  });

  test('is opened whole or not at all: a file cut short is named, and nothing on disk changes', async () => {
    const directory = join(temporaryFolder(), 'a.loom');
    await saveProject(project, directory);
    for (const file of ['model.json', 'data.json', 'layout.json', 'training.json']) {
      const path = join(directory, file);
      const whole = readFileSync(path);
      truncateSync(path, Math.floor(whole.length / 2));
      await expect(openProject(directory)).rejects.toThrow(
        `${path} cannot be read, so nothing was opened or changed. At line `,
      );
      expect(readFileSync(path).length).toBe(Math.floor(whole.length / 2));
      writeFileSync(path, whole);
    }
    expect((await openProject(directory)).model).toEqual(project.model);
  });

  test('says which file is missing, and what a folder lacks to be one', async () => {
    const folder = temporaryFolder();
    await expect(openProject(join(folder, 'none'))).rejects.toThrow(`There is no folder ${join(folder, 'none')}.`);
    await expect(openProject(folder)).rejects.toThrow(`${folder} is not a project folder.`);
    writeFileSync(join(folder, 'file'), '');
    await expect(openProject(join(folder, 'file'))).rejects.toThrow(
      'Expected: a folder or a new name. Received: a file.',
    );
    await saveProject(project, join(folder, 'a.loom'));
    rmSync(join(folder, 'a.loom', 'data.json'));
    await expect(openProject(join(folder, 'a.loom'))).rejects.toThrow('Received: no data.json.');
  });

  test('is not saved over a folder of other files', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'cat.png'), 'x');
    await expect(saveProject(project, join(folder, 'photos'))).rejects.toThrow('Received: a folder with cat.png.');
    expect(readdirSync(join(folder, 'photos'))).toEqual(['cat.png']);
  });
});

describe('recent projects', () => {
  test('stand newest first, once each, and know which are gone', async () => {
    const folder = temporaryFolder();
    const recent = createRecentProjects(join(folder, 'settings', 'recent.json'));
    await saveProject(project, join(folder, 'a.loom'));
    await recent.add(join(folder, 'a.loom'));
    await recent.add(join(folder, 'b.loom'));
    await recent.add(join(folder, 'a.loom'));
    expect((await recent.list()).map(({ name, exists }) => [name, exists])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  test('start anew from a list that cannot be read', async () => {
    const file = join(temporaryFolder(), 'recent.json');
    writeFileSync(file, '{ not json');
    expect(await createRecentProjects(file).list()).toEqual([]);
  });
});
