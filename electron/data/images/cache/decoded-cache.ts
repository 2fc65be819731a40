import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, type ImageForm } from '../../../../shared/data/image-form.ts';
import { wordsOf } from '../../../../shared/ipc/port.ts';
import type { Words } from '../../../../shared/messages/sentence.ts';
import { describeFileError } from '../../disk/file-error.ts';
import type { FileStamp } from '../../disk/file-stamp.ts';
import { loadJpegLibrary } from '../decoding/jpeg-library.ts';
import { CacheFolder } from './cache-folder.ts';
import { type Entry, keyBytes, readEntries, Segment, type WantedRecord } from './cache-segment.ts';

/** Changes whenever decoding gives other pixels than before, so that nothing of before is taken for it. */
const decoding = 2;

/** What decodes photographs where libjpeg-turbo cannot be loaded gives other pixels as well. */
const decoder = () => (loadJpegLibrary() === null ? `${decoding}-sharp` : `${decoding}`);

/** An image file as it was when the folder was looked through. */
export interface CachedFile extends FileStamp {
  readonly path: string;
}

/** Decoded images on the disk, for a list of files and one form. */
export interface DecodedCache {
  /** Whether the image at a place of the list is there. */
  has(place: number): boolean;
  /**
   * Reads images to `target`, one after the other; gives the positions in `places` of those that are not there, or not as they were written.
   * Throws UserError if the disk does not give what is there.
   */
  read(places: ArrayLike<number>, target: Uint8Array): Promise<number[]>;
  /**
   * Keeps images, whose pixels lie one after the other, with their CRC-32, if there is room for them; they are there after the next `flush`, or when enough of
   * them are together. The caller's memory may be used again once this has ended. It never fails: see `problem`.
   */
  write(places: readonly number[], pixels: Uint8Array, checksums: readonly number[]): Promise<void>;
  /** Writes what waits to be written. */
  flush(): Promise<void>;
  /** Why no more images are kept; null while they are. Training is as right without them, only slower. */
  readonly problem: Words | null;
  /** True once the limit lets no more images be kept. */
  readonly isFull: boolean;
  /** Writes what waits to be written, and lets go of the files. */
  close(): Promise<void>;
}

export interface DecodedCacheSettings {
  /** The folder of all caches. */
  readonly folder: string;
  /** Bytes that all caches may have together; those that were not used for longest go first. */
  readonly mostBytes: number;
  readonly files: readonly CachedFile[];
  readonly form: ImageForm;
}

/** Opens what is kept of some files in one form; nothing, where the disk takes nothing. Several processes may do so at once, each with lists of its own. */
export async function openDecodedCache({
  folder,
  mostBytes,
  files,
  form,
}: DecodedCacheSettings): Promise<DecodedCache> {
  const own = join(folder, nameOf(form));
  const room = new CacheFolder(folder, mostBytes);
  const cache = new OpenCache(own, room, files, form);
  try {
    await mkdir(own, { recursive: true });
  } catch (error) {
    cache.problem = wordsOf(describeFileError(error, own, 'written'));
  }
  await room.scan();
  await cache.load();
  return cache;
}

/** The folder of a form: all that its pixels depend on beside the file. Until there was a choice, all images were antialiased. */
function nameOf({ height, width, colorMode, resizing, interpolation, antialias }: ImageForm): string {
  const filtered = antialias ? interpolation : `${interpolation}-aliased`;
  return `${decoder()}-${height}x${width}-${colorMode}-${resizing}-${filtered}`;
}

function keyOf({ path, bytes, modified }: CachedFile): string {
  return hash('sha256', `${path}\0${bytes}\0${modified}`, 'hex').slice(0, keyBytes * 2);
}

/** What stands for the segment of an image that is in none, and of one that is yet to be written. */
const absent = -1;
const pending = -2;

interface PendingImage extends Omit<Entry, 'slot'> {
  readonly place: number;
}

/** Bytes that wait in memory to be written at once: to write small images one by one takes longer than to decode them. */
const mostPending = 1024 ** 2;

class OpenCache implements DecodedCache {
  readonly #folder: string;
  readonly #room: CacheFolder;
  readonly #recordBytes: number;
  readonly #keys: readonly string[];
  readonly #segments: Segment[] = [];
  /** For each file the segment that has its image, the place of the record there, and its checksum. */
  readonly #segmentOf: Int32Array;
  readonly #slotOf: Uint32Array;
  readonly #checksumOf: Uint32Array;
  /** The place of the one segment that this process writes; made with the first image. */
  #written: number | null = null;
  /** Images that wait to be written, and their pixels one after the other. */
  #pending: PendingImage[] = [];
  #pendingPixels: Uint8Array[] = [];
  #writing: Promise<void> = Promise.resolve();
  problem: Words | null = null;
  isFull = false;

  constructor(folder: string, room: CacheFolder, files: readonly CachedFile[], form: ImageForm) {
    this.#folder = folder;
    this.#room = room;
    this.#recordBytes = bytesOf(form);
    this.#keys = files.map(keyOf);
    this.#segmentOf = new Int32Array(files.length).fill(absent);
    this.#slotOf = new Uint32Array(files.length);
    this.#checksumOf = new Uint32Array(files.length);
  }

