import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineProgress } from '../../../shared/ipc/engines.ts';
import { fakeSteps, fakeSystem, fakeWheelFiles, fakeWheelName, makeWheel } from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { told } from '../../../testing/told.ts';
import { createPacks } from './packs.ts';
import { recipeFor, roomOf, systemObstacle } from './recipes.ts';
import { MissingToolError } from './tools.ts';

const title = 'installs of packs';
const noSystem = lacks(systemObstacle(fakeSystem) === null, title, 'system', 'no pack can be made for it');

/** What is in a folder of packs, and what builds have left elsewhere. */
const left = (folder: string) => readdirSync(folder).sort();

describe.skipIf(noSystem)(title, () => {
  it('a pack has the libraries, the licences and the binding, each with its hash, and nothing else is left', async () => {
    const folder = join(temporaryFolder(), 'engines');
    const heard: EngineProgress[] = [];
    const steps = fakeSteps();
    const headers: string[] = [];
    const packs = createPacks({
      folder,
      steps: {
        ...steps,
        async buildBinding(options) {
          headers.push(
            ...(readdirSync(options.includes, { recursive: true }) as string[]).filter((name) => name.endsWith('.h')),
          );
          await steps.buildBinding(options);
        },
      },
    });
    expect(told(await packs.look('tensorflow'))).toMatchObject({
      state: 'not-installed',
      remedy: { outside: null, inside: 'install' },
    });
    expect(await packs.install('tensorflow', { onProgress: (progress) => heard.push(progress) })).toBe('done');
    const pack = JSON.parse(readFileSync(join(folder, 'tensorflow', 'pack.json'), 'utf8'));
    const sizes = Object.keys(pack.files).map((path) => statSync(join(folder, 'tensorflow', path)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const room = roomOf(recipeFor('tensorflow', fakeSystem));
    expect(await packs.look('tensorflow')).toEqual({ state: 'installed', version: '2.21.0', bytes, room });
    expect(
      Object.keys(pack.files)
        .map((path) => path.replace(/libtensorflow_(\w+)\..*/, '$1'))
        .sort(),
    ).toEqual([
      'deps/lib/cc',
      'deps/lib/framework',
      'lib/napi-v8/loom_operations.node',
      'lib/napi-v8/tfjs_binding.node',
      'licences/LICENSE',
      'licences/THIRD_PARTY_NOTICES.txt',
    ]);
    expect(headers.sort()).toEqual(['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h', 'tensorflow/c/tf_status.h']);
    expect(left(folder)).toEqual(['tensorflow']);
    expect(heard[0]).toMatchObject({ engine: 'tensorflow', action: 'install', phase: 'prepare' });
    // A second time there is nothing to do.
    const never = fakeSteps({ downloadWheel: () => Promise.reject(new Error('not again')) });
    expect(await createPacks({ folder, steps: never }).install('tensorflow')).toBe('done');
  });

  it('a pack with a changed byte looks well, is found by its hashes, and is made anew by an install', async () => {
    const folder = temporaryFolder();
    const packs = createPacks({ folder, steps: fakeSteps() });
    await packs.install('tensorflow');
    const binding = join(folder, 'tensorflow', 'lib', 'napi-v8', 'tfjs_binding.node');
    writeFileSync(binding, 'bindinG');
    expect(told(await packs.look('tensorflow'))).toMatchObject({ state: 'installed' });
    expect(told(await packs.inspect('tensorflow'))).toContain('lib/napi-v8/tfjs_binding.node was changed.');
    await packs.install('tensorflow');
    expect(await packs.inspect('tensorflow')).toBeNull();
    writeFileSync(binding, 'bind');
    expect(told(await packs.look('tensorflow'))).toMatchObject({
      state: 'unavailable',
      reason: expect.stringContaining('Expected: 7 bytes in lib/napi-v8/tfjs_binding.node. Received: 4.'),
      remedy: { outside: null, inside: 'repair' },
    });
    writeFileSync(join(folder, 'tensorflow', 'pack.json'), '{');
    expect(told(await packs.look('tensorflow'))).toMatchObject({ state: 'unavailable' });
    await packs.install('tensorflow');
    expect(told(await packs.look('tensorflow'))).toMatchObject({ state: 'installed' });
    // A library that was cut off, one that is gone, and no description at all.
    const [library] = Object.keys(
      JSON.parse(readFileSync(join(folder, 'tensorflow', 'pack.json'), 'utf8')).files,
    ).filter((path) => path.startsWith('deps/'));
    for (const harm of [
      () => writeFileSync(join(folder, 'tensorflow', library!), 'half'),
      () => rmSync(join(folder, 'tensorflow', library!)),
      () => rmSync(join(folder, 'tensorflow', 'pack.json')),
    ]) {
      harm();
      expect(await packs.look('tensorflow')).not.toMatchObject({ state: 'installed' });
      await packs.install('tensorflow');
      expect(told(await packs.look('tensorflow'))).toMatchObject({ state: 'installed' });
      expect(await packs.inspect('tensorflow')).toBeNull();
    }
  });

  it('what has to be installed first is told apart from what the app does then, also where a pack is damaged', async () => {
    const folder = temporaryFolder();
    const outside = { kind: 'command', command: 'apt install build-essential' } as const;
    const findTools = () => Promise.reject(new MissingToolError('No C++ compiler was found.', outside));
    const packs = createPacks({ folder, steps: fakeSteps({ findTools }) });
    expect(told(await packs.look('tensorflow'))).toMatchObject({
      state: 'not-installed',
      reason: 'No C++ compiler was found.',
      remedy: { outside, inside: 'install' },
    });
    await createPacks({ folder, steps: fakeSteps() }).install('tensorflow');
    writeFileSync(join(folder, 'tensorflow', 'pack.json'), '{');
    expect(told(await packs.look('tensorflow'))).toMatchObject({
      state: 'unavailable',
      remedy: { outside, inside: 'repair' },
    });
  });

  it('a failed build leaves nothing but the download, which the next install takes', async () => {
    const folder = temporaryFolder();
    const failing = fakeSteps({ buildBinding: () => Promise.reject(new Error('broken compiler')) });
    await expect(createPacks({ folder, steps: failing }).install('tensorflow')).rejects.toThrow('broken compiler');
    expect(left(folder)).toEqual(['.downloads']);
    const { downloadWheel: real } = await import('./download.ts');
    const packs = createPacks({ folder, steps: fakeSteps({ downloadWheel: real }) });
    await packs.install('tensorflow');
    expect(left(folder)).toEqual(['tensorflow']);
    await packs.remove('tensorflow');
    expect(left(folder)).toEqual([]);
    await expect(packs.remove('tensorflow')).rejects.toThrow('There is no pack of tensorflow here.');
    await expect(createPacks({ folder, steps: failing }).install('tensorflow')).rejects.toThrow('broken compiler');
    await packs.remove('tensorflow');
    expect(left(folder)).toEqual([]);
  });

  it('a damaged download is removed, so that the next install gets it anew', async () => {
    const folder = temporaryFolder();
    const file = join(folder, '.downloads', fakeWheelName());
    const lacking = { ...fakeWheelFiles() };
    delete lacking['tensorflow/include/LICENSE'];
    for (const [wheel, words] of [
      [makeWheel(fakeWheelFiles(), { 'tensorflow/include/LICENSE': 'AAAA' }), 'has not the content'],
      [makeWheel(lacking), 'has no tensorflow/include/LICENSE'],
      [new Uint8Array(99), 'can be read'],
    ] as const) {
      const steps = fakeSteps({
        async downloadWheel() {
          mkdirSync(join(folder, '.downloads'), { recursive: true });
          writeFileSync(file, wheel);
          return file;
        },
      });
      await expect(createPacks({ folder, steps }).install('tensorflow')).rejects.toThrow(words);
      expect(existsSync(file)).toBe(false);
      expect(existsSync(join(folder, 'tensorflow'))).toBe(false);
    }
  });

  it('room on the disk is asked for before anything is fetched', async () => {
    const steps = fakeSteps({
      freeBytes: async () => 5e8,
      downloadWheel: () => Promise.reject(new Error('too early')),
    });
    const folder = temporaryFolder();
    await expect(createPacks({ folder, steps }).install('tensorflow')).rejects.toThrow(
      /The disk has too little room for it\. Expected: 1\.\d GB free at .*\. Received: 500 MB\./,
    );
    expect(left(folder)).toEqual([]);
  });

  it('two installs at once: one is made, the other is told who does it', async () => {
    const folder = temporaryFolder();
    const steps = fakeSteps();
    let go: () => void = () => undefined;
    const going = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = fakeSteps({
      downloadWheel: async (options) => {
        await going;
        return steps.downloadWheel(options);
      },
    });
    const first = createPacks({ folder, steps: slow }).install('tensorflow');
    while (!existsSync(join(folder, '.lock'))) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(createPacks({ folder, steps }).install('tensorflow')).rejects.toThrow(
      `Received: process ${process.pid} on`,
    );
    go();
    expect(await first).toBe('done');
  });

  it('a cancelled install says so and leaves nothing half-made', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const steps = fakeSteps({
      async provePack() {
        controller.abort();
      },
    });
    expect(await createPacks({ folder, steps }).install('tensorflow', { signal: controller.signal })).toBe('cancelled');
    expect(left(folder)).toEqual(['.downloads']);
  });
});
