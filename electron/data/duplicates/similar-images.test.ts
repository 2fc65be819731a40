import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/training/random.ts';
import { unwatchedReading } from '../reading.ts';
import { findSimilarImages } from './similar-images.ts';

const find = (thumbnails: Iterable<Uint8Array>, distance: number, limit = 10_000) =>
  findSimilarImages(thumbnails, { distance, limit }, unwatchedReading());

const random = createRandom(4);
const anyThumbnail = () => Uint8Array.from({ length: 72 }, () => random.integer(200));

/** Whether each value is greater than the one right of it. */
function bitsOf(thumbnail: Uint8Array): boolean[] {
  const bits: boolean[] = [];
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) bits.push(thumbnail[y * 9 + x]! > thumbnail[y * 9 + x + 1]!);
  return bits;
}

function differences(one: Uint8Array, other: Uint8Array): number {
  const bits = bitsOf(other);
  return bitsOf(one).filter((bit, at) => bit !== bits[at]).length;
}

/** A thumbnail with some of its values changed. */
function changed(thumbnail: Uint8Array, values: number): Uint8Array {
  const copy = thumbnail.slice();
  for (let i = 0; i < values; i++) copy[random.integer(72)] = random.integer(200);
  return copy;
}

describe('images that are alike', () => {
  test('are found in another brightness and contrast', async () => {
    const one = anyThumbnail();
    const other = anyThumbnail();
    const brighter = one.map((value) => value + 40);
    expect(await find([one, other, brighter, one], 0)).toEqual({
      pairs: [
        { first: 0, second: 2, similarity: 1 },
        { first: 0, second: 3, similarity: 1 },
      ],
      count: 2,
      unfinished: 0,
      flat: 0,
    });
  });

  test.each([0, 1, 3, 4, 7, 10, 16])(
    'are all found that differ in at most %i bits, each with the first',
    async (distance) => {
      const thumbnails: Uint8Array[] = [];
      for (let row = 0; row < 400; row++) {
        const earlier = thumbnails[random.integer(Math.max(1, row))];
        thumbnails.push(
          earlier === undefined || random.integer(3) === 0 ? anyThumbnail() : changed(earlier, random.integer(9)),
        );
      }
      const expected: { first: number; second: number; similarity: number }[] = [];
      thumbnails.forEach((thumbnail, second) => {
        const found = thumbnails.slice(0, second).map((one) => differences(one, thumbnail));
        const same = found.indexOf(0);
        const first = same === -1 ? found.findIndex((bits) => bits <= distance) : same;
        if (first !== -1) expected.push({ first, second, similarity: 1 - found[first]! / 64 });
      });
      expect(expected.length).toBeGreaterThan(20);
      expect((await find(thumbnails, distance)).pairs).toEqual(expected);
    },
  );

  test('of one shade are alike only where their thumbnails are the same, and are counted', async () => {
    const black = new Uint8Array(72).fill(3);
    const white = new Uint8Array(72).fill(250);
    const noisy = white.map((_, at) => 250 + (at % 5));
    expect(await find([black, white, noisy, black], 10)).toEqual({
      pairs: [{ first: 0, second: 3, similarity: 1 }],
      count: 1,
      unfinished: 0,
      flat: 4,
    });
  });

  test.each([
    ['equal', 0],
    ['nearly equal', 3],
  ])(
    'may be all there are: %s',
    async (_, values) => {
      const one = anyThumbnail();
      const thumbnails = Array.from({ length: 50_000 }, () => changed(one, values));
      const { count, pairs } = await find(thumbnails, 10, 1);
      expect({ count, pairs: pairs.length, first: pairs[0]!.first }).toEqual({ count: 49_999, pairs: 1, first: 0 });
      // Every image with every other takes hours.
    },
    120_000,
  );

  test('are not looked for with other thumbnails or more bits than tell anything', async () => {
    await expect(find([new Uint8Array(64)], 3)).rejects.toThrow(
      'A thumbnail has 9 by 8 grey values, 72 in all. Received: 64 for row 0',
    );
    await expect(find([], 33)).rejects.toThrow(
      'The bits that may differ are a whole number from 0 to 32. Received: 33',
    );
  });
});
