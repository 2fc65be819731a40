import type { Stretches } from '../../../../shared/data/stretches.ts';
import { bytesOf, placeOfByte } from './byte-alphabet.ts';
import type { Counts } from './counts.ts';
import { Heap } from './heap.ts';
import { MergedTokens } from './merged-tokens.ts';
import { reservedTokens } from './tokens.ts';

/** Two tokens that become one. */
export type Merge = readonly [left: number, right: number];

/** Pieces that are taken in, and places that are looked at, between two pauses. */
const piecesOfStretch = 4096;
const placesOfStretch = 32_768;

/** Pairs that come only once teach nothing about other texts. */
const leastCount = 2;

/**
 * Learns which tokens to join, from how often each piece of the texts comes: each is then looked at once. Again and again the pair that
 * comes most often; of pairs as frequent as each other the one whose left token has the smallest number, then whose right one has. Ends at the vocabulary size, or where no pair comes twice.
 * Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units" (ACL 2016); the ties are broken as
 * Hugging Face's trainer does.
 */
export function* trainingMerges(pieces: Counts, vocabularySize: number): Stretches<Merge[]> {
  const symbols = new Symbols(vocabularySize);
  yield* symbols.taking(pieces);
  const tokens = new MergedTokens();
  const merges: Merge[] = [];
  while (tokens.size < vocabularySize) {
    const pair = symbols.takeCommonest();
    if (pair === null || pair.count < leastCount) break;
    merges.push([pair.left, pair.right]);
    symbols.join(pair, tokens.merge(pair.left, pair.right));
    yield;
  }
  return merges;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  /** How often it comes in the texts, now. */
  count: number;
  /** Where the left token begins: every place it is at now, and some where it was. */
  readonly places: number[];
}

/** A pair with the count it had when it was queued, which may be less by now. */
interface Queued {
  readonly pair: Pair;
  readonly count: number;
}

const border = -1;

/** All different pieces, one after the other with a border between them, as tokens that are joined in place. */
class Symbols {
  /** The token that begins at a place, or a border. */
  #token = new Int32Array(0);
  /** The bytes of a token, at its first place and at its last: so both neighbours are found at once. */
  #length = new Int32Array(0);
  /** How often the piece of a place comes. */
  #weight = new Uint32Array(0);
  readonly #pairs = new Map<number, Pair>();
  readonly #queue = new Heap<Queued>(isCommoner);
  readonly #vocabularySize: number;

  constructor(vocabularySize: number) {
    this.#vocabularySize = vocabularySize;
  }

  /** Takes the pieces in, once. */
  *taking(pieces: Counts): Stretches<void> {
    // Half of a surrogate pair counts for three bytes here, as in `bytesOf`.
    let size = 1;
    let taken = 0;
    for (const piece of pieces.keys()) {
      size += Buffer.byteLength(piece) + 1;
      if (++taken % piecesOfStretch === 0) yield;
    }
    this.#token = new Int32Array(size).fill(border);
    this.#length = new Int32Array(size).fill(1);
    this.#weight = new Uint32Array(size);
    let place = 1;
    for (const [piece, { count }] of pieces) {
      for (const byte of bytesOf(piece)) {
        this.#token[place] = reservedTokens + placeOfByte[byte]!;
        this.#weight[place] = count;
        place++;
      }
      place++;
      if (++taken % piecesOfStretch === 0) yield;
    }
    for (let at = 1; at + 1 < size; at++) {
      this.#add(at, this.#token[at]!, this.#token[at + 1]!);
      if (at % placesOfStretch === 0) yield;
    }
    for (const pair of this.#pairs.values()) this.#enqueue(pair);
  }

  /** The commonest pair of all, which is then to be joined; null where no two tokens are side by side. */
  takeCommonest(): Pair | null {
    for (let queued = this.#queue.pop(); queued !== undefined; queued = this.#queue.pop()) {
      const { pair, count } = queued;
      if (pair.count === count) return pair;
      if (pair.count > 0) this.#enqueue(pair);
    }
    return null;
  }

  /** Puts one token in place of a pair, wherever it is. */
  join(pair: Pair, joined: number): void {
    const { left, right } = pair;
    const changed = new Set<Pair>();
    // In order, for of "aaa" the first two are joined. They are in order already, unless the joined token was there before.
    for (const at of pair.places.sort((one, other) => one - other)) {
      if (this.#token[at] !== left) continue;
      const leftLength = this.#length[at]!;
      const second = at + leftLength;
      if (this.#token[second] !== right) continue;
      const length = leftLength + this.#length[second]!;
      const before = at - this.#length[at - 1]!;
      const after = at + length;
      this.#remove(at, this.#token[before]!, left);
      this.#remove(at, right, this.#token[after]!);
      this.#token[second] = border;
      this.#token[at] = joined;
      this.#length[at] = length;
      this.#length[after - 1] = length;
      const withBefore = this.#add(before, this.#token[before]!, joined);
      const withAfter = this.#add(at, joined, this.#token[after]!);
      if (withBefore !== null) changed.add(withBefore);
      if (withAfter !== null) changed.add(withAfter);
    }
    pair.count = 0;
    pair.places.length = 0;
    for (const one of changed) if (one.count > 0) this.#enqueue(one);
  }

  #add(place: number, left: number, right: number): Pair | null {
    if (left === border || right === border) return null;
    const key = left * this.#vocabularySize + right;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { left, right, count: 0, places: [] };
      this.#pairs.set(key, pair);
    }
    pair.count += this.#weight[place]!;
    pair.places.push(place);
    return pair;
  }

  #remove(place: number, left: number, right: number): void {
    if (left === border || right === border) return;
    this.#pairs.get(left * this.#vocabularySize + right)!.count -= this.#weight[place]!;
  }

  #enqueue(pair: Pair): void {
    this.#queue.push({ pair, count: pair.count });
  }
}

function isCommoner(one: Queued, other: Queued): boolean {
  if (one.count !== other.count) return one.count > other.count;
  if (one.pair.left !== other.pair.left) return one.pair.left < other.pair.left;
  return one.pair.right < other.pair.right;
}
