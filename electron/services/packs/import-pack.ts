import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { brokenJson, misfitOf, misfitWords } from '../../../shared/messages/schema-problem.ts';
import { say, type Value } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../../data/disk/file-error.ts';
import { isProgram, type Pack, packSchema } from '../../data/packs/engine-packs.ts';
import { packMisfit } from '../../data/packs/verify-pack.ts';
import { ensureSpace, freeBytes, isDiskFull, nameFile } from './disk-space.ts';
import { writePack } from './install.ts';
import { provePack } from './prove.ts';
import { putInPlace } from './staging.ts';
import type { Work } from './work.ts';
import { writeFileFrom } from './write-file.ts';

/** The steps of an import that reach outside: tests put others in their place. */
export interface ImportSteps {
  readonly freeBytes: typeof freeBytes;
  readonly provePack: typeof provePack;
}

/** The real ones. */
export const importSteps: ImportSteps = { freeBytes, provePack };

/** The largest `pack.json` that is read into memory. */
const longestDescription = 1 << 20;

/**
 * Takes a pack out of a file that `exportPack` wrote and puts it in its place. It is checked before anything is written: what it is and for
 * which system, and each file's path; then each file's size and SHA-256; then it is loaded. Throws UserError in words about what is
 * wrong with it. Its code runs on this machine: who imports one trusts who made it.
 */
export async function importPack(
  file: string,
  { folder, staging, progress, signal }: Work,
  steps: ImportSteps = importSteps,
): Promise<Pack['engine']> {
  const path = resolve(file);
  const { size } = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  progress.phase('read', size);
  const place = join(staging, 'pack');
  let read = 0;
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  source.on('data', (chunk) => {
    read += chunk.length;
    progress.at(read);
  });
  let pack: Pack | null = null;
  const missing = new Set<string>();
  const take = async (entry: ReadEntry) => {
    const refuse = (expected: Value, received: Value) =>
      new UserError(say(packMessages['pack-file-entry'], { file: path, expected, received }));
    if (entry.type !== 'File') throw refuse(say(phrases['files-alone']), `${entry.type} "${entry.path}"`);
    if (!pack) {
      pack = await readDescription(entry, path);
      for (const name of Object.keys(pack.files)) missing.add(name);
      const total = Object.values(pack.files).reduce((sum, { bytes }) => sum + bytes, 0);
      await ensureSpace(folder, total, steps.freeBytes);
      return;
    }
    const listed = missing.has(entry.path) ? pack.files[entry.path] : undefined;
    if (!listed) throw refuse(say(phrases['each-once']), `"${entry.path}"`);
    if (entry.size !== listed.bytes) {
      throw refuse(say(phrases['bytes-in'], { count: listed.bytes, file: entry.path }), entry.size);
    }
    missing.delete(entry.path);
    const to = join(place, ...entry.path.split('/'));
    await mkdir(dirname(to), { recursive: true });
    const hash = createHash('sha256');
    const hashed = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await writeFileFrom(entry as AsyncIterable<Buffer>, hashed, to, signal).catch((error: unknown) => {
      throw nameFile(error, to);
    });
    if (isProgram(entry.path)) await chmod(to, 0o755);
    const received = hash.digest('hex');
    if (received !== listed.sha256)
      throw refuse(say(phrases['hash-of'], { hash: listed.sha256, file: entry.path }), received);
  };
  // A stream that is left early ends in an error of its own, which may come first: what was found out is what counts.
  let found: { readonly error: unknown } | null = null;
  const takeOrTell = (entry: ReadEntry) =>
    take(entry).catch((error: unknown) => {
      found ??= { error };
      throw error;
    });
  try {
    await pipeline(source, createGunzip(), (chunks: AsyncIterable<Buffer>) => eachEntry(chunks, takeOrTell), {
      signal,
    });
  } catch (thrown) {
    signal.throwIfAborted();
    const { error } = (found as { readonly error: unknown } | null) ?? { error: thrown };
    if (error instanceof UserError || isDiskFull(error)) throw error;
    throw new UserError(say(packMessages['not-a-pack-file'], { file: path, received: (error as Error).message }));
  }
  const whole = pack as Pack | null;
  if (!whole || missing.size > 0) {
    const received = whole ? say(phrases['file-without'], { file: [...missing][0]! }) : say(phrases['empty-file']);
    throw new UserError(say(packMessages['not-a-pack-file'], { file: path, received }));
  }
  progress.phase('prove');
  await steps.provePack(place, whole.tensorflow, signal);
  await writePack(place, whole);
  signal.throwIfAborted();
  await putInPlace(place, join(folder, whole.engine));
  return whole.engine;
}

/** The description, which is the first entry. Throws UserError if the pack is none, or is for another system or version. */
async function readDescription(entry: ReadEntry, file: string): Promise<Pack> {
  const none = (received: Value) => new UserError(say(packMessages['not-a-pack-file'], { file, received }));
  if (entry.path !== 'pack.json' || entry.size > longestDescription)
    throw none(say(phrases['at-beginning'], { name: entry.path }));
  const text = (await entry.concat()).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw none(misfitWords(brokenJson(text, error)));
  }
  const checked = packSchema.safeParse(value);
  if (!checked.success) throw none(misfitWords(misfitOf(checked.error, value)));
  const misfit = packMisfit(checked.data);
  if (misfit) throw new UserError(misfit);
  return checked.data;
}

/** Gives each entry of a tar to `take`, one after the other, and reads on only when it has been taken. */
async function eachEntry(chunks: AsyncIterable<Buffer>, take: (entry: ReadEntry) => Promise<void>): Promise<void> {
  let taken: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | null = null;
  const fail = (error: unknown) => {
    failure ??= { error };
  };
  const check = () => {
    if (failure) throw failure.error;
  };
  let wake: () => void = () => undefined;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      taken = taken
        .then(() => (failure ? void entry.resume() : take(entry)))
        .catch((error: unknown) => {
          fail(error);
          entry.resume();
          wake();
        });
    },
  });
  parser.on('error', fail);
  parser.on('drain', () => wake());
  const ended = new Promise<void>((resolve) => {
    parser.on('end', resolve);
  });
  for await (const chunk of chunks) {
    check();
    const drained = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (!parser.write(chunk)) await drained;
  }
  check();
  parser.end();
  await Promise.race([ended, taken.then(() => (failure ? undefined : ended))]);
  await taken;
  check();
}
