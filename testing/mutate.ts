import type { Random } from '../shared/training/random.ts';

/** Bytes that readers take for more than a letter. */
const telling = [
  '\0',
  '\n',
  '\r\n',
  '"',
  ',',
  ';',
  '{',
  '[',
  '\\',
  '\ufeff',
  '\u{1f600}',
  '__proto__',
  '1e999',
  '-1',
  '\xff\xff\xff\xff',
  '\x7f\xff\xff\xff',
] as const;

const mutations = {
  truncate: (bytes: Buffer, random: Random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  flip(bytes: Buffer, random: Random) {
    const flipped = Buffer.from(bytes);
    for (let left = 1 + random.integer(8); left > 0 && flipped.length > 0; left--)
      flipped[random.integer(flipped.length)]! ^= 1 << random.integer(8);
    return flipped;
  },
  insert(bytes: Buffer, random: Random) {
    const at = random.integer(bytes.length + 1);
    const text = telling[random.integer(telling.length)]!;
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(text, at % 2 === 0 ? 'utf8' : 'latin1'),
      bytes.subarray(at),
    ]);
  },
  remove(bytes: Buffer, random: Random) {
    const [from, to] = rangeOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  repeat(bytes: Buffer, random: Random) {
    const [from, to] = rangeOf(bytes, random);
    const times = Math.min(2 ** random.integer(12), Math.ceil(100_000 / Math.max(1, to - from)));
    const repeated = new Array<Buffer>(times).fill(bytes.subarray(from, to));
    return Buffer.concat([bytes.subarray(0, to), ...repeated, bytes.subarray(to)]);
  },
  splice(bytes: Buffer, random: Random, other: Buffer) {
    const [from, to] = rangeOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), other.subarray(...rangeOf(other, random)), bytes.subarray(to)]);
  },
} satisfies Record<string, (bytes: Buffer, random: Random, other: Buffer) => Buffer>;

const kinds = Object.values(mutations);

function rangeOf(bytes: Buffer, random: Random): [from: number, to: number] {
  const one = random.integer(bytes.length + 1);
  const other = random.integer(bytes.length + 1);
  return [Math.min(one, other), Math.max(one, other)];
}

/** A file with one to three things done to it: cut off, bits flipped, signs put in, parts left out or repeated, parts of another file put in. */
export function mutate(bytes: Buffer, other: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let left = 1 + random.integer(3); left > 0; left--)
    mutated = kinds[random.integer(kinds.length)]!(mutated, random, other);
  return mutated;
}
