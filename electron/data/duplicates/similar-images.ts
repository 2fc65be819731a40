import type { Reading } from '../reading.ts';
import { findEarlier } from './earlier-rows.ts';
import { type Duplicates, eachRow, PairCollector, type Stream } from './pairs.ts';
import { shortHash } from './short-hash.ts';

/** The grey thumbnails that images are compared by. */
export const thumbnailWidth = 18;
export const thumbnailHeight = 16;

/** When two images are alike: both must hold. */
export interface SimilarImageSettings {
  /** Bits of the 64 that may differ: a few do after another size, compression or brightness; beyond 10, other images are found too. */
  readonly distance: number;
  /** The least correlation of the thumbnails, up to 1. Bits tell edges apart and not how strong they are: of drawings far too many agree. */
  readonly correlation: number;
  /** Pairs that are told; all are counted. */
  readonly limit: number;
}

/** What a search among images found. */
export interface SimilarImages extends Duplicates {
  /** Images of one shade, which have nothing to be compared by: they are alike only to one with the very same thumbnail. */
  readonly flat: number;
}

/** The hash is of a quarter of the thumbnail, each value the mean of four: one column more than bits, as each bit is of two neighbours. */
const hashedWidth = thumbnailWidth / 2;
const hashedHeight = thumbnailHeight / 2;
const bits = (hashedWidth - 1) * hashedHeight;
/** Parts of a hash that are looked up by themselves, and the bits of each. */
const parts = 4;
const partBits = bits / parts;
/** Images that one is compared with at most: more seem alike and are not only where nearly all have the same edges. */
const mostCompared = 20_000;
const noPlaces: readonly number[] = [];
/** Grey values between the darkest and the lightest of an image of one shade. */
const flatRange = 8;

/**
 * Images that are alike an earlier one, by grey thumbnails of 18 by 16 (values 0 to 255, row by row). For each two neighbours in a row of
 * a smaller one a bit says which is lighter; where few bits differ, the similarity is Pearson's r of the thumbnails. Of two hashes with at most
 * `distance` different bits one of four parts has at most a fourth of them, so that only images with such a part are compared. Held are
 * some 400 bytes for each different thumbnail.
 * Sources: Krawetz, "Kind of like that" (2013), for the hash; Norouzi, Punjani, Fleet, "Fast search in Hamming space with multi-index
 * hashing" (CVPR 2012).
 */
export async function findSimilarImages(
  thumbnails: Stream<Uint8Array>,
  { distance, correlation, limit }: SimilarImageSettings,
  reading: Pick<Reading, 'signal'>,
): Promise<SimilarImages> {
  if (!Number.isInteger(distance) || distance < 0 || distance > bits / 2) {
    throw new RangeError(`The bits that may differ are a whole number from 0 to ${bits / 2}. Received: ${distance}`);
  }
  const found = new PairCollector(limit);
  const sameThumbnails = new Map<string, number>();
  // By their places among the different thumbnails: those, the rows, the two halves of the hashes, and by part and its value the places.
  const kept: Uint8Array[] = [];
  const rows: number[] = [];
  const halves: number[] = [];
  const places = Array.from({ length: parts }, () => new Array<number[] | undefined>(1 << partBits));
  const flips = flipsUpTo(Math.floor(distance / parts));
  let flat = 0;
  await eachRow(thumbnails, reading, (thumbnail, row) => {
    checkThumbnail(thumbnail, row);
    const isFlat = rangeOf(thumbnail) < flatRange;
    if (isFlat) flat++;
    const name = shortHash([thumbnail]);
    const same = sameThumbnails.get(name);
    if (same !== undefined) {
      found.add(same, row, 1);
      return;
    }
    sameThumbnails.set(name, row);
    if (isFlat) return;
    const hash = hashOf(thumbnail);
    const earlier = hash.flatMap((part, at) => flips.map((flip) => places[at]![part ^ flip] ?? noPlaces));
    const [high, low] = halvesOf(hash);
    const { match, isFinished } = findEarlier(earlier, mostCompared, (place) => {
      const different = countBits(halves[place * 2]! ^ high) + countBits(halves[place * 2 + 1]! ^ low);
      if (different > distance) return null;
      const similarity = correlate(kept[place]!, thumbnail);
      return similarity >= correlation ? similarity : null;
    });
    if (match !== null) found.add(rows[match.row]!, row, match.similarity);
    if (!isFinished) found.addUnfinished();
    hash.forEach((part, at) => {
      places[at]![part] ??= [];
      places[at]![part]!.push(rows.length);
    });
    rows.push(row);
    halves.push(high, low);
    // The giver may use its memory again.
    kept.push(thumbnail.slice());
  });
  return { ...found.take(), flat };
}

/** Pearson's r of two thumbnails, neither of one shade. */
function correlate(one: Uint8Array, other: Uint8Array): number {
  let [sumOne, sumOther, squaresOne, squaresOther, products] = [0, 0, 0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const [a, b] = [one[at]!, other[at]!];
    sumOne += a;
    sumOther += b;
    squaresOne += a * a;
    squaresOther += b * b;
    products += a * b;
  }
  const { length } = one;
  const spread = (sum: number, squares: number) => squares - (sum * sum) / length;
  const together = products - (sumOne * sumOther) / length;
  return Math.min(1, together / Math.sqrt(spread(sumOne, squaresOne) * spread(sumOther, squaresOther)));
}

/** The parts of a hash, 16 bits each. */
type Hash = readonly number[];

/** Bits that are side by side in the image go into different parts: an empty corner leaves none of them the same in all images. */
function hashOf(thumbnail: Uint8Array): Hash {
  const hash = new Array<number>(parts).fill(0);
  /** Four times the value of the smaller thumbnail. */
  const valueAt = (y: number, x: number) => {
    const at = 2 * y * thumbnailWidth + 2 * x;
    const below = at + thumbnailWidth;
    return thumbnail[at]! + thumbnail[at + 1]! + thumbnail[below]! + thumbnail[below + 1]!;
  };
  for (let bit = 0; bit < bits; bit++) {
    const [y, x] = [Math.floor(bit / (hashedWidth - 1)), bit % (hashedWidth - 1)];
    if (valueAt(y, x) > valueAt(y, x + 1)) hash[(bit + (bit >> 3)) % parts]! |= 1 << (bit >> 2);
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
