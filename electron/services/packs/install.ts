import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Value } from '../../../shared/messages/sentence.ts';
import { writeFileAtomic } from '../../data/disk/files.ts';
import {
  bindingFile,
  isProgram,
  operationsFile,
  type Pack,
  packVersion,
  readPack,
} from '../../data/packs/engine-packs.ts';
import { findNoNvidia } from '../../data/packs/nvidia.ts';
import { checkHashes, hashFile, packMisfit } from '../../data/packs/verify-pack.ts';
import { buildBinding, buildOperations, sourceIncludes } from './build.ts';
import { ensureSpace, freeBytes } from './disk-space.ts';
import { downloadWheel, keptWheel, removeKept } from './download.ts';
import { headerClosure } from './headers.ts';
import { provePack } from './prove.ts';
import { type Recipe, recipeFor, roomOf, type WheelSource, wheelsOf } from './recipes.ts';
import { downloadsFolder, putInPlace } from './staging.ts';
import { type System, thisSystem } from './system.ts';
import { findTools } from './tools.ts';
import { openWheel, type Wheel, WheelError, type WrittenFile } from './wheel.ts';
import type { Work } from './work.ts';

/** The steps of an install that reach outside: tests put others in their place. */
export interface InstallSteps {
  readonly system: () => System;
  readonly freeBytes: typeof freeBytes;
  readonly findTools: typeof findTools;
  readonly findNoNvidia: typeof findNoNvidia;
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
  findNoNvidia,
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
    await removeKept(recipe, downloads);
    return;
  }
  const tools = await steps.findTools(steps.system(), { signal });
  const wheels = wheelsOf(recipe);
  const there = await Promise.all(wheels.map((wheel) => keptWheel(wheel, downloads)));
  const kept = wheels.reduce((sum, { bytes }, index) => sum + (there[index] === null ? 0 : bytes), 0);
  await ensureSpace(folder, roomOf(recipe, kept).installing, steps.freeBytes);

  signal.throwIfAborted();
  progress.phase('download', recipe.bytes.wheels);
  const files = new Map<WheelSource, string>();
  let fetched = 0;
  let total = recipe.bytes.wheels;
  for (const wheel of wheels) {
    let latest = 0;
    const file = await steps.downloadWheel({
      wheel,
      python: tools.python,
      downloads,
      staging: await mkdtemp(join(staging, 'download-')),
      signal,
      onBytes: (done, said) => {
        latest = done;
        progress.at(fetched + done, Math.max(fetched + done, total + (said ?? wheel.bytes) - wheel.bytes));
      },
    });
    fetched += latest;
    total += latest - wheel.bytes;
    files.set(wheel, file);
  }

  const pack = join(staging, 'pack');
  const includes = join(staging, 'include');
  const written = await unpack(recipe, files, pack, includes, work);

  progress.phase('build');
  const libraries = join(pack, 'deps', 'lib');
  for (const [build, to] of [
    [steps.buildBinding, bindingFile(pack)],
    [steps.buildOperations, operationsFile(pack)],
  ] as const) {
    await build({ recipe, tools, folder, includes, libraries, to, signal });
    written[packPath(pack, to)] = await measure(to, signal);
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
    files: written,
  });
  signal.throwIfAborted();
  await steps.putInPlace(pack, place);
  await removeKept(recipe, downloads);
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

/** Takes what a pack has out of its wheels: libraries, licences, and headers to build with. */
async function unpack(
  recipe: Recipe,
  files: ReadonlyMap<WheelSource, string>,
  pack: string,
  includes: string,
  { progress, signal }: Work,
): Promise<Record<string, WrittenFile>> {
  const written: Record<string, WrittenFile> = {};
  progress.phase('unpack', recipe.bytes.pack);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    progress.at(done, Math.max(done, recipe.bytes.pack));
  };
  const keep = async (wheel: Wheel, kept: ReadonlyMap<string, string>) => {
    for (const [entry, path] of kept) {
      written[path] = await wheel.extract(entry, join(pack, path), { signal, onBytes });
      if (isProgram(path)) await chmod(join(pack, path), 0o755);
    }
  };
  const { wheel: own, includeRoot, version } = recipe;
  await withWheel(files.get(own)!, async (wheel, lacks) => {
    const headers = await headerClosure([...recipe.headers, ...(await sourceIncludes())], (path) =>
      wheel.readText(includeRoot + path),
    );
    const kept = new Map<string, string>();
    for (const { entry } of recipe.libraries) kept.set(entry, `deps/lib/${basename(entry)}`);
    for (const entry of recipe.licences) kept.set(entry, `licences/${basename(entry)}`);
    const wanted = [...kept.keys(), ...recipe.headers.map((path) => includeRoot + path)];
    const lacking = wanted.find((entry) => wheel.bytesOf(entry) === null);
    if (lacking !== undefined) throw lacks(lacking, `TensorFlow ${version}`);
    for (const path of headers) await wheel.extract(includeRoot + path, join(includes, path), { signal });
    await keep(wheel, kept);
  });
  for (const source of recipe.further) {
    await withWheel(files.get(source)!, async (wheel, lacks) => {
      const entries = wheel.names();
      const kept = new Map(
        entries.filter((entry) => source.keeps.test(entry)).map((entry) => [entry, `deps/${entry}`]),
      );
      if (kept.size === 0) throw lacks(say(phrases['a-library']), `${source.package} ${source.version}`);
      const licence = entries.find((entry) => /^[^/]+\.dist-info\/(licenses\/)?licen[cs]e(\.txt)?$/i.test(entry));
      if (licence === undefined) throw lacks(say(phrases['a-licence']), `${source.package} ${source.version}`);
      await keep(wheel, kept.set(licence, `licences/${source.package}.txt`));
    });
  }
  return written;
}

/** Lets something be done with a wheel; one that turns out to be damaged, or not what it should be, is removed. */
async function withWheel(
  file: string,
  use: (wheel: Wheel, lacks: (entry: Value, expected: string) => WheelError) => Promise<void>,
): Promise<void> {
  const lacks = (entry: Value, expected: string) =>
    new WheelError(say(packMessages['wheel-lacks'], { file: basename(file), entry, expected }));
  try {
    const wheel = await openWheel(file);
    try {
      await use(wheel, lacks);
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
