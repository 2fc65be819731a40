import type { Range } from '../../blocks/params.ts';
import { type Random, randomFromState } from '../../training/random.ts';

/** A number from a range, every one equally likely. */
export function drawFrom(random: Random, [from, to]: Range): number {
  return random.uniform(1)[0]! * (to - from) + from;
}

/** The last stage of MurmurHash3 (Austin Appleby, 2011): every bit that comes in changes half of those that go out. */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The golden ratio as 32 bits, by which numbers next to each other come to lie far apart. */
const golden = 0x9e3779b9;

/**
 * The random numbers of one row for one step: they follow from the seed of the epoch, the number of the step in the list and the row's
 * number in the source, and from nothing else, so that a row looks alike however batches are made and whoever makes them. `deriveSeed`
 * says the same by a hash of text, which takes twenty times as long: too long for each row of a table.
 */
export function rowRandom(epochSeed: number, step: number, row: number): Random {
  // A seed has up to 53 bits.
  const low = epochSeed >>> 0;
  const high = Math.floor(epochSeed / 2 ** 32) >>> 0;
  const first = mixed(mixed(mixed(low ^ golden) + high) + mixed(row + Math.imul(golden, step + 1)));
  const second = mixed(first + mixed(row ^ high) + step);
  const third = mixed(second + Math.imul(golden, row) + low);
  // One of four words has a bit set, whatever the others are.
  return randomFromState([first, second, third, (mixed(third + golden) | 1) >>> 0]);
}
