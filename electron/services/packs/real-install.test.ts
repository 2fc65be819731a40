import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { tensorflowVersion } from '../../data/packs/engine-packs.ts';
import { createPacks } from './packs.ts';
import { recipeFor } from './recipes.ts';
import { runCommand } from './run-command.ts';
import { thisSystem } from './system.ts';
import { findTools } from './tools.ts';

/** Why a pack cannot be built on this machine; null if it can. */
async function obstacle(): Promise<string | null> {
  try {
    const recipe = recipeFor('tensorflow', thisSystem());
    const { python } = await findTools(thisSystem());
    const asked = ['-m', 'pip', 'index', 'versions', recipe.wheel.package, '--disable-pip-version-check'];
    const { code, output } = await runCommand(python.executable, asked, { timeout: 60_000 });
    return code === 0 && output.includes(tensorflowVersion)
      ? null
      : `pip finds no ${recipe.wheel.package} ${tensorflowVersion}`;
  } catch (error) {
    return (error as Error).message;
  }
}

const title = 'TensorFlow is installed, loads, and is copied to another place, in folders with a space in their names';
const reason = await obstacle();
const cannot = lacks(reason === null, title, 'system', reason ?? '');

it.skipIf(cannot)(title, async () => {
  const root = temporaryFolder();
  const folder = join(root, 'my engines', 'ü');
  const packs = createPacks({ folder });
  const phases = new Set<string>();
  const began = performance.now();
  expect(await packs.install('tensorflow', { onProgress: ({ phase }) => phases.add(phase) })).toBe('done');
  console.log(`Installed in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  expect([...phases]).toEqual(['prepare', 'download', 'unpack', 'build', 'prove']);
  expect(readdirSync(folder)).toEqual(['tensorflow']);
  const pack = JSON.parse(readFileSync(join(folder, 'tensorflow', 'pack.json'), 'utf8'));
  expect(pack).toMatchObject({ tensorflow: tensorflowVersion, platform: process.platform, arch: process.arch });

  const file = join(root, 'tensorflow.tar.gz');
  const exporting = performance.now();
  const { bytes } = await packs.exportTo('tensorflow', file);
  console.log(`Exported ${bytes} bytes in ${((performance.now() - exporting) / 1000).toFixed(1)} s.`);
  // Importing loads it again, from another place.
  const importing = performance.now();
  expect(await createPacks({ folder: join(root, 'copy') }).importFrom(file)).toEqual({
    outcome: 'done',
    engine: 'tensorflow',
  });
  console.log(`Imported in ${((performance.now() - importing) / 1000).toFixed(1)} s.`);
});
