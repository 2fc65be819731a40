/** The whole state of a generator: four unsigned 32-bit words, not all zero. Plain numbers, so a checkpoint can hold it. */
export type RandomState = readonly [number, number, number, number];

/** A reproducible source of random numbers: the same seed and the same calls give the same values, bit for bit. */
export interface Random {
  /** `count` values evenly spread over [low, high), as float32. */
  uniform(count: number, low?: number, high?: number): Float32Array;
  /** `count` values of the normal distribution, as float32. */
  normal(count: number, mean?: number, stddev?: number): Float32Array;
  /** `count` values of the normal distribution, those beyond two standard deviations drawn again (as Keras does). */
  truncatedNormal(count: number, mean?: number, stddev?: number): Float32Array;
  /** `count` values that are `value` with the given probability and 0 otherwise; a dropout mask in one pass. */
  mask(count: number, probability: number, value?: number): Float32Array;
  /** One whole number in [0, below), every one equally likely; `below` is at most 2^32. */
  integer(below: number): number;
  /** The numbers 0 to count - 1 in a random order. */
  permutation(count: number): Uint32Array;
  /** A part of what `permutation` does: draws what stands at the places from `last` down to `until`, which is at least 1. */
  shuffle(order: Uint32Array, last: number, until: number): void;
  /** What `restore` needs to go on from here. */
  state(): RandomState;
  /** Goes on from an earlier `state()`. */
  restore(state: RandomState): void;
}

/** What a generator can be started from. Numbers and strings never collide: 1 and '1' are different seeds. */
export type Seed = number | string;

const wordCount = 2 ** 32;
const mask64 = (1n << 64n) - 1n;

/**
 * FNV-1a, 64 bits, of a row of bytes.
 * Source: Fowler, Noll, Vo, Eastlake: "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
 */
export function fnv1a64(bytes: Iterable<number>): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask64;
  return hash;
}

/**
 * The first `count` outputs of SplitMix64 from the given state.
 * Source: Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (OOPSLA 2014); constants as in Vigna's splitmix64.c.
 */
export function splitMix64(state: bigint, count: number): readonly bigint[] {
  const outputs: bigint[] = [];
  let position = state & mask64;
  for (let i = 0; i < count; i++) {
    position = (position + 0x9e3779b97f4a7c15n) & mask64;
    let mixed = position;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask64;
    outputs.push(mixed ^ (mixed >> 31n));
  }
  return outputs;
}

function* utf16Bytes(text: string): Generator<number> {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    yield unit & 0xff;
    yield unit >>> 8;
  }
}

function checkSeed(seed: Seed): void {
  if (typeof seed === 'number' && !Number.isFinite(seed)) {
    throw new RangeError(`A seed is a finite number or a text. Received: ${seed}`);
  }
}

function hashSeed(parts: readonly Seed[]): bigint {
  for (const part of parts) checkSeed(part);
  // JSON keeps the borders between the parts and the difference between a number and a text.
  return fnv1a64(utf16Bytes(JSON.stringify(parts)));
}

/**
 * A seed of its own for one purpose of a run, such as `deriveSeed(seed, 'dropout', block, step)`: what one part draws
 * never shifts what another draws. A whole number below 2^53.
 */
export function deriveSeed(seed: Seed, ...parts: readonly Seed[]): number {
  const [mixed] = splitMix64(hashSeed([seed, ...parts]), 1);
  return Number(mixed! >> 11n);
}

/**
 * xoshiro128** 1.1, seeded through SplitMix64 as its authors advise; period 2^128 - 1.
 * Source: Blackman, Vigna: "Scrambled linear pseudorandom number generators" (ACM TOMS 47, 2021).
 */
export function createRandom(seed: Seed): Random {
  const [first, second] = splitMix64(hashSeed([seed]), 2);
  return randomFromState([
    Number(first! & 0xffffffffn),
    Number(first! >> 32n),
    Number(second! & 0xffffffffn),
    Number(second! >> 32n),
  ]);
}

