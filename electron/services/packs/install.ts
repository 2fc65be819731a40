import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { fill } from '../../../shared/messages/problem.ts';
import { bindingFile, operationsFile, type Pack, packVersion, readPack } from '../../data/engine-packs.ts';
import { writeFileAtomic } from '../../data/files.ts';
import { checkHashes, hashFile, packMisfit } from '../../data/verify-pack.ts';
import { buildBinding, buildOperations, sourceIncludes } from './build.ts';
import { ensureSpace, freeBytes } from './disk-space.ts';
import { downloadWheel, keptWheel } from './download.ts';
import { headerClosure } from './headers.ts';
import { provePack } from './prove.ts';
import { type Recipe, recipeFor, roomOf } from './recipes.ts';
import { downloadsFolder, putInPlace } from './staging.ts';
import { type System, thisSystem } from './system.ts';
import { findTools } from './tools.ts';
import { openWheel, WheelError, type WrittenFile } from './wheel.ts';
import type { Work } from './work.ts';

/** The steps of an install that reach outside: tests put others in their place. */
export interface InstallSteps {
  readonly system: () => System;
  readonly freeBytes: typeof freeBytes;
  readonly findTools: typeof findTools;
  readonly downloadWheel: typeof downloadWheel;
  readonly buildBinding: typeof buildBinding;
  readonly buildOperations: typeof buildOperations;
  readonly provePack: typeof provePack;
  readonly putInPlace: typeof putInPlace;
}

/** The real ones. */
export const installSteps: InstallSteps = {
  system: thisSystem,
  freeBytes,
  findTools,
  downloadWheel,
  buildBinding,
  buildOperations,
  provePack,
  putInPlace,
};

/**
 * Makes a pack from the wheel of TensorFlow and puts it in its place; a sound one that is there already stays. Nothing is in its place
 * before it is whole and was loaded. Throws UserError in words about the step that failed.
 */
export async function installPack(name: Pack['engine'], work: Work, steps: InstallSteps = installSteps): Promise<void> {
  const { folder, staging, progress, signal } = work;
  progress.phase('prepare');
  const recipe = recipeFor(name, steps.system());
  const place = join(folder, name);
  const downloads = downloadsFolder(folder);
  if (await isSound(place, signal)) {
    // One that was killed right after it had put the pack in its place has left its download.
    await rm(downloads, { recursive: true, force: true });
    return;
  }
  const tools = await steps.findTools(steps.system(), { signal });
  const kept = await keptWheel(recipe, downloads);
  await ensureSpace(folder, roomOf(recipe, kept !== null).installing, steps.freeBytes);

  signal.throwIfAborted();
  progress.phase('download', recipe.bytes.wheel);
  const wheel = await steps.downloadWheel({
    recipe,
    python: tools.python,
    downloads,
    staging,
    signal,
    onBytes: (done, total) => progress.at(done, Math.max(done, total ?? recipe.bytes.wheel)),
  });

  const pack = join(staging, 'pack');
  const includes = join(staging, 'include');
  const files = await unpack(wheel, recipe, pack, includes, work);

  progress.phase('build');
  const libraries = join(pack, 'deps', 'lib');
  for (const [build, to] of [
    [steps.buildBinding, bindingFile(pack)],
    [steps.buildOperations, operationsFile(pack)],
  ] as const) {
    await build({ recipe, tools, folder, includes, libraries, to, signal });
    files[packPath(pack, to)] = await measure(to, signal);
  }

  progress.phase('prove');
  await steps.provePack(pack, recipe.version, signal);
  const { platform, arch } = steps.system();
  await writePack(pack, {
    app: 'layerloom',
    version: packVersion,
    engine: name,
    tensorflow: recipe.version,
    platform,
    arch,
    files,
  });
  signal.throwIfAborted();
  await steps.putInPlace(pack, place);
  await rm(downloads, { recursive: true, force: true });
}

/** Whether a pack is in its place and its files have the content they should have. */
async function isSound(place: string, signal: AbortSignal): Promise<boolean> {
  const pack = await readPack(place).catch((error: unknown) => {
    // One that cannot be read is made anew.
    if (error instanceof UserError) return null;
    throw error;
  });
  return pack !== null && packMisfit(pack) === null && (await checkHashes(place, pack, signal)) === null;
}

/** Takes libraries, licences and headers out of the wheel; a wheel that turns out to be damaged is removed. */
async function unpack(
  file: string,
  recipe: Recipe,
  pack: string,
  includes: string,
  { progress, signal }: Work,
): Promise<Record<string, WrittenFile>> {
  try {
    const wheel = await openWheel(file);
    try {
      const { includeRoot } = recipe;
      const headers = await headerClosure([...recipe.headers, ...(await sourceIncludes())], (path) =>
        wheel.readText(includeRoot + path),
      );
      const kept = new Map<string, string>();
      for (const { entry } of recipe.libraries) kept.set(entry, `deps/lib/${basename(entry)}`);
      for (const entry of recipe.licences) kept.set(entry, `licences/${basename(entry)}`);
      const wanted = [...kept.keys(), ...recipe.headers.map((path) => includeRoot + path)];
      const lacking = wanted.find((entry) => wheel.bytesOf(entry) === null);
      if (lacking !== undefined) {
        const values = { file: basename(file), entry: lacking, version: recipe.version };
        throw new WheelError(fill(packMessages['wheel-lacks'], values));
      }
      const total = [...kept.keys()].reduce((sum, entry) => sum + wheel.bytesOf(entry)!, 0);
      progress.phase('unpack', total);
      let done = 0;
      const onBytes = (bytes: number) => {
        done += bytes;
        progress.at(Math.min(done, total));
      };
      for (const path of headers) await wheel.extract(includeRoot + path, join(includes, path), { signal });
      const files: Record<string, WrittenFile> = {};
      for (const [entry, path] of kept) {
        files[path] = await wheel.extract(entry, join(pack, path), { signal, onBytes });
      }
      return files;
    } finally {
      wheel.close();
    }
  } catch (error) {
    if (error instanceof WheelError) await rm(file, { force: true });
    throw error;
  }
}

async function measure(file: string, signal: AbortSignal): Promise<WrittenFile> {
  return { bytes: (await stat(file)).size, sha256: await hashFile(file, signal) };
}

function packPath(pack: string, file: string): string {
  return file.slice(pack.length + 1).replaceAll('\\', '/');
}

/** Writes `pack.json`, which makes a folder a pack. */
export async function writePack(folder: string, pack: Pack): Promise<void> {
  await writeFileAtomic(join(folder, 'pack.json'), `${JSON.stringify(pack, null, 2)}\n`);
}
