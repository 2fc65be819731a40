import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { isPlain, newBuildFolder, newStaging, putInPlace, sweep, takeAway } from './staging.ts';

it('what is left of dead installs goes, also of a build elsewhere, and nothing else does', async () => {
  const folder = join(temporaryFolder(), 'with space');
  const other = join(temporaryFolder(), 'another one');
  for (const each of [folder, other]) mkdirSync(each);
  mkdirSync(join(folder, 'tensorflow'));
  mkdirSync(join(folder, '.downloads'));
  const staging = await newStaging(folder);
  writeFileSync(join(staging, 'half'), '');
  const build = await newBuildFolder(folder);
  const foreign = await newBuildFolder(other);
  expect(dirname(build)).not.toBe(folder);
  await sweep(folder);
  expect(readdirSync(folder).sort()).toEqual(['.downloads', 'tensorflow']);
  expect([build, foreign].map((path) => existsSync(path))).toEqual([false, true]);
  await sweep(other);
  expect(existsSync(foreign)).toBe(false);
});

it('a build stays where packs are if make can build there', async () => {
  const folder = temporaryFolder();
  expect(dirname(await newBuildFolder(folder))).toBe(folder);
  expect(['/home/me/x', '/home/Ada Lovelace/x', '/x/50%', '/home/jürgen'].map(isPlain)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

it('a finished folder replaces what was there as a whole', async () => {
  const folder = temporaryFolder();
  for (const [name, file] of [
    ['new', 'b'],
    ['place', 'a'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, file), '');
  }
  await putInPlace(join(folder, 'new'), join(folder, 'place'));
  expect(readdirSync(folder)).toEqual(['place']);
  expect(readdirSync(join(folder, 'place'))).toEqual(['b']);
  expect(await takeAway(join(folder, 'place'))).toBe(true);
  expect(await takeAway(join(folder, 'place'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
