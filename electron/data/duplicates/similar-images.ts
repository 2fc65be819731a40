import type { Reading } from '../reading.ts';
import { findEarlier } from './earlier-rows.ts';
import { type Duplicates, eachRow, PairCollector, type Stream } from './pairs.ts';
import { shortHash } from './short-hash.ts';

/** The thumbnail that images are compared by: one column more than bits, as each bit is of two neighbours. */
export const thumbnailWidth = 9;
export const thumbnailHeight = 8;

/** When two images are alike. */
export interface SimilarImageSettings {
  /** Bits of the 64 that may differ: a few do after another size, compression or brightness; beyond 10, other images are found too. */
  readonly distance: number;
  /** Pairs that are told; all are counted. */
  readonly limit: number;
}

/** What a search among images found. */
export interface SimilarImages extends Duplicates {
  /** Images of one shade, which have nothing to be compared by: they are alike only to one with the very same thumbnail. */
  readonly flat: number;
}

const bits = (thumbnailWidth - 1) * thumbnailHeight;
/** Parts of a hash that are looked up by themselves, and the bits of each. */
const parts = 4;
const partBits = bits / parts;
/** Images that one is compared with at most: more seem alike and are not only where nearly all have the same edges. */
const mostCompared = 20_000;
const noPlaces: readonly number[] = [];
/** Grey values between the darkest and the lightest of an image of one shade. */
const flatRange = 8;

/**
 * Images that are alike an earlier one, by grey thumbnails of 9 by 8 (values 0 to 255, row by row): for each two neighbours in a row a
 * bit says which is lighter, and the similarity is the share of the bits that agree. Of two hashes with at most `distance` different
 * bits one of four parts has at most a fourth of them, so that only images with such a part are compared. Held are some 100 bytes for each different hash.
 * Sources: Krawetz, "Kind of like that" (2013), for the hash; Norouzi, Punjani, Fleet, "Fast search in Hamming space with multi-index
 * hashing" (CVPR 2012).
 */
export async function findSimilarImages(
  thumbnails: Stream<Uint8Array>,
  { distance, limit }: SimilarImageSettings,
  reading: Pick<Reading, 'signal'>,
): Promise<SimilarImages> {
  if (!Number.isInteger(distance) || distance < 0 || distance > bits / 2) {
    throw new RangeError(`The bits that may differ are a whole number from 0 to ${bits / 2}. Received: ${distance}`);
  }
  const found = new PairCollector(limit);
  const sameFlat = new Map<string, number>();
  // By their places among the different hashes: the rows, the two halves of the hashes, and by part and its value the places.
  const rows: number[] = [];
  const halves: number[] = [];
  const sameHashes = new Map<string, number>();
  const places = Array.from({ length: parts }, () => new Array<number[] | undefined>(1 << partBits));
  const flips = flipsUpTo(Math.floor(distance / parts));
  let flat = 0;
  await eachRow(thumbnails, reading, (thumbnail, row) => {
    checkThumbnail(thumbnail, row);
    if (rangeOf(thumbnail) < flatRange) {
      flat++;
      const name = shortHash([thumbnail]);
      const same = sameFlat.get(name);
      if (same === undefined) sameFlat.set(name, row);
      else found.add(same, row, 1);
      return;
    }
    const hash = hashOf(thumbnail);
    const key = hash.join(' ');
    const same = sameHashes.get(key);
    if (same !== undefined) {
      found.add(same, row, 1);
      return;
    }
    sameHashes.set(key, row);
    const earlier = hash.flatMap((part, at) => flips.map((flip) => places[at]![part ^ flip] ?? noPlaces));
    const [high, low] = halvesOf(hash);
    const { match, isFinished } = findEarlier(earlier, mostCompared, (place) => {
      const different = countBits(halves[place * 2]! ^ high) + countBits(halves[place * 2 + 1]! ^ low);
      return different <= distance ? 1 - different / bits : null;
    });
    if (match !== null) found.add(rows[match.row]!, row, match.similarity);
    if (!isFinished) found.addUnfinished();
    hash.forEach((part, at) => {
      places[at]![part] ??= [];
      places[at]![part]!.push(rows.length);
    });
    rows.push(row);
    halves.push(high, low);
  });
  return { ...found.take(), flat };
}

/** The parts of a hash, 16 bits each. */
type Hash = readonly number[];

/** Bits that are side by side in the image go into different parts: an empty corner leaves none of them the same in all images. */
function hashOf(thumbnail: Uint8Array): Hash {
  const hash = new Array<number>(parts).fill(0);
  for (let bit = 0; bit < bits; bit++) {
    const at = Math.floor(bit / (thumbnailWidth - 1)) * thumbnailWidth + (bit % (thumbnailWidth - 1));
    const isLighter = thumbnail[at]! > thumbnail[at + 1]!;
    if (isLighter) hash[(bit + (bit >> 3)) % parts]! |= 1 << (bit >> 2);
  }
  return hash;
}

/** All numbers of 16 bits with at most so many of them set: what a part is changed by to find those near it. */
function flipsUpTo(most: number): number[] {
  const flips: number[] = [];
  for (let flip = 0; flip < 1 << partBits; flip++) if (countBits(flip) <= most) flips.push(flip);
  return flips;
}

function halvesOf(hash: Hash): [high: number, low: number] {
  return [(hash[0]! << partBits) | hash[1]!, (hash[2]! << partBits) | hash[3]!];
}

/** The bits that are set in a number of 32 (Warren, "Hacker's Delight", figure 5-2). */
function countBits(value: number): number {
  let count = value - ((value >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function rangeOf(thumbnail: Uint8Array): number {
  let [darkest, lightest] = [255, 0];
  for (const value of thumbnail) {
    darkest = Math.min(darkest, value);
    lightest = Math.max(lightest, value);
  }
  return lightest - darkest;
}

function checkThumbnail(thumbnail: Uint8Array, row: number): void {
  const expected = thumbnailWidth * thumbnailHeight;
  if (thumbnail.length !== expected) {
    throw new RangeError(
      `A thumbnail has ${thumbnailWidth} by ${thumbnailHeight} grey values, ${expected} in all. Received: ${thumbnail.length} for row ${row}`,
    );
  }
}
