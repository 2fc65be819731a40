import { readFile } from 'node:fs/promises';
import type { ImageForm } from '../../../shared/data/image-form.ts';
import { copyMessages } from '../../../shared/messages/copies.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import type { CachedFile } from '../images/cache/decoded-cache.ts';
import { createDecodePool } from '../images/decoding/decode-pool.ts';
import { openCache, showFiles } from '../images/image-dataset.ts';
import { readImages } from '../images/read-images.ts';
import type { Reading } from '../reading.ts';
import type { PartRows } from '../split/split.ts';
import { findEqualRows } from './exact-rows.ts';
import { counted, orderParts } from './ordered-parts.ts';
import type { DuplicatePair, Stream } from './pairs.ts';
import { shortHash } from './short-hash.ts';
import { findSimilarImages, thumbnailHeight, thumbnailWidth } from './similar-images.ts';
import { type FoundCopies, noteUnfinished, type RowContent } from './tell-copies.ts';

/**
 * Of 66 photographs at half or a quarter of their size, as JPEG of quality 30, blurred, grey, darker or with less contrast none had more than
 * 6 other bits or an r below 0.982, and no two different ones are taken for copies; drawings, whose plain grounds have edges by chance alone,
 * have up to 8 other bits (docs/decisions/data.md).
 */
const alikeImages = { distance: 8, correlation: 0.98 } as const;
/** Pixels of a grey image that is too small to tell copies from what looks alike: digits and letters of one kind are. */
const smallImage = 32 * 32;
/** Images that are read at a time. */
const batchSize = 256;

/** What the images of some rows are compared as. */
export interface ComparedImages {
  /** By the numbers of rows. */
  readonly files: readonly CachedFile[];
  readonly rows: PartRows;
  /** What the model sees of them. */
  readonly form: ImageForm;
  readonly paths: readonly string[] | null;
  /** What is told of rows beside their images. */
  readonly cellsOf: (rows: Int32Array) => readonly RowContent['cells'][];
}

/** Images that are alike, or of the same pixels where they are small and grey. They are decoded by threads. */
export async function findImageCopies(
  { files, rows, form, paths, cellsOf }: ComparedImages,
  reading: Reading,
): Promise<FoundCopies> {
  const ordered = orderParts(rows);
  const { length } = ordered.rows;
  const isSmall = form.colorMode === 'grayscale' && form.height * form.width <= smallImage;
  const compared: ImageForm = isSmall
    ? form
    : {
        height: thumbnailHeight,
        width: thumbnailWidth,
        colorMode: 'grayscale',
        resizing: 'stretch',
        interpolation: 'bilinear',
        antialias: true,
      };
  const pool = createDecodePool();
  const cache = await openCache(files, compared);
  /** The places of the images that could be read, as they came. */
  const read: number[] = [];
  async function* pixelsInOrder(): AsyncGenerator<Uint8Array> {
    const wanted = { order: ordered.rows, batchSize, signal: reading.signal };
    let start = 0;
    for await (const { places, pixels, broken } of readImages({ files, form: compared, pool, cache }, wanted)) {
      const size = pixels.length / places.length;
      const missing = new Set(broken.map(({ position }) => position));
      for (const position of places.keys()) {
        if (missing.has(position)) continue;
        read.push(start + position);
        yield pixels.subarray(position * size, (position + 1) * size);
      }
      start += places.length;
    }
  }
  try {
    const pixels = counted(pixelsInOrder(), length, reading, 'images');
    const found = isSmall
      ? { ...(await findEqualRows(asRows(pixels), length, reading)), flat: 0 }
      : await findSimilarImages(pixels, { ...alikeImages, limit: length }, reading);
    const pairs = found.pairs.map(({ first, second, similarity }) => ({
      first: read[first]!,
      second: read[second]!,
      similarity,
    }));
    const unreadable = length - read.length;
    return {
      ordered,
      rows: files.length,
      pairs: await withEqual(pairs, ordered.rows, files, reading),
      notes: [
        ...(isSmall ? [say(copyMessages['pixels-only'])] : []),
        ...(found.flat > 0 ? [say(copyMessages['images-one-shade'], { count: found.flat })] : []),
        ...(unreadable > 0 ? [say(copyMessages['images-unreadable'], { count: unreadable })] : []),
        ...noteUnfinished(found.unfinished),
      ],
      paths,
      show: (some) => showImageRows(some, files, cellsOf(some)),
    };
  } finally {
    await Promise.all([pool.close(), cache.close()]);
  }
}

async function* asRows(pixels: Stream<Uint8Array>): AsyncGenerator<readonly [Uint8Array]> {
  for await (const one of pixels) yield [one];
}

function failTo(path: string): (error: unknown) => never {
  return (error) => {
    throw describeFileError(error, path, 'read');
  };
}

/** Says of each pair whether its files are the same, byte by byte: only files of one length that look the same are read for it. */
async function withEqual(
  pairs: readonly DuplicatePair[],
  order: Int32Array,
  files: readonly CachedFile[],
  { signal }: Pick<Reading, 'signal'>,
): Promise<FoundCopies['pairs']> {
  const hashes = new Map<string, string>();
  const hashOf = async (path: string) => {
    const hash = hashes.get(path) ?? shortHash([await readFile(path).catch(failTo(path))]);
    hashes.set(path, hash);
    return hash;
  };
  const told: FoundCopies['pairs'][number][] = [];
  for (const pair of pairs) {
    signal.throwIfAborted();
    const [first, second] = [files[order[pair.first]!]!, files[order[pair.second]!]!];
    const mayEqual = pair.similarity === 1 && first.bytes === second.bytes;
    told.push({ ...pair, isEqual: mayEqual && (await hashOf(first.path)) === (await hashOf(second.path)) });
  }
  return told;
}

async function showImageRows(
  rows: Int32Array,
  files: readonly CachedFile[],
  cells: readonly RowContent['cells'][],
): Promise<readonly RowContent[]> {
  const pool = createDecodePool();
  try {
    const images = await showFiles(
      Array.from(rows, (row) => files[row]!.path),
      pool,
    );
    return images.map((image, at) => ({ image, cells: cells[at]! }));
  } finally {
    await pool.close();
  }
}
