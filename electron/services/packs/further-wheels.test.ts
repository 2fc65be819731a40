import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineProgress } from '../../../shared/ipc/engines.ts';
import { fakeSteps, fakeSystem, fakeWheelFiles, makeWheel } from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { told } from '../../../testing/told.ts';
import { createPacks } from './packs.ts';
import { recipeFor, systemObstacle, type WheelSource, wheelsOf } from './recipes.ts';

const title = 'a pack of several wheels';
const noSystem = lacks(
  systemObstacle(fakeSystem, 'tensorflow-gpu') === null,
  title,
  'system',
  'none can be made for it',
);

/** What the wheel of a package has, in small. */
function filesOf({ package: name, version }: WheelSource): Record<string, Uint8Array | string> {
  if (name === 'tensorflow') return fakeWheelFiles();
  const part = name.replace(/^nvidia-|-cu12$/g, '').replaceAll('-', '_');
  const info = `${name.replaceAll('-', '_')}-${version}.dist-info`;
  const own =
    part === 'cuda_nvcc' ? ['bin/ptxas', 'bin/nvcc', 'nvvm/libdevice/libdevice.10.bc'] : [`lib/lib${part}.so.12`];
  const files = Object.fromEntries(
    [...own, 'include/header.h', '__init__.py'].map((path) => [`nvidia/${part}/${path}`, path]),
  );
  return { ...files, [`${info}/licenses/License.txt`]: `licence of ${part}` };
}

/** Steps whose downloads give the small wheel of each package; `own` changes what is in one. */
function stepsOf(own: (wheel: WheelSource) => Uint8Array | null = () => null) {
  const asked: string[] = [];
  const steps = fakeSteps({
    async downloadWheel({ wheel, downloads, onBytes }) {
      asked.push(`${wheel.package} ${wheel.version}`);
      const content = own(wheel) ?? makeWheel(filesOf(wheel));
      const file = join(downloads, `${wheel.package.replaceAll('-', '_')}-${wheel.version}-py3-none-any.whl`);
      await mkdir(downloads, { recursive: true });
      await writeFile(file, content);
      onBytes(content.length, content.length);
      return file;
    },
  });
  return { steps, asked };
}

describe.skipIf(noSystem)(title, () => {
  it('has the libraries of each where they find each other, its programs, and all licences', async () => {
    const folder = join(temporaryFolder(), 'engines');
    const { steps, asked } = stepsOf();
    const heard: EngineProgress[] = [];
    const packs = createPacks({ folder, steps });
    await packs.install('tensorflow-gpu', { onProgress: (progress) => heard.push(progress) });
    const recipe = recipeFor('tensorflow-gpu', fakeSystem);
    expect(asked).toEqual(wheelsOf(recipe).map(({ package: name, version }) => `${name} ${version}`));
    expect(readdirSync(folder)).toEqual(['tensorflow-gpu']);
    const place = join(folder, 'tensorflow-gpu');
    const { files } = JSON.parse(readFileSync(join(place, 'pack.json'), 'utf8'));
    const parts = [
      'cublas',
      'cuda_cupti',
      'cuda_nvrtc',
      'cuda_runtime',
      'cudnn',
      'cufft',
      'curand',
      'cusolver',
      'cusparse',
      'nccl',
      'nvjitlink',
    ];
    expect(
      Object.keys(files)
        .filter((path) => path.startsWith('deps/nvidia/'))
        .sort(),
    ).toEqual(
      [
        ...parts.map((part) => `deps/nvidia/${part}/lib/lib${part}.so.12`),
        'deps/nvidia/cuda_nvcc/bin/ptxas',
        'deps/nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
      ].sort(),
    );
    expect(Object.keys(files).filter((path) => path.startsWith('licences/'))).toHaveLength(2 + recipe.further.length);
    expect(statSync(join(place, 'deps/nvidia/cuda_nvcc/bin/ptxas')).mode & 0o111).toBe(0o111);
    expect(heard.every(({ done, total }) => total === null || done <= total)).toBe(true);

    // It is copied as others are, and what is a program stays one.
    const file = join(temporaryFolder(), 'pack.tar.gz');
    await packs.exportTo('tensorflow-gpu', file);
    const copy = join(temporaryFolder(), 'engines');
    expect(await createPacks({ folder: copy, steps }).importFrom(file)).toEqual({
      outcome: 'done',
      engine: 'tensorflow-gpu',
    });
    expect(statSync(join(copy, 'tensorflow-gpu/deps/nvidia/cuda_nvcc/bin/ptxas')).mode & 0o111).toBe(0o111);
  });

  it('keeps the wheels of an install that failed, its own alone go, and a damaged one is fetched anew', async () => {
    const folder = temporaryFolder();
    const broken = stepsOf(({ package: name }) =>
      name === 'nvidia-cudnn-cu12' ? makeWheel({ 'nvidia/x': 'none' }) : null,
    );
    await expect(createPacks({ folder, steps: broken.steps }).install('tensorflow-gpu')).rejects.toThrow(
      'has no library. Expected: nvidia-cudnn-cu12 9.',
    );
    const kept = readdirSync(join(folder, '.downloads'));
    expect(kept).toHaveLength(12);
    expect(kept.some((name) => name.includes('cudnn'))).toBe(false);
    // The pack without CUDA takes nothing of this away, and removes only what is its own.
    await createPacks({ folder, steps: fakeSteps() }).install('tensorflow');
    expect(readdirSync(join(folder, '.downloads'))).toEqual(kept);
    const whole = stepsOf();
    await createPacks({ folder, steps: whole.steps }).install('tensorflow-gpu');
    expect(readdirSync(folder).sort()).toEqual(['tensorflow', 'tensorflow-gpu']);
    writeFileSync(join(folder, 'tensorflow-gpu', 'deps/nvidia/cudnn/lib/libcudnn.so.12'), 'changed');
    expect(await createPacks({ folder, steps: whole.steps }).look('tensorflow-gpu')).toMatchObject({
      state: 'unavailable',
      remedy: { outside: null, inside: 'repair' },
    });
    expect(await createPacks({ folder, steps: whole.steps }).look('tensorflow')).toMatchObject({ state: 'installed' });
  });
});

it('a pack for graphics cards says where none was found, and can be made all the same', async () => {
  const look = (steps: ReturnType<typeof fakeSteps>) =>
    createPacks({ folder: temporaryFolder(), steps }).look('tensorflow-gpu');
  const known = { state: 'not-installed', remedy: { outside: null, inside: 'install' } };
  const where = told(await look(fakeSteps()));
  expect(where).toMatchObject({ ...known, reason: 'Not installed.' });
  expect(where).not.toHaveProperty('caution');
  expect(told(await look(fakeSteps({ findNoNvidia: async () => 'no card' })))).toMatchObject({
    ...known,
    reason: 'Not installed.',
    caution: expect.stringMatching(/^No graphics card of NVIDIA was found on this computer/),
  });
});

it('the one for graphics cards is made on Linux on x64 alone, and says so elsewhere', () => {
  for (const [platform, arch] of [
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ] as const) {
    expect(told(systemObstacle({ ...fakeSystem, platform, arch }, 'tensorflow-gpu')!.reason)).toContain(
      `for Linux on x64 alone. Expected: linux x64. Received: ${platform} ${arch}.`,
    );
  }
});
