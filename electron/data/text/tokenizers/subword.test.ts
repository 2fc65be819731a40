import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doAtOnce } from '../../../../shared/data/stretches.ts';
import { chaptersOfMobyDick } from '../../../../testing/datasets.ts';
import { trainingMerges } from './byte-pair-training.ts';
import { countOne } from './counts.ts';
import { type FittedSubword, leastSubwords, openSubword, subwordPieces, subwordSchema } from './subword.ts';
import { trainTokenizer } from './tokenizer.ts';

const a = 2 + 'a'.charCodeAt(0) - 0x21;
const b = a + 1;
const c = a + 2;

function train(texts: readonly string[], vocabularySize: number, lowercase = false): FittedSubword {
  return trainTokenizer('subword', texts, { vocabularySize, lowercase }) as FittedSubword;
}

interface Golden {
  readonly merges: string;
  readonly spaces: { readonly texts: readonly string[]; readonly merges: string };
  readonly encoded: readonly { readonly text: string; readonly tokens: string }[];
}

function mergesOf(written: string): [number, number][] {
  return written.split(',').map((merge) => merge.split(' ').map(Number) as [number, number]);
}

describe("beside Hugging Face's tokenizers", () => {
  // Written by subword-golden.py.
  const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'subword-golden.json'), 'utf8')) as Golden;
  const merges = mergesOf(golden.merges);

  test('the same text gives the same merges in the same order', () => {
    expect(train(chaptersOfMobyDick(135), 1000).merges).toEqual(merges);
  });

  test('spaces are those of Unicode, in what is joined and what is not', () => {
    expect(train(golden.spaces.texts, 400).merges).toEqual(mergesOf(golden.spaces.merges));
  });

  test.each(golden.encoded)('the same merges give the same tokens of $text', ({ text, tokens }) => {
    const { encode, decode } = openSubword({ kind: 'subword', lowercase: false, merges });
    expect([...encode(text)].join(' ')).toBe(tokens);
    expect(decode(encode(text))).toBe(text);
  });
});

describe('training', () => {
  test('joins the commonest pair first, and no pair that comes once', () => {
    const { merges } = train(['abc', 'abc', 'ab', 'bc'], 1000);
    // ab and bc come three times each: the one with the smaller numbers is first.
    expect(merges).toEqual([
      [a, b],
      [leastSubwords, c],
    ]);
  });

  test('of pairs as frequent as each other joins the one with the smallest numbers, left before right', () => {
    expect(train(['cb', 'cb', 'ac', 'ac', 'ab', 'ab'], leastSubwords + 3).merges.slice(0, 2)).toEqual([
      [a, b],
      [a, c],
    ]);
  });

  test('of a run of the same byte joins from the left', () => {
    const { encode } = openSubword(train(['aaaaa aaaaa'], leastSubwords + 1));
    expect([...encode('aaaaa')]).toEqual([leastSubwords, leastSubwords, a]);
  });

  test('ends at the vocabulary size', () => {
    expect(openSubword(train(chaptersOfMobyDick(2), 300)).vocabularySize).toBe(300);
  });

  test('takes halves of surrogate pairs as any other characters', () => {
    const { encode, decode, vocabularySize } = openSubword(train(['\ud83d\ud83d', '\ud83d\ud83d'], 300));
    expect(vocabularySize).toBe(leastSubwords + 3);
    expect([...encode('\ud83d\ud83d\ud83d')].length).toBe(2);
    expect(decode(encode('\ud83d\ud83d\ud83d'))).toBe('\ud83d\ud83d\ud83d');
  });

  test('of no texts learns the bytes alone', () => {
    expect(openSubword(train([], 300)).vocabularySize).toBe(leastSubwords);
  });

  test('needs room for every byte', () => {
    expect(() => train(['a'], 257)).toThrow('The vocabulary size is a whole number of at least 258. Received: 257');
  });

  test('counts as if every text were counted again after each merge', () => {
    const unit = fc.constantFrom('a', 'b', 'c', ' ', '\u00e9');
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 30 }), { maxLength: 6 }), (texts) => {
        const pieces = new Map<string, { count: number }>();
        for (const text of texts) for (const piece of subwordPieces(text, false)) countOne(pieces, piece);
        expect(doAtOnce(trainingMerges(pieces, leastSubwords + 30))).toEqual(trainByCounting(texts, 30));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a text', () => {
  const trained = openSubword(train(chaptersOfMobyDick(10), 600));

  test('comes back as it was, whatever it is', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\ud83d', '\ude00', '\ufeff', '\u0085', ' ', '\n', "'s", 'whale', '\ufffd'),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        expect(trained.decode(trained.encode(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('has the same tokens as its parts, wherever they are parted before a space', () => {
    const text = chaptersOfMobyDick(16).join(' \u00a0 ');
    expect(text.length).toBeGreaterThan(2 * 64 * 1024);
    const parts = text.split(/(?<=\S)(?=\s)/);
    expect([...trained.encode(text)]).toEqual(parts.flatMap((part) => [...trained.encode(part)]));
  });

  test('is cut at a limit, within a word too', () => {
    const all = [...trained.encode('the unfathomable whale')];
    for (const limit of [0, 1, 3, all.length, 100]) {
      expect([...trained.encode('the unfathomable whale', limit)]).toEqual(all.slice(0, limit));
    }
  });

  test('has small letters alone where capitals are not kept, each without regard to its neighbours', () => {
    const { encode, decode } = openSubword(train(['The THE the'], 300, true));
    expect(decode(encode('THE \u03a3\u03a3'))).toBe('the \u03c3\u03c3');
  });

  test('without any space is encoded in time, however long', () => {
    expect(trained.decode(trained.encode('whale'.repeat(100_000))).length).toBe(500_000);
  }, 20_000);
});

