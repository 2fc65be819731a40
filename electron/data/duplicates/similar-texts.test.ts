import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/training/random.ts';
import { unwatchedReading } from '../reading.ts';
import { openSpamAssassin } from '../sources/spam-assassin.ts';
import { findSimilarTexts, type SimilarTextSettings } from './similar-texts.ts';

const find = (texts: Iterable<string>, settings: Partial<SimilarTextSettings> = {}) =>
  findSimilarTexts(texts, { threshold: 0.7, shingle: 2, limit: 10_000, ...settings }, unwatchedReading());

const fox = 'the quick brown fox jumps over the lazy dog and runs away';

/** The definition: shingles as texts. */
function shinglesOf(text: string, shingle: number): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const count = Math.max(1, words.length - shingle + 1);
  return new Set(Array.from({ length: count }, (_, at) => words.slice(at, at + shingle).join(' ')));
}

function similarityOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0;
  for (const name of one) if (other.has(name)) both++;
  return both / (one.size + other.size - both);
}

/** Texts of a few words, many of them with some words changed from an earlier one. */
function makeTexts(count: number): string[] {
  const random = createRandom(11);
  const word = () => `w${random.integer(4000)}`;
  const texts: string[][] = [];
  for (let row = 0; row < count; row++) {
    const earlier = texts[random.integer(Math.max(1, row))];
    if (earlier === undefined || random.integer(2) === 0) {
      texts.push(Array.from({ length: 5 + random.integer(40) }, word));
    } else {
      texts.push(earlier.map((same) => (random.integer(20) === 0 ? word() : same)));
    }
  }
  return texts.map((words) => words.join(' '));
}

describe('texts that are alike', () => {
  test('are paired with the share of shingles that both have', async () => {
    const texts = [
      fox,
      'something else that has nothing to do with any animal at all',
      fox.replace('away', 'home'),
      `${fox.toUpperCase()}!`,
      'fox the quick',
    ];
    expect(await find(texts)).toEqual({
      pairs: [
        { first: 0, second: 2, similarity: 10 / 12 },
        { first: 0, second: 3, similarity: 1 },
      ],
      count: 2,
      unfinished: 0,
    });
  });

  test.each([0.3, 0.5, 0.8, 1])('are all found from %d on, each with the first that it is alike', async (threshold) => {
    const texts = makeTexts(600);
    // Every text with every earlier one.
    const sets = texts.map((text) => shinglesOf(text, 3));
    const expected: { first: number; second: number; similarity: number }[] = [];
    for (let second = 0; second < texts.length; second++) {
      const similarities = sets.slice(0, second).map((one) => similarityOf(one, sets[second]!));
      const same = similarities.indexOf(1);
      const first = same === -1 ? similarities.findIndex((similarity) => similarity >= threshold) : same;
      if (first !== -1) expected.push({ first, second, similarity: similarities[first]! });
    }
    expect(expected.length).toBeGreaterThan(threshold === 1 ? 10 : 60);
    expect((await find(texts, { threshold, shingle: 3 })).pairs).toEqual(expected);
  });

  test('are found in one of two words too, but not among texts without any', async () => {
    expect((await find(['Yes.', 'no', '...', '', 'yes', '!!!', '', 'yes no'])).pairs).toEqual([
      { first: 0, second: 4, similarity: 1 },
    ]);
  });

  test('are the same each time, and counted beyond the limit', async () => {
    const texts = makeTexts(300);
    const all = await find(texts);
    expect(await find(texts)).toEqual(all);
    expect(await find(texts, { limit: 3 })).toEqual({ ...all, pairs: all.pairs.slice(0, 3) });
  });

  test.each([
    ['equal', () => fox],
    ['nearly equal', (row: number) => `${fox} ${fox} ${fox} ${row}`],
  ])(
    'may be all rows there are: %s',
    async (_, textOf) => {
      const rows = 50_000;
      const texts = Array.from({ length: rows }, (_, row) => textOf(row));
      const { count, pairs, unfinished } = await find(texts, { threshold: 0.7, limit: rows });
      expect({ count, unfinished, first: new Set(pairs.map(({ first }) => first)) }).toEqual({
        count: rows - 1,
        unfinished: 0,
        first: new Set([0]),
      });
      // Every text with every other takes hours.
    },
    120_000,
  );

  test('are told to be looked for in part where thousands seem alike, and the search ends', async () => {
    const random = createRandom(2);
    const texts = Array.from({ length: 3000 }, () => {
      const own = Array.from({ length: 18 }, () => `w${random.integer(100_000)}`).join(' ');
      return `${fox} ${fox.replaceAll('the', 'a')} ${own}`;
    });
    const { count, unfinished } = await find([...texts, texts[5]!]);
    expect(count).toBe(1);
    expect(unfinished).toBeGreaterThan(0);
  });

  test('are in the spam corpus: every text that is there twice, and mails with a few words changed', async () => {
    const mails = await (await openSpamAssassin()).preview(10_000);
    const texts = mails.map(([text]) => text!);
    expect(texts.length).toBe(6046);
    const { pairs, count, unfinished } = await find(texts, { threshold: 0.8, shingle: 3 });
    expect({ count, unfinished }).toEqual({ count: 772, unfinished: 0 });
    const seen = new Set<string>();
    const repeated = texts.flatMap((text, row) => {
      if (!/\w/.test(text)) return [];
      if (seen.has(text)) return [row];
      seen.add(text);
      return [];
    });
    const found = new Set(pairs.map(({ second }) => second));
    expect(repeated.length).toBeGreaterThan(100);
    expect(repeated.filter((row) => !found.has(row))).toEqual([]);
    expect(pairs.filter(({ similarity }) => similarity < 1).length).toBeGreaterThan(100);
  });

  test.each([
    [{ threshold: 0 }, 'The threshold of similar texts lies above 0 and is at most 1. Received: 0'],
    [{ threshold: 1.5 }, 'Received: 1.5'],
    [{ shingle: 0 }, 'A shingle has a whole number of words, at least 1. Received: 0'],
  ])('are not looked for with %j', async (settings, message) => {
    await expect(find([], settings)).rejects.toThrow(message);
  });
});
