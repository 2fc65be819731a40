// Installs a small pack and is killed in a phase: `interrupted-install.mjs FOLDER PHASE`. Started by the tests of installs.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createPacks } from '../electron/services/packs/packs.ts';
import { newBuildFolder } from '../electron/services/packs/staging.ts';
import { fakeSteps } from './fake-pack.ts';

const [folder, wanted] = process.argv.slice(2) as [string, string];
const steps = fakeSteps();
const die = (phase: string) => {
  if (phase === wanted) process.kill(process.pid, 'SIGKILL');
};
await createPacks({
  folder,
  steps: {
    ...steps,
    async downloadWheel(options) {
      await mkdir(join(options.staging, 'pip'));
      await writeFile(join(options.staging, 'pip', 'half.whl'), 'half of it');
      die('download');
      const file = await steps.downloadWheel(options);
      // The next phase is told of at once only when the last one was not just now.
      await setTimeout(80);
      return file;
    },
    async buildBinding(options) {
      await writeFile(join(await newBuildFolder(folder), 'tfjs_binding.o'), 'half of it');
      die('build');
      await steps.buildBinding(options);
    },
    provePack: async () => die('prove'),
  },
}).install('tensorflow', { onProgress: ({ phase }) => (phase === 'prepare' || phase === 'unpack') && die(phase) });