/** A generator that goes on from a saved state. Throws a RangeError when the state is not four words with a bit set. */
export function randomFromState(start: RandomState): Random {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;

  function restore(state: RandomState): void {
    const sound = state.length === 4 && state.every((word) => Number.isInteger(word) && word >= 0 && word < wordCount);
    if (!sound || state.every((word) => word === 0)) {
      throw new RangeError(
        `The state of a random generator is four whole numbers below 2^32, not all zero. Received: ${JSON.stringify(state)}`,
      );
    }
    [s0, s1, s2, s3] = [state[0] | 0, state[1] | 0, state[2] | 0, state[3] | 0];
  }

  function word(): number {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  }

  function uniform(count: number, low = 0, high = 1): Float32Array {
    checkCount(count);
    if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
      throw new RangeError(`A uniform range needs two finite numbers, the lower first. Received: [${low}, ${high})`);
    }
    const values = new Float32Array(count);
    const width = high - low;
    const top = Math.fround(high);
    const bottom = Math.fround(low);
    for (let i = 0; i < count; i++) {
      // 24 bits: every value is exact in float32 and none rounds up to 1.
      let value = Math.fround(low + (word() >>> 8) * 2 ** -24 * width);
      while (value >= top && bottom < top) value = Math.fround(low + (word() >>> 8) * 2 ** -24 * width);
      values[i] = value;
    }
    return values;
  }

  /** Two independent standard normals (Box and Muller, "A note on the generation of random normal deviates", 1958). */
  function normalPair(): [number, number] {
    const radius = Math.sqrt(-2 * Math.log((word() + 1) / wordCount));
    const angle = (2 * Math.PI * word()) / wordCount;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }

  function normals(count: number, mean: number, stddev: number, limit: number): Float32Array {
    checkCount(count);
    if (!Number.isFinite(mean) || !Number.isFinite(stddev) || stddev < 0) {
      throw new RangeError(
        `A normal distribution needs a finite mean and a standard deviation of at least 0. Received: ${mean}, ${stddev}`,
      );
    }
    const values = new Float32Array(count);
    let filled = 0;
    while (filled < count) {
      for (const standard of normalPair()) {
        if (filled < count && Math.abs(standard) <= limit) values[filled++] = mean + stddev * standard;
      }
    }
    return values;
  }

  function mask(count: number, probability: number, value = 1): Float32Array {
    checkCount(count);
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`A probability lies between 0 and 1. Received: ${probability}`);
    }
    const values = new Float32Array(count);
    const threshold = probability * wordCount;
    for (let i = 0; i < count; i++) values[i] = word() < threshold ? value : 0;
    return values;
  }

  function integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > wordCount) {
      throw new RangeError(`The limit of a random whole number lies between 1 and 2^32. Received: ${below}`);
    }
    // Words past the last whole multiple would favour the small numbers: they are drawn again.
    let drawn = word();
    // Hardly any word is so large that the limit, a slow division, has to be known.
    if (drawn >= wordCount - below) {
      const usable = wordCount - (wordCount % below);
      while (drawn >= usable) drawn = word();
    }
    return drawn % below;
  }

  function shuffle(order: Uint32Array, last: number, until: number): void {
    for (let place = last; place >= until; place--) {
      const other = integer(place + 1);
      const kept = order[place]!;
      order[place] = order[other]!;
      order[other] = kept;
    }
  }

  /** Durstenfeld's form of the Fisher-Yates shuffle (Communications of the ACM 7, 1964, algorithm 235). */
  function permutation(count: number): Uint32Array {
    checkCount(count);
    const order = new Uint32Array(count);
    for (let place = 0; place < count; place++) order[place] = place;
    shuffle(order, count - 1, 1);
    return order;
  }

  restore(start);
  return {
    uniform,
    normal: (count, mean = 0, stddev = 1) => normals(count, mean, stddev, Number.POSITIVE_INFINITY),
    truncatedNormal: (count, mean = 0, stddev = 1) => normals(count, mean, stddev, 2),
    mask,
    integer,
    permutation,
    shuffle,
    state: () => [s0 >>> 0, s1 >>> 0, s2 >>> 0, s3 >>> 0],
    restore,
  };
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0 || count >= wordCount) {
    throw new RangeError(`A count is a whole number of at least 0 and below 2^32. Received: ${count}`);
  }
}
