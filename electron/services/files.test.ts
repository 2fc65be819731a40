import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { listFiles } from './files.ts';

it('folders and projects come before files, each as people sort; hidden ones are left out', async () => {
  const folder = temporaryFolder();
  for (const name of ['b10', 'b9', 'digits.loom', 'empty.loom', '.hidden']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'digits.loom', 'model.json'), '{}');
  for (const name of ['Zebra.csv', 'apple.csv', '.secret']) writeFileSync(join(folder, name), '12345');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken link'));
  const { directory, parent, entries } = await listFiles(folder);
  expect({ directory, parent }).toEqual({ directory: folder, parent: dirname(folder) });
  expect(entries.map(({ name, kind, bytes }) => `${kind} ${name} ${bytes}`)).toEqual([
    'folder b9 0',
    'folder b10 0',
    'project digits.loom 0',
    'folder empty.loom 0',
    'file apple.csv 5',
    'file Zebra.csv 5',
  ]);
  expect(entries.every(({ name, path }) => path === join(folder, name))).toBe(true);
});

it('the root has no parent', async () => {
  expect((await listFiles('/')).parent).toBeNull();
});

it('a folder that is not there is named', async () => {
  const folder = join(temporaryFolder(), 'none');
  const listing = listFiles(folder);
  await expect(listing).rejects.toThrow(UserError);
  await expect(listing).rejects.toThrow(folder);
});
