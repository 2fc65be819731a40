import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineProgress, PackRoom, Remedy } from '../../../shared/ipc/engines.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { type PackName, packNames } from '../../../shared/training/settings.ts';
import { packsFolder, readPack, sizeOf, tensorflowVersion } from '../../data/packs/engine-packs.ts';
import { checkSizes, findDamage, packMisfit } from '../../data/packs/verify-pack.ts';
import { removeKept } from './download.ts';
import { exportPack } from './export-pack.ts';
import { type ImportSteps, importPack, importSteps } from './import-pack.ts';
import { type InstallSteps, installPack, installSteps } from './install.ts';
import { recipeFor, roomOf, systemObstacle } from './recipes.ts';
import { downloadsFolder, takeAway } from './staging.ts';
import { MissingToolError } from './tools.ts';
import { changePacks, type Work } from './work.ts';

/** How a change ended that can be cancelled. Failures are rejections. */
export type PackOutcome = 'done' | 'cancelled';

/** What is known of a pack without loading it. Its facts are as in `EngineState`. */
export type PackState =
  | { readonly state: 'installed'; readonly version: string; readonly bytes: number; readonly room: PackRoom }
  | {
      readonly state: 'not-installed' | 'unavailable';
      readonly version: string;
      readonly reason: Words;
      readonly caution?: Words;
      readonly remedy: Remedy;
      readonly bytes: number | null;
      readonly room?: PackRoom;
    };

export interface PackOptions {
  /** Cancels; what was half-made is gone when the promise is settled. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EngineProgress) => void;
}

/** The engines that are installed as packs. */
export interface Packs {
  /** Looks at a pack: each file's size, not its content. */
  look(name: PackName): Promise<PackState>;
  /** Tells the packs on the disk apart: other words once one came, went or was made anew, by whatever program. */
  stamp(): Promise<string>;
  /** Looks at a pack's content, for one that failed to load: what is wrong with it in words, or null. */
  inspect(name: PackName): Promise<Words | null>;
  install(name: PackName, options?: PackOptions): Promise<PackOutcome>;
  /** Removes a pack and what an install has left for the next one. Throws UserError if there is neither. */
  remove(name: PackName, options?: PackOptions): Promise<void>;
  /** Writes a pack into a file; answers its size too. */
  exportTo(name: PackName, file: string, options?: PackOptions): Promise<{ outcome: PackOutcome; bytes: number }>;
  /** Takes a pack from a file; answers which engine it is, null if it was cancelled. */
  importFrom(file: string, options?: PackOptions): Promise<{ outcome: PackOutcome; engine: PackName | null }>;
}

export interface PacksOptions {
  /** Where packs are kept; the user's own folder unless told. */
  readonly folder?: string;
  readonly steps?: InstallSteps & ImportSteps;
}

/** The packs of a folder. */
export function createPacks({
  folder = packsFolder(),
  steps = { ...installSteps, ...importSteps },
}: PacksOptions = {}): Packs {
  const change = async <T>(
    engine: PackName,
    action: EngineProgress['action'],
    { signal = new AbortController().signal, onProgress = () => undefined }: PackOptions,
    work: (work: Work) => Promise<T>,
  ): Promise<{ readonly outcome: PackOutcome; readonly value: T | null }> => {
    try {
      const value = await changePacks({ folder, engine, action, signal, onProgress }, work);
      return { outcome: 'done', value };
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled', value: null };
      throw error;
    }
  };
  return {
    look: (name) => lookAt(name, folder, steps),
    stamp: () => stampOf(folder),
    inspect: (name) => findDamage(join(folder, name)),
    async install(name, options = {}) {
      return (await change(name, 'install', options, (work) => installPack(name, work, steps))).outcome;
    },
    async remove(name, options = {}) {
      const { value: removed } = await change(name, 'remove', options, (work) => removePack(name, work, steps));
      if (removed === false) {
        throw new UserError(say(packMessages['nothing-installed'], { engine: name, folder: join(folder, name) }));
      }
    },
    async exportTo(name, file, options = {}) {
      const { outcome, value } = await change(name, 'export', options, (work) => exportPack(name, file, work));
      return { outcome, bytes: value ?? 0 };
    },
    async importFrom(file, options = {}) {
      // Which engine it is shows when the file is read; the lock and the progress name the one that most have.
      const { outcome, value } = await change('tensorflow', 'import', options, (work) => importPack(file, work, steps));
      return { outcome, engine: value };
    },
  };
}

/** What is seen of each pack without reading it: `pack.json` is written once, and makes a folder a pack. */
async function stampOf(folder: string): Promise<string> {
  const stamps = packNames.map(async (name) => {
    try {
      const { ino, mtimeMs, size } = await stat(join(folder, name, 'pack.json'));
      return `${name} ${ino} ${mtimeMs} ${size}`;
    } catch (error) {
      return `${name} ${(error as NodeJS.ErrnoException).code}`;
    }
  });
  return (await Promise.all(stamps)).join();
}

/** Removes a pack, and a download that an install has left for the next one; false if there was neither. */
async function removePack(name: PackName, { folder }: Work, steps: InstallSteps): Promise<boolean> {
  const system = steps.system();
  const removed = await takeAway(join(folder, name));
  // Where none can be made, none was downloaded.
  const recipe = systemObstacle(system, name) ? null : recipeFor(name, system);
  return (recipe !== null && (await removeKept(recipe, downloadsFolder(folder)))) || removed;
}

async function lookAt(name: PackName, folder: string, steps: InstallSteps): Promise<PackState> {
  const system = steps.system();
  const obstacle = systemObstacle(system, name);
  if (obstacle) return { state: 'unavailable', version: '', bytes: null, ...obstacle };
  const room = roomOf(recipeFor(name, system));
  const missing = await steps.findTools(system).then(
    () => null,
    (error: unknown) => {
      if (error instanceof MissingToolError) return error;
      throw error;
    },
  );
  const outside = missing?.whatToDo ?? null;
  const unavailable = (reason: Words, version = '', bytes = 0): PackState => ({
    state: 'unavailable',
    version,
    reason,
    remedy: { outside, inside: 'repair' },
    bytes,
    room,
  });
  try {
    const pack = await readPack(join(folder, name));
    if (pack) {
      const wrong = packMisfit(pack) ?? (await checkSizes(join(folder, name), pack));
      const bytes = sizeOf(pack);
      return wrong
        ? unavailable(wrong, pack.tensorflow, bytes)
        : { state: 'installed', version: pack.tensorflow, bytes, room };
    }
  } catch (error) {
    if (error instanceof UserError) return unavailable(error.words);
    throw error;
  }
  return {
    state: 'not-installed',
    version: tensorflowVersion,
    reason: missing?.words ?? packMessages['not-installed'],
    ...(await withoutCard(name, steps)),
    remedy: { outside, inside: 'install' },
    bytes: null,
    room,
  };
}

/** That a pack for a graphics card would compute without one here; it can be made all the same, and taken to another computer. */
async function withoutCard(name: PackName, { findNoNvidia }: InstallSteps): Promise<{ readonly caution?: Words }> {
  return name === 'tensorflow-gpu' && (await findNoNvidia()) !== null ? { caution: packMessages['no-card'] } : {};
}