  /** Finds the images in the segments that are there, in the newest that has them. */
  async load(): Promise<void> {
    const placesOf = new Map<string, number[]>();
    for (const [place, key] of this.#keys.entries()) {
      const places = placesOf.get(key);
      if (places) places.push(place);
      else placesOf.set(key, [place]);
    }
    for (const path of this.#room.segmentsIn(this.#folder)) {
      // Another process may have removed it meanwhile.
      const entries = await readEntries(path).catch(() => []);
      const wanted = entries.filter(({ key }) => placesOf.has(key));
      const segment = wanted.length > 0 ? this.#openSegment(path) : null;
      if (segment === null) continue;
      const number = this.#segments.push(segment) - 1;
      for (const entry of wanted) for (const place of placesOf.get(entry.key)!) this.#set(place, number, entry);
      await this.#room.use(path);
    }
  }

  #openSegment(path: string): Segment | null {
    try {
      return Segment.open(path, this.#recordBytes);
    } catch {
      return null;
    }
  }

  #set(place: number, segment: number, { slot, checksum }: Omit<Entry, 'key'>): void {
    this.#segmentOf[place] = segment;
    this.#slotOf[place] = slot;
    this.#checksumOf[place] = checksum;
  }

  has(place: number): boolean {
    return this.#segmentOf[place]! >= 0;
  }

  async read(places: ArrayLike<number>, target: Uint8Array): Promise<number[]> {
    const missing: number[] = [];
    const wanted = new Map<number, (WantedRecord & { readonly position: number })[]>();
    for (let position = 0; position < places.length; position++) {
      const place = places[position]!;
      const number = this.#segmentOf[place]!;
      if (number < 0) {
        missing.push(position);
        continue;
      }
      const start = position * this.#recordBytes;
      const record = {
        slot: this.#slotOf[place]!,
        checksum: this.#checksumOf[place]!,
        target: target.subarray(start, start + this.#recordBytes),
        position,
      };
      const sameSegment = wanted.get(number);
      if (sameSegment) sameSegment.push(record);
      else wanted.set(number, [record]);
    }
    for (const [number, records] of wanted) {
      for (const { position } of await this.#segments[number]!.read(records)) {
        // Decoded and written again, it is found in the newer segment.
        this.#segmentOf[places[position]!] = absent;
        missing.push(position);
      }
    }
    return missing.sort((one, other) => one - other);
  }

  async write(places: readonly number[], pixels: Uint8Array, checksums: readonly number[]): Promise<void> {
    if (this.problem !== null || this.isFull) return;
    const size = this.#recordBytes;
    const fresh = [...places.keys()].filter((position) => {
      const place = places[position]!;
      if (this.#segmentOf[place] !== absent) return false;
      this.#segmentOf[place] = pending;
      this.#pending.push({ place, key: this.#keys[place]!, checksum: checksums[position]! });
      return true;
    });
    const isEnough = this.#pending.length * size >= mostPending;
    // The caller goes on to use its memory; what is written before that needs no memory of its own.
    const keep = (from: number, to: number) =>
      isEnough ? pixels.subarray(from * size, to * size) : pixels.slice(from * size, to * size);
    if (fresh.length === places.length) this.#pendingPixels.push(keep(0, places.length));
    else for (const position of fresh) this.#pendingPixels.push(keep(position, position + 1));
    if (isEnough) await this.flush();
  }

  flush(): Promise<void> {
    const images = this.#pending;
    const pixels = this.#pendingPixels;
    this.#pending = [];
    this.#pendingPixels = [];
    this.#writing = this.#writing.then(() => this.#append(images, pixels));
    return this.#writing;
  }

  async #append(images: readonly PendingImage[], pixels: readonly Uint8Array[]): Promise<void> {
    if (this.problem !== null || this.isFull || images.length === 0) return;
    try {
      if (!(await this.#room.makeRoom(images.length * this.#recordBytes))) {
        this.isFull = true;
        return;
      }
      this.#written ??= await this.#beginSegment();
      const together = pixels.length === 1 ? pixels[0]! : Buffer.concat(pixels);
      const first = await this.#segments[this.#written]!.append(images, together);
      for (const [at, { place, checksum }] of images.entries())
        this.#set(place, this.#written, { slot: first + at, checksum });
    } catch (error) {
      this.problem = wordsOf(describeFileError(error, this.#folder, 'written'));
    }
  }

  async #beginSegment(): Promise<number> {
    const { segment, path } = await Segment.create(this.#folder, this.#recordBytes);
    await this.#room.use(path);
    return this.#segments.push(segment) - 1;
  }

  async close(): Promise<void> {
    await this.flush();
    await Promise.all(this.#segments.map((segment) => segment.close()));
    this.#segments.length = 0;
    this.#segmentOf.fill(absent);
    this.isFull = true;
  }
}
