// Installs a small pack and is killed at a moment: `interrupted-install.mjs FOLDER MOMENT [PROGRAM]`. Started by the tests of installs. At
// `pip` and `make` it waits to be killed while a program runs: PROGRAM in the place of Python, and whatever `make` the path has.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildBinding } from '../electron/services/packs/build.ts';
import { downloadWheel } from '../electron/services/packs/download.ts';
import { createPacks } from '../electron/services/packs/packs.ts';
import { newBuildFolder, putInPlace, takeAway } from '../electron/services/packs/staging.ts';
import { thisSystem } from '../electron/services/packs/system.ts';
import { findTools } from '../electron/services/packs/tools.ts';
import { fakeSteps } from './fake-pack.ts';

/** Moments of an install, in their order, that it is killed at. */
export const moments = ['prepare', 'download', 'unpack', 'build', 'prove', 'write', 'replace', 'placed'] as const;

const [folder, wanted, executable] = process.argv.slice(2) as [string, string, string?];
const steps = fakeSteps();
const die = (moment: (typeof moments)[number]) => {
  if (moment === wanted) process.kill(process.pid, 'SIGKILL');
};
await createPacks({
  folder,
  steps: {
    ...steps,
    async findTools() {
      const tools = await findTools(thisSystem());
      return executable ? { ...tools, python: { ...tools.python, executable } } : tools;
    },
    async downloadWheel(options) {
      if (wanted === 'pip') return downloadWheel(options);
      await mkdir(join(options.staging, 'pip'));
      await writeFile(join(options.staging, 'pip', 'half.whl'), 'half of it');
      die('download');
      const file = await steps.downloadWheel(options);
      // The next phase is told of at once only when the last one was not just now.
      await setTimeout(80);
      return file;
    },
    async buildBinding(options) {
      if (wanted === 'make') return buildBinding(options);
      await writeFile(join(await newBuildFolder(folder), 'tfjs_binding.o'), 'half of it');
      die('build');
      await steps.buildBinding(options);
    },
    provePack: async () => die('prove'),
    async putInPlace(finished, place) {
      // `pack.json` is written, and nothing is in its place yet.
      die('write');
      if (wanted === 'replace') {
        await takeAway(place);
        die('replace');
      }
      await putInPlace(finished, place);
      die('placed');
    },
  },
}).install('tensorflow', { onProgress: ({ phase }) => (phase === 'prepare' || phase === 'unpack') && die(phase) });
