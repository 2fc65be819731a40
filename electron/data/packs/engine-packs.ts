import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type PackName, packNames } from '../../../shared/training/settings.ts';
import { isMissing } from '../disk/file-error.ts';
import { readJsonAs } from '../disk/files.ts';
import { userFolder } from '../disk/places.ts';

/**
 * The version of TensorFlow that every pack is made from. 2.21.0 is the newest whose C interface the binding of
 * `@tensorflow/tfjs-node-gpu` 4.22.0 was built and trained with here; another one is used only after the tests passed on it.
 */
export const tensorflowVersion = '2.21.0';

/** Version of what is in a pack. 4: with the operations of `electron/native`, batch normalization among them. A pack of another version is made anew. */
export const packVersion = 4;

/** SHA-256 over the sources of the operations that this version of packs has: a test says when they have changed and the version has not. */
export const operationsSources = 'cd4bd7d8e250b4e9facb787be1ecbe49240f4f2e8a6bf078215e6f1d8219d36e';

/** A path within a pack, the same on every system: names of plain characters joined by `/`, none of which leads out of the pack. */
const packPath = z.string().regex(/^[A-Za-z0-9_][\w.+-]*(\/[A-Za-z0-9_][\w.+-]*)*$/, 'a path within the pack');

/**
 * `pack.json`, written last: a pack with it is whole. Beside it `tfjs_binding.node` and `loom_operations.node` in `lib/napi-v8`, and in
 * `deps/lib` the libraries they find by a path relative to themselves; in `deps/nvidia` those that these find so in turn.
 */
export const packSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.int().min(1),
  engine: z.enum(packNames),
  /** The version of TensorFlow, such as 2.21.0. */
  tensorflow: z.string().min(1),
  /** As in `process.platform` and `process.arch`. */
  platform: z.string().min(1),
  arch: z.string().min(1),
  /** Every other file of the pack by its path within it, with its size and its SHA-256 in hexadecimal digits. */
  files: z.record(packPath, z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type Pack = Readonly<z.infer<typeof packSchema>>;

/** Where packs are kept. */
export function packsFolder(): string {
  return join(userFolder(), 'engines');
}

/** Where a pack is, or would be. */
export function packFolder(name: PackName): string {
  return join(packsFolder(), name);
}

/** The file that Node loads of a pack. */
export function bindingFile(folder: string): string {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** The library of a pack that adds operations of ours to TensorFlow; Node loads it after the binding. */
export function operationsFile(folder: string): string {
  return join(folder, 'lib', 'napi-v8', 'loom_operations.node');
}

/** Whether a file of a pack is a program that libraries of it run. */
export function isProgram(path: string): boolean {
  return path.split('/').at(-2) === 'bin';
}

/** What a folder says of the pack in it; null if there is none. Throws UserError if its `pack.json` is not sound. */
export async function readPack(folder: string): Promise<Pack | null> {
  const file = join(folder, 'pack.json');
  try {
    await access(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return readJsonAs(file, packSchema);
}

/** How many bytes the files of a pack have together, as it says itself. */
export function sizeOf(pack: Pack): number {
  return Object.values(pack.files).reduce((sum, { bytes }) => sum + bytes, 0);
}
