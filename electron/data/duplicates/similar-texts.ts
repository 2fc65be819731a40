import { createRandom } from '../../../shared/training/random.ts';
import type { Reading } from '../reading.ts';
import { tokenize } from '../text/tokenizers/tokens.ts';
import { findEarlier } from './earlier-rows.ts';
import { type Duplicates, eachRow, PairCollector, type Stream } from './pairs.ts';
import { RowsByKey } from './rows-by-key.ts';
import { shortHash } from './short-hash.ts';

/** When two texts are alike. */
export interface SimilarTextSettings {
  /** The least share of shingles that both have, of those that either has (Jaccard's index), above 0 up to 1. */
  readonly threshold: number;
  /** Words of a shingle: a run of words, in small letters. */
  readonly shingle: number;
  /** Pairs that are told; all are counted. */
  readonly limit: number;
}

/** The numbers of a text's signature. */
const signatureLength = 128;
/** Texts that one is compared with at most. More agree in a band and are not alike where much of every text is the same, as in form letters. */
const mostCompared = 250;
/** Texts that are just alike are found at least so often. */
const leastRecall = 0.999;

/**
 * Texts that are alike an earlier one: their shingles are compared by signatures of least hashes, those that agree in a band of them
 * shingle by shingle. Held are the signature's bands and 4 bytes for each different shingle of a text. Texts without a word are like
 * none. Two shingles are taken for the same once in 4 billion times.
 * Sources: Broder, "On the resemblance and containment of documents" (1997); Indyk and Motwani, "Approximate nearest neighbors" (STOC
 * 1998); Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.
 */
export async function findSimilarTexts(
  texts: Stream<string>,
  settings: SimilarTextSettings,
  reading: Pick<Reading, 'signal'>,
): Promise<Duplicates> {
  checkSettings(settings);
  const { threshold, shingle, limit } = settings;
  const found = new PairCollector(limit);
  const sign = createSigner();
  const length = bandLength(threshold);
  const bands = Array.from({ length: Math.floor(signatureLength / length) }, () => new RowsByKey());
  const shinglesOf = new Map<number, Int32Array>();
  const sameShingles = new Map<string, number>();
  await eachRow(texts, reading, (text, row) => {
    const shingles = hashShingles(tokenize(text), shingle);
    if (shingles.length === 0) return;
    // Equal texts, of which there may be any number, are found by one look-up and compared with no other.
    const name = shortHash([shingles]);
    const same = sameShingles.get(name);
    if (same !== undefined) {
      found.add(same, row, 1);
      return;
    }
    sameShingles.set(name, row);
    const keys = bandKeys(sign(shingles), bands.length, length);
    // Bands that few agree in first: there are those that are alike, in the others those that have the same phrases.
    const earlier = bands.map((band, at) => band.of(keys[at]!)).sort((one, other) => one.length - other.length);
    const { match, isFinished } = findEarlier(earlier, mostCompared, (first) => {
      const similarity = jaccard(shinglesOf.get(first)!, shingles);
      return similarity >= threshold ? similarity : null;
    });
    if (match !== null) found.add(match.row, row, match.similarity);
    if (!isFinished) found.addUnfinished();
    bands.forEach((band, at) => {
      band.add(keys[at]!, row);
    });
    shinglesOf.set(row, shingles);
  });
  return found.take();
}

/**
 * The numbers of a band: as many as possible, so that few texts agree in one by chance, while texts at the threshold still agree in
 * some band nearly always.
 */
function bandLength(threshold: number): number {
  for (let length = signatureLength; length > 1; length--) {
    const bands = Math.floor(signatureLength / length);
    if (1 - (1 - threshold ** length) ** bands >= leastRecall) return length;
  }
  return 1;
}

/** The hashes of a text's shingles, ascending, each once; a text of fewer words has one shingle of them all. */
function hashShingles(words: readonly string[], length: number): Int32Array {
  if (words.length === 0) return new Int32Array(0);
  const hashes = words.map(hashWord);
  const count = Math.max(1, words.length - length + 1);
  const shingles = new Int32Array(count);
  for (let start = 0; start < count; start++) {
    let hash = 0;
    for (let at = start; at < Math.min(start + length, hashes.length); at++) {
      hash = mix((Math.imul(hash, 31) + hashes[at]!) | 0);
    }
    shingles[start] = hash;
  }
  shingles.sort();
  let kept = 1;
  for (let at = 1; at < count; at++) if (shingles[at] !== shingles[at - 1]) shingles[kept++] = shingles[at]!;
  return shingles.slice(0, kept);
}

/** FNV-1a over the units of a word, mixed so that every bit depends on all. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** The last step of MurmurHash3 (Austin Appleby, public domain). */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Gives the least of each of 128 hash functions over the shingles; two texts agree in one as likely as their index says. */
function createSigner(): (shingles: Int32Array) => Int32Array {
  const random = createRandom('similar texts');
  const factors = Int32Array.from({ length: signatureLength }, () => random.integer(2 ** 31) * 2 + 1);
  const offsets = Int32Array.from({ length: signatureLength }, () => random.integer(2 ** 32));
  return (shingles) => {
    const signature = new Int32Array(signatureLength);
    for (let at = 0; at < signatureLength; at++) {
      const factor = factors[at]!;
      const offset = offsets[at]!;
      let least = 0x7fffffff;
      for (let shingle = 0; shingle < shingles.length; shingle++) {
        const hash = Math.imul(shingles[shingle]! ^ offset, factor);
        if (hash < least) least = hash;
      }
      signature[at] = least;
    }
    return signature;
  };
}

/** One number for each band of a signature; 30 bits, which the engine keeps without a box. */
function bandKeys(signature: Int32Array, bands: number, length: number): number[] {
  return Array.from({ length: bands }, (_, band) => {
    let key = 0;
    for (let at = band * length; at < (band + 1) * length; at++) key = mix((Math.imul(key, 31) + signature[at]!) | 0);
    return key >>> 2;
  });
}

/** Shingles that both have, of all that either has. */
function jaccard(one: Int32Array, other: Int32Array): number {
  let both = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const [a, b] = [one[i]!, other[j]!];
    if (a === b) both++;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return both / (one.length + other.length - both);
}

function checkSettings({ threshold, shingle }: SimilarTextSettings): void {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(`The threshold of similar texts lies above 0 and is at most 1. Received: ${threshold}`);
  }
  if (!Number.isInteger(shingle) || shingle < 1) {
    throw new RangeError(`A shingle has a whole number of words, at least 1. Received: ${shingle}`);
  }
}
