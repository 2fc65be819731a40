// Saves a project, or keeps a draft, and is killed before its nth operation on files: `interrupted-save.mjs WHAT FOLDER UNITS N`. Where there
// are fewer operations it ends by itself. Started by the tests of saving.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { createDrafts } from '../electron/services/drafts.ts';
import { openProject, saveProject } from '../electron/services/projects.ts';

const [what, folder, units, count] = process.argv.slice(2) as [string, string, string, string];
let left = Number(count);

function step(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

const files = createRequire(import.meta.url)('node:fs/promises') as typeof import('node:fs/promises');
for (const name of ['mkdir', 'rename', 'rm', 'writeFile', 'utimes'] as const) {
  const real = files[name] as (...given: unknown[]) => Promise<unknown>;
  Object.assign(files, {
    [name]: async (...given: unknown[]) => {
      step();
      return real(...given);
    },
  });
}
const realOpen = files.open;
files.open = async (...given) => {
  step();
  const handle = await realOpen(...given);
  const write = handle.writeFile.bind(handle);
  handle.writeFile = async (data, options) => {
    // In the midst of it, half is there.
    if (left === 1) await write((data as string | Uint8Array).slice(0, Math.floor(data.length / 2)));
    step();
    return write(data, options);
  };
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    step();
    return sync();
  };
  return handle;
};
syncBuiltinESMExports();

const project = await openProject(what === 'save' ? folder : `${folder}/digits.loom`);
const text = JSON.stringify(project)
  .replaceAll(/"units":\d+/g, `"units":${units}`)
  .replace(/"epochs":\d+/, `"epochs":${units}`);
const changed = JSON.parse(text) as typeof project;
if (what === 'save') await saveProject(changed, folder);
else await createDrafts(`${folder}/drafts`).openWindow().keep('aaaaaaaa-1', changed);
process.exit(0);