describe('tokens', () => {
  const { decode, encode } = openSubword(train(['abc abc'], 300));

  test('of padding give nothing, an unknown one and half a character the sign for it', () => {
    expect(decode([0, ...encode('a'), 1, ...encode('\u00e9').subarray(0, 1), 0, 0])).toBe('a\ufffd\ufffd');
  });

  test('that are none are refused', () => {
    expect(() => decode([a, 300])).toThrow('A token is a whole number from 0 to 259. Received: 300');
    expect(() => decode([-1])).toThrow('Received: -1');
  });
});

test('a merge of tokens that are not there yet is refused', () => {
  const saved = subwordSchema.parse({ kind: 'subword', lowercase: false, merges: [[a, leastSubwords]] });
  expect(() => openSubword(saved)).toThrow('A merge joins two tokens that are there before it, 2 to 257. Received: ');
});

test('bytes that are a token already are no other token', () => {
  const [ab, bc] = [leastSubwords, leastSubwords + 1];
  const merges: [number, number][] = [
    [a, b],
    [b, c],
    [ab, c],
    [a, bc],
  ];
  expect(openSubword({ kind: 'subword', lowercase: false, merges }).vocabularySize).toBe(leastSubwords + 3);
});

test('of two merges of one pair the first says when it is joined', () => {
  const merges: [number, number][] = [
    [a, b],
    [b, c],
    [a, b],
  ];
  expect([...openSubword({ kind: 'subword', lowercase: false, merges }).encode('abc')]).toEqual([leastSubwords, c]);
});

/** The definition itself, in place of what makes it fast. */
function trainByCounting(texts: readonly string[], count: number): [number, number][] {
  let pieces = texts.flatMap((text) =>
    (text.match(/ ?[abc\u00e9]+|\s+(?!\S)|\s+/g) ?? []).map((piece) => [...openSubword(train([], 300)).encode(piece)]),
  );
  const names = new Map<string, number>();
  const nameOf = new Map<number, string>();
  const merges: [number, number][] = [];
  while (names.size < count) {
    const counts = new Map<string, number>();
    for (const piece of pieces) {
      for (let at = 0; at + 1 < piece.length; at++) {
        const key = `${piece[at]} ${piece[at + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const [best] = [...counts]
      .map(([key, times]) => ({ pair: key.split(' ').map(Number) as [number, number], times }))
      .filter(({ times }) => times >= 2)
      .sort((x, y) => y.times - x.times || x.pair[0] - y.pair[0] || x.pair[1] - y.pair[1]);
    if (best === undefined) break;
    const [left, right] = best.pair;
    const spell = (token: number) => nameOf.get(token) ?? `<${token}>`;
    const name = spell(left) + spell(right);
    const joined = names.get(name) ?? leastSubwords + names.size;
    names.set(name, joined);
    nameOf.set(joined, name);
    merges.push([left, right]);
    pieces = pieces.map((piece) => {
      const shorter: number[] = [];
      for (let at = 0; at < piece.length; at++) {
        if (piece[at] === left && piece[at + 1] === right) {
          shorter.push(joined);
          at++;
        } else shorter.push(piece[at]!);
      }
      return shorter;
    });
  }
  return merges;
}
