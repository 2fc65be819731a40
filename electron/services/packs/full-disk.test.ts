import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  fakeSteps,
  fakeSystem,
  fakeWheelFiles,
  fakeWheelName,
  makeWheel,
  wheelInfo,
} from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { fillDisk, lacksSmallDisk, smallDisk } from '../../../testing/small-disk.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { buildBinding } from './build.ts';
import { downloadWheel } from './download.ts';
import { createPacks } from './packs.ts';
import { recipeFor, systemObstacle } from './recipes.ts';
import { thisSystem } from './system.ts';
import { findTools } from './tools.ts';

const title = 'a full disk under engine packs';
const noSystem = lacks(systemObstacle(fakeSystem) === null, title, 'system', 'no pack can be made for it');
const tools = await findTools(thisSystem()).catch((error: Error) => error);
const noTools = lacks(!(tools instanceof Error), title, 'system', tools instanceof Error ? tools.message : '');

describe.skipIf(noSystem || noTools || lacksSmallDisk(title))(title, () => {
  const names = (folder: string) => readdirSync(folder).sort();
  const { python } = tools as Exclude<typeof tools, Error>;

  it('an install tells which file did not fit and where; only the download is left, and the next one makes the pack', async () => {
    const folder = smallDisk(4);
    const install = (libraryBytes: number) =>
      createPacks({ folder, steps: fakeSteps({}, libraryBytes) }).install('tensorflow');
    const failing = install(8e6);
    await expect(failing).rejects.toThrow(
      `The disk is full. Expected: room free at ${folder}. What was begun is removed.`,
    );
    await expect(failing).rejects.toThrow(/Received: ENOSPC.* \S+\/deps\/lib\/libtensorflow_cc\.\S+$/);
    expect(names(folder)).toEqual(['.downloads']);
    rmSync(join(folder, '.downloads'), { recursive: true });
    expect(await install(1000)).toBe('done');
  });

  it('pip tells that it has no room', async () => {
    const folder = smallDisk(4);
    const index = temporaryFolder();
    const { package: name, version } = recipeFor('tensorflow', fakeSystem).wheel;
    const wheel = makeWheel({
      ...fakeWheelFiles(),
      'tensorflow/noise': crypto.getRandomValues(new Uint8Array(65_536)),
      ...Object.fromEntries(
        Array.from({ length: 100 }, (_, i) => [
          `tensorflow/noise-${i}`,
          crypto.getRandomValues(new Uint8Array(65_536)),
        ]),
      ),
      [`${wheelInfo}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      [`${wheelInfo}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    });
    writeFileSync(join(index, fakeWheelName()), wheel);
    const clean = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PIP_')));
    const env = { ...clean, PIP_CONFIG_FILE: '/dev/null', PIP_NO_INDEX: '1', PIP_FIND_LINKS: index };
    const steps = fakeSteps({ downloadWheel: (options) => downloadWheel({ ...options, python, env }) });
    const installing = createPacks({ folder, steps }).install('tensorflow');
    await expect(installing).rejects.toThrow(
      /The disk is full\. Expected: \S+ MB free at .*\[Errno 28\] No space left on device/,
    );
    expect(names(folder).filter((entry) => entry !== '.downloads')).toEqual([]);
  });

  it('a compiler that has no room is no compiler that failed', async () => {
    const folder = smallDisk(4);
    const bin = temporaryFolder();
    const words = 'x.cc:1: fatal error: error writing to /x/binding.s: No space left on device';
    writeFileSync(join(bin, 'make'), `#!/bin/sh\necho '${words}' >&2\nexit 2\n`);
    chmodSync(join(bin, 'make'), 0o755);
    const compiler = { env: { PATH: `${bin}:${process.env.PATH}` } };
    const steps = fakeSteps({
      findTools: async () => ({ python, compiler }),
      buildBinding,
    });
    const installing = createPacks({ folder, steps }).install('tensorflow');
    await expect(installing).rejects.toThrow(/^The disk is full\. .* No space left on device/);
    expect(names(folder)).toEqual(['.downloads']);
  });

  it('an import leaves the pack that was there', async () => {
    const elsewhere = createPacks({ folder: join(temporaryFolder(), 'engines'), steps: fakeSteps({}, 3e6) });
    await elsewhere.install('tensorflow');
    const file = join(temporaryFolder(), 'pack.tar.gz');
    await elsewhere.exportTo('tensorflow', file);
    const folder = smallDisk(4);
    const packs = createPacks({ folder, steps: fakeSteps() });
    await packs.install('tensorflow');
    const importing = packs.importFrom(file);
    await expect(importing).rejects.toThrow('The disk is full.');
    await expect(importing).rejects.toThrow(/Received: ENOSPC.* \S+\/deps\/lib\/libtensorflow_\S+$/);
    expect(names(folder)).toEqual(['tensorflow']);
    expect(await packs.inspect('tensorflow')).toBeNull();
  });

  it('an export leaves nothing at its place, and the pack whole', async () => {
    const packs = createPacks({ folder: join(temporaryFolder(), 'engines'), steps: fakeSteps({}, 3e6) });
    await packs.install('tensorflow');
    const disk = smallDisk(1);
    fillDisk(disk, 4096);
    const file = join(disk, 'pack.tar.gz');
    await expect(packs.exportTo('tensorflow', file)).rejects.toThrow(
      `${file} could not be written: the disk is full. Received: ENOSPC.`,
    );
    expect(names(disk)).toEqual(['filler']);
    expect(await packs.inspect('tensorflow')).toBeNull();
  });

  it('without room for even a lock nothing is begun, and a pack can be removed all the same', async () => {
    const folder = smallDisk(4);
    const packs = createPacks({ folder, steps: fakeSteps() });
    await packs.install('tensorflow');
    const empty = fillDisk(folder);
    onTestFinished(empty);
    await expect(packs.exportTo('tensorflow', join(temporaryFolder(), 'x'))).rejects.toThrow(
      `${join(folder, '.lock')} could not be written: the disk is full. Received: ENOSPC.`,
    );
    expect(names(folder)).toEqual(['filler', 'tensorflow']);
    await packs.remove('tensorflow');
    expect(names(folder)).toEqual(['filler']);
    expect(existsSync(join(folder, '.lock'))).toBe(false);
  });
});
