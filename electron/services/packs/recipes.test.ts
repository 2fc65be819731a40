import { expect, it } from 'vitest';
import { told } from '../../../testing/told.ts';
import { recipeFor, roomOf, systemObstacle } from './recipes.ts';
import type { System } from './system.ts';

const system = (platform: string, arch: string, musl = false): System => ({
  platform,
  arch,
  musl,
  distributions: [],
  root: false,
});

it.each([
  ['win32', 'x64', false, 'only inside its Python module', 'WSL'],
  ['darwin', 'x64', false, 'Received: darwin x64.', 'wasm'],
  ['linux', 'ia32', false, 'Received: linux ia32.', 'wasm'],
  ['linux', 'x64', true, 'musl, such as Alpine', 'wasm'],
])(
  '%s %s with musl %s has no pack, and is told so before anything is fetched',
  (platform, arch, musl, reason, remedy) => {
    expect(told(systemObstacle(system(platform, arch, musl))!.reason)).toContain(reason);
    expect(told(systemObstacle(system(platform, arch, musl))!.remedy)).toEqual({
      outside: { kind: 'words', words: expect.stringContaining(remedy) },
      inside: null,
    });
    expect(() => recipeFor('tensorflow', system(platform, arch, musl))).toThrow(reason);
  },
);

it('what a pack takes comes from the sizes of its recipe; with its wheel kept nothing is fetched', () => {
  const recipe = recipeFor('tensorflow', system('linux', 'x64'));
  expect(recipe.bytes).toEqual({ wheels: 275e6, pack: 855e6, exported: 222e6 });
  expect(roomOf(recipe)).toEqual({ download: 275e6, installing: 1180e6, installed: 855e6, exported: 222e6 });
  expect(roomOf(recipe, 275e6)).toMatchObject({ download: 0, installing: 905e6 });
});

it('the linker finds the libraries by the names that the binding asks for', () => {
  expect(systemObstacle(system('linux', 'x64'))).toBeNull();
  expect(recipeFor('tensorflow', system('linux', 'x64'))).toMatchObject({
    wheel: { package: 'tensorflow-cpu' },
    further: [],
    libraries: [
      { entry: 'tensorflow/libtensorflow_cc.so.2', linkName: 'libtensorflow.so' },
      { entry: 'tensorflow/libtensorflow_framework.so.2', linkName: 'libtensorflow_framework.so' },
    ],
  });
  expect(recipeFor('tensorflow', system('darwin', 'arm64'))).toMatchObject({
    wheel: { package: 'tensorflow' },
    libraries: [
      { entry: 'tensorflow/libtensorflow_cc.2.dylib', linkName: 'libtensorflow.2.dylib' },
      { entry: 'tensorflow/libtensorflow_framework.2.dylib', linkName: 'libtensorflow_framework.2.dylib' },
    ],
  });
});
