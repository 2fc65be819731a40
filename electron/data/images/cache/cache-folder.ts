import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { entriesEnding, pixelsEnding } from './cache-segment.ts';

/** A file of pixels whose entries are not there is being begun; after this time, in milliseconds, it is what a crash has left. */
const longestBeginning = 3_600_000;

interface FoundSegment {
  /** Without the ending. */
  readonly path: string;
  readonly bytes: number;
  /** When it was last read from or written to, in milliseconds since 1970. */
  readonly used: number;
}

/**
 * The folder of all caches: a folder for each form, with segments in it. It keeps them below a number of bytes by removing those that were
 * not used for longest. A process that still reads a segment which another removes reads it to the end: the system keeps it until then.
 */
export class CacheFolder {
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #inUse = new Set<string>();
  #segments: readonly FoundSegment[] = [];
  #bytes = 0;

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Looks at what is there. */
  async scan(): Promise<void> {
    const segments: FoundSegment[] = [];
    for (const form of await readdir(this.#folder).catch(() => [])) {
      const folder = join(this.#folder, form);
      for (const name of await readdir(folder).catch(() => []))
        if (name.endsWith(pixelsEnding)) {
          const found = await look(join(folder, name.slice(0, -pixelsEnding.length)));
          if (found !== null) segments.push(found);
        }
    }
    this.#segments = segments;
    this.#bytes = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The segments in the folder of a form, the oldest first: their names begin with the time when they were made. */
  segmentsIn(folder: string): string[] {
    return this.#segments
      .map(({ path }) => path)
      .filter((path) => dirname(path) === folder)
      .sort((one, other) => (basename(one) < basename(other) ? -1 : 1));
  }

  /** Notes that a segment is used by this process, which therefore does not remove it, and others not soon. */
  async use(path: string): Promise<void> {
    this.#inUse.add(path);
    const now = new Date();
    await utimes(path + entriesEnding, now, now).catch(() => undefined);
  }

  /** Makes room for more bytes; false if all that is left is in use by this process. */
  async makeRoom(bytes: number): Promise<boolean> {
    if (this.#bytes + bytes > this.#mostBytes) {
      // Other processes write too, and remove.
      await this.scan();
      const byUse = this.#segments
        .filter(({ path }) => !this.#inUse.has(path))
        .sort((one, other) => one.used - other.used);
      for (const segment of byUse) {
        if (this.#bytes + bytes <= this.#mostBytes) break;
        await remove(segment.path);
        this.#bytes -= segment.bytes;
      }
    }
    if (this.#bytes + bytes > this.#mostBytes) return false;
    this.#bytes += bytes;
    return true;
  }
}

/** A segment's size and when it was used; null for the remains of one, which are cleared away. */
async function look(path: string): Promise<FoundSegment | null> {
  const [pixels, entries] = await Promise.all(
    [pixelsEnding, entriesEnding].map((ending) => stat(path + ending).catch(() => null)),
  );
  if (pixels && entries) return { path, bytes: pixels.size + entries.size, used: entries.mtimeMs };
  if (pixels && Date.now() - pixels.mtimeMs > longestBeginning) await remove(path);
  return null;
}

/** First what says that there are records, then the records. */
async function remove(path: string): Promise<void> {
  for (const ending of [entriesEnding, pixelsEnding]) await rm(path + ending, { force: true }).catch(() => undefined);
}
