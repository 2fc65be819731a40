import { bytesOf, type ImageForm } from '../../../shared/data/image-form.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import type { CachedFile, DecodedCache } from './cache/decoded-cache.ts';
import type { DecodePool } from './decoding/decode-pool.ts';

/** Where decoded images come from. */
export interface ImageSource {
  readonly files: readonly CachedFile[];
  readonly form: ImageForm;
  readonly pool: DecodePool;
  /** Opened for the same files and form; null to decode every image each time. */
  readonly cache: DecodedCache | null;
}

/** Images of a batch. */
export interface ImageBatch {
  /** Their places in the files. */
  readonly places: readonly number[];
  /** Batch by height by width by channels; black where a file is broken. When the next batch comes, they are written over. */
  readonly pixels: Uint8Array;
  /** Files that cannot be read, by their positions in the batch. */
  readonly broken: readonly { readonly position: number; readonly reason: Words }[];
}

/**
 * The images of an epoch in the order of `order`, places in the files, in batches of at most `batchSize`. Those that are not in the cache are
 * decoded ahead, and kept for the next epoch; while one batch is used, the disk is at the next. Rejects with the signal's reason when it is
 * aborted.
 */
export async function* readImages(
  source: ImageSource,
  wanted: WantedImages,
): AsyncGenerator<ImageBatch, void, undefined> {
  const batches = readInTurn(source, wanted);
  try {
    let coming = batches.next();
    for (;;) {
      const next = await coming;
      wanted.signal?.throwIfAborted();
      if (next.done) return;
      coming = batches.next();
      // It is awaited later, or not at all if this batch is the last that is wanted.
      coming.catch(() => undefined);
      yield next.value;
    }
  } finally {
    await batches.return();
  }
}

interface WantedImages {
  readonly order: ArrayLike<number>;
  readonly batchSize: number;
  readonly signal?: AbortSignal;
}

/** The same, each batch when it is asked for. */
async function* readInTurn(
  { files, form, pool, cache }: ImageSource,
  { order, batchSize, signal }: WantedImages,
): AsyncGenerator<ImageBatch, void, undefined> {
  const size = bytesOf(form);
  const items = files.map(({ path, bytes }) => ({ path, form, fileBytes: bytes }));
  const options = signal ? { signal } : {};
  // Settled before the first batch: what is decoded ahead must be what is taken later, though the cache fills meanwhile.
  const isDecoded = Uint8Array.from({ length: order.length }, (_, at) => Number(!cache?.has(order[at]!)));
  const toDecode = Array.from(isDecoded.keys()).flatMap((at) => (isDecoded[at] ? [order[at]!] : []));
  const decoder = pool.decode(items, { order: toDecode, ...options });
  // To get new memory for each batch would take longer than to read it from the cache; one is used while the other is filled.
  const memories = [0, 1].map(() => new Uint8Array(Math.min(batchSize, order.length) * size));
  // Those of a batch are written while others are decoded.
  const kept: Promise<void>[] = [Promise.resolve(), Promise.resolve()];
  try {
    for (let start = 0; start < order.length; start += batchSize) {
      signal?.throwIfAborted();
      const places = Array.from({ length: Math.min(batchSize, order.length - start) }, (_, at) => order[start + at]!);
      const turn = (start / batchSize) % 2;
      await kept[turn];
      const pixels = memories[turn]!.subarray(0, places.length * size);
      const broken: ImageBatch['broken'][number][] = [];
      const fresh: FreshImage[] = [];
      const ahead = places.flatMap((_, position) => (isDecoded[start + position] ? [position] : []));
      const absent = ahead.length === places.length || cache === null ? ahead : await cache.read(places, pixels);
      // One that the cache has by now, because it is there twice or another process wrote it, was decoded ahead as well.
      for (const position of new Set([...ahead, ...absent].sort((one, other) => one - other))) {
        const images = isDecoded[start + position] ? decoder : pool.decode([items[places[position]!]!], options);
        const image = (await images.next()).value!;
        if ('pixels' in image) {
          pixels.set(image.pixels, position * size);
          fresh.push({ position, checksum: image.checksum });
        } else {
          pixels.fill(0, position * size, (position + 1) * size);
          broken.push({ position, reason: image.broken });
        }
      }
      if (cache !== null && fresh.length > 0) kept[turn] = keep(cache, { places, pixels, size }, fresh);
      yield { places, pixels, broken };
    }
    await cache?.flush();
  } finally {
    await decoder.return();
  }
}

/** An image of a batch that was decoded. */
interface FreshImage {
  readonly position: number;
  readonly checksum: number;
}

/** Keeps the images at some positions of a batch. */
async function keep(
  cache: DecodedCache,
  { places, pixels, size }: { places: readonly number[]; pixels: Uint8Array; size: number },
  fresh: readonly FreshImage[],
): Promise<void> {
  const checksums = fresh.map(({ checksum }) => checksum);
  if (fresh.length === places.length) return cache.write(places, pixels, checksums);
  const some = fresh.map(({ position }) => pixels.subarray(position * size, (position + 1) * size));
  return cache.write(
    fresh.map(({ position }) => places[position]!),
    Buffer.concat(some),
    checksums,
  );
}
