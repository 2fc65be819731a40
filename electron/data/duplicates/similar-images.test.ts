import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/training/random.ts';
import { unwatchedReading } from '../reading.ts';
import { findSimilarImages } from './similar-images.ts';

/** By the hash alone, unless a correlation is asked for. */
const find = (thumbnails: Iterable<Uint8Array>, distance: number, { limit = 10_000, correlation = -1 } = {}) =>
  findSimilarImages(thumbnails, { distance, correlation, limit }, unwatchedReading());

const random = createRandom(4);
const anyThumbnail = () => Uint8Array.from({ length: 288 }, () => random.integer(200));

/** Whether the sum of each four values is greater than that of the four right of them. */
function bitsOf(thumbnail: Uint8Array): boolean[] {
  const small = Array.from({ length: 72 }, (_, at) => {
    const first = Math.floor(at / 9) * 36 + (at % 9) * 2;
    return [0, 1, 18, 19].reduce((sum, step) => sum + thumbnail[first + step]!, 0);
  });
  return small.flatMap((value, at) => (at % 9 === 8 ? [] : [value > small[at + 1]!]));
}

/** How far each value lies from the mean, in standard deviations. */
function scoresOf(values: Uint8Array): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return Array.from(values, (value) => (value - mean) / deviation);
}

/** Pearson's r as the mean product of scores. */
function correlationOf(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, score, at) => sum + score * other[at]!, 0) / one.length;
}

function differences(one: readonly boolean[], other: readonly boolean[]): number {
  return one.filter((bit, at) => bit !== other[at]).length;
}

/** A thumbnail with some of its values changed. */
function changed(thumbnail: Uint8Array, values: number): Uint8Array {
  const copy = thumbnail.slice();
  for (let i = 0; i < values; i++) copy[random.integer(288)] = random.integer(200);
  return copy;
}

describe('images that are alike', () => {
  test('are found in another brightness and contrast', async () => {
    const one = anyThumbnail();
    const other = anyThumbnail();
    const brighter = one.map((value) => value + 40);
    expect(await find([one, other, brighter, one], 0)).toEqual({
      pairs: [
        { first: 0, second: 2, similarity: expect.closeTo(1, 9) },
        { first: 0, second: 3, similarity: 1 },
      ],
      count: 2,
      unfinished: 0,
      flat: 0,
    });
  });

  test.each([
    [0, -1],
    [1, -1],
    [3, 0.9],
    [4, 0.95],
    [7, -1],
    [10, 0.9],
    [16, -1],
  ])(
    'are all found that differ in at most %i bits and go together by %d, each with the first',
    async (distance, correlation) => {
      const thumbnails: Uint8Array[] = [];
      for (let row = 0; row < 250; row++) {
        const earlier = thumbnails[random.integer(Math.max(1, row))];
        thumbnails.push(
          earlier === undefined || random.integer(3) === 0 ? anyThumbnail() : changed(earlier, random.integer(30)),
        );
      }
      const expected: unknown[] = [];
      const seen = thumbnails.map((one) => ({ bits: bitsOf(one), scores: scoresOf(one), name: one.join() }));
      seen.forEach((thumbnail, second) => {
        const earlier = seen.slice(0, second);
        const similarityOf = (one: typeof thumbnail) => correlationOf(one.scores, thumbnail.scores);
        const same = earlier.findIndex(({ name }) => name === thumbnail.name);
        const alike = earlier.findIndex(
          (one) => differences(one.bits, thumbnail.bits) <= distance && similarityOf(one) >= correlation,
        );
        if (same !== -1) expected.push({ first: same, second, similarity: 1 });
        else if (alike !== -1)
          expected.push({ first: alike, second, similarity: expect.closeTo(similarityOf(earlier[alike]!), 6) });
      });
      expect(expected.length).toBeGreaterThan(20);
      expect((await find(thumbnails, distance, { correlation })).pairs).toEqual(expected);
    },
  );

  test('of one shade are alike only where their thumbnails are the same, and are counted', async () => {
    const black = new Uint8Array(288).fill(3);
    const white = new Uint8Array(288).fill(250);
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
    ['nearly equal', 12],
  ])(
    'may be all there are: %s',
    async (_, values) => {
      const one = anyThumbnail();
      const thumbnails = Array.from({ length: 20_000 }, () => changed(one, values));
      const { count, pairs } = await find(thumbnails, 10, { limit: 1 });
      expect({ count, pairs: pairs.length, first: pairs[0]!.first }).toEqual({ count: 19_999, pairs: 1, first: 0 });
      // Every image with every other takes hours.
    },
    120_000,
  );

  test('may come in memory that is used again', async () => {
    const [one, other] = [anyThumbnail(), anyThumbnail()];
    const third = changed(one, 3);
    function* reused() {
      const memory = new Uint8Array(288);
      for (const thumbnail of [one, other, third]) {
        memory.set(thumbnail);
        yield memory;
      }
    }
    const { pairs } = await find(reused(), 8, { correlation: 0.9 });
    const similarity = correlationOf(scoresOf(one), scoresOf(third));
    expect(similarity).toBeLessThan(0.9999);
    expect(pairs).toEqual([{ first: 0, second: 2, similarity: expect.closeTo(similarity, 6) }]);
  });

  test('are not looked for with other thumbnails or more bits than tell anything', async () => {
    await expect(find([new Uint8Array(64)], 3)).rejects.toThrow(
      'A thumbnail has 18 by 16 grey values, 288 in all. Received: 64 for row 0',
    );
    await expect(find([], 33)).rejects.toThrow(
      'The bits that may differ are a whole number from 0 to 32. Received: 33',
    );
  });
});
