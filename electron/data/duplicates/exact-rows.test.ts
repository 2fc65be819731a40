import { describe, expect, test } from 'vitest';
import { unwatchedReading } from '../reading.ts';
import { findEqualRows, type Value } from './exact-rows.ts';

const find = (rows: Iterable<readonly Value[]>, limit = 100) => findEqualRows(rows, limit, unwatchedReading());

describe('equal rows', () => {
  test('are paired with the first of them', async () => {
    const rows = [
      ['a', 1],
      ['b', 1],
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', 1],
    ];
    expect(await find(rows)).toEqual({
      pairs: [
        { first: 0, second: 2, similarity: 1 },
        { first: 1, second: 4, similarity: 1 },
        { first: 0, second: 5, similarity: 1 },
      ],
      count: 3,
      unfinished: 0,
    });
  });

  test.each<[string, readonly Value[], readonly Value[]]>([
    ['a text at another place', ['ab', 'c'], ['a', 'bc']],
    ['a number and its text', [1], ['1']],
    ['nothing and its text', [null], ['null']],
    ['an empty text and nothing', [''], [null]],
    ['fewer values', ['a'], ['a', '']],
    ['a text that is written like two', ['a string 1 b'], ['a', 'b']],
    ['a text with the kind of the next in it', ['astring b', 'c'], ['a', 'bstring c']],
    ['a text with the kind and a blank', ['a string b', 'c'], ['a', 'b string c']],
    ['bytes and their text', [Uint8Array.of(0x61)], ['a']],
    ['bytes', [Uint8Array.of(1, 2)], [Uint8Array.of(2, 1)]],
    ['halves of surrogate pairs', ['\ud83d'], ['\ud83e']],
  ])('do not differ in %s', async (_, one, other) => {
    expect((await find([one, other])).count).toBe(0);
    expect((await find([one, other, [...other], [...one]])).pairs).toEqual([
      { first: 1, second: 2, similarity: 1 },
      { first: 0, second: 3, similarity: 1 },
    ]);
  });

  test('may hold NaN, and a zero of either sign', async () => {
    expect((await find([[Number.NaN], [0], [Number.NaN], [-0]])).count).toBe(2);
  });

  test('are counted beyond the limit of those that are told', async () => {
    const { pairs, count } = await find(Array(100_000).fill(['same', 1]), 2);
    expect({ pairs, count }).toEqual({
      pairs: [
        { first: 0, second: 1, similarity: 1 },
        { first: 0, second: 2, similarity: 1 },
      ],
      count: 99_999,
    });
    await expect(find([], -1)).rejects.toThrow('The limit of pairs is a whole number of at least 0. Received: -1');
  });

  test('may come one by one, and are no more looked for when the reading is ended', async () => {
    const ending = new AbortController();
    let given = 0;
    async function* rows() {
      for (;;) {
        if (++given === 5000) ending.abort(new Error('enough'));
        yield ['a'];
      }
    }
    await expect(findEqualRows(rows(), 1, { signal: ending.signal })).rejects.toThrow('enough');
    expect(given).toBeLessThan(10_000);
  });
});
