import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { tensorflowVersion } from '../electron/data/packs/engine-packs.ts';
import type { ImportSteps } from '../electron/services/packs/import-pack.ts';
import type { InstallSteps } from '../electron/services/packs/install.ts';
import { recipeFor, systemObstacle } from '../electron/services/packs/recipes.ts';
import { putInPlace } from '../electron/services/packs/staging.ts';
import type { System } from '../electron/services/packs/system.ts';

/** A system that packs can be made for, whatever the machine is: its name is the machine's own, so that packs fit it. */
export const fakeSystem: System = {
  platform: process.platform,
  arch: process.arch,
  musl: false,
  distributions: ['debian'],
  root: true,
};

/** The package whose wheels are played. */
const packageName = systemObstacle(fakeSystem)
  ? 'tensorflow'
  : recipeFor('tensorflow', fakeSystem).wheel.package.replaceAll('-', '_');

/** The folder in a wheel that describes it. */
export const wheelInfo = `${packageName}-${tensorflowVersion}.dist-info`;

/** A wheel of given files, with the list of their hashes that every wheel has. */
export function makeWheel(
  files: Readonly<Record<string, Uint8Array | string>>,
  record: Record<string, string> = {},
): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, content] of Object.entries(files)) {
    entries[name] = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  }
  const lines = Object.entries(entries).map(([name, content]) => {
    const hash = record[name] ?? createHash('sha256').update(content).digest('base64url');
    return `${name},sha256=${hash},${content.length}\r\n`;
  });
  entries[`${wheelInfo}/RECORD`] = new TextEncoder().encode(`${lines.join('')}${wheelInfo}/RECORD,,\r\n`);
  return zipSync(entries);
}

/** What the wheel of TensorFlow has that a pack is made from, in small. */
export function fakeWheelFiles(libraryBytes = 1000): Record<string, Uint8Array | string> {
  const recipe = recipeFor('tensorflow', fakeSystem);
  const files: Record<string, Uint8Array | string> = { 'tensorflow/other.py': 'left where it is' };
  for (const { entry } of recipe.libraries) files[entry] = new Uint8Array(libraryBytes).fill(7);
  for (const entry of recipe.licences) files[entry] = `licence ${entry}`;
  files['tensorflow/include/tensorflow/c/c_api.h'] = '#include <stddef.h>\n#include "tensorflow/c/tf_status.h"\n';
  files['tensorflow/include/tensorflow/c/tf_status.h'] = '#pragma once\n';
  files['tensorflow/include/tensorflow/c/eager/c_api.h'] = '#include "tensorflow/c/c_api.h"\n';
  return files;
}

/** The name that pip gives the wheel. */
export function fakeWheelName(): string {
  return `${packageName}-${tensorflowVersion}-py3-none-any.whl`;
}

/** Steps that need neither network nor compiler: the download gives a small wheel, the build a small file. */
export function fakeSteps(
  own: Partial<InstallSteps & ImportSteps> = {},
  libraryBytes = 1000,
): InstallSteps & ImportSteps {
  return {
    system: () => fakeSystem,
    freeBytes: async () => 1e12,
    findNoNvidia: async () => null,
    findTools: async () => ({ python: { executable: 'python3', minor: 11, usual: true }, compiler: { env: {} } }),
    async downloadWheel({ downloads, onBytes }) {
      const wheel = makeWheel(fakeWheelFiles(libraryBytes));
      const file = join(downloads, fakeWheelName());
      await mkdir(downloads, { recursive: true });
      await writeFile(file, wheel);
      onBytes(wheel.length, wheel.length);
      return file;
    },
    async buildBinding({ to }) {
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, 'binding');
    },
    async buildOperations({ to }) {
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, 'operations');
    },
    provePack: async () => undefined,
    putInPlace,
    ...own,
  };
}
