import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sequenceEnds } from '../../../shared/data/steps/tokenize.ts';
import { encodeSequences, inspectSequences, padSequences, type SequenceForm } from './sequences.ts';
import { openTokenizer, trainTokenizer } from './tokenizer.ts';

const texts = ['a b c', 'a', '', 'c b a b c'];
// a, b, c, ... are 2, 3, 4, ...
const tokenizer = openTokenizer({ kind: 'word', lowercase: true, vocabulary: ['a', 'b', 'c'] });
const rows = [0, 1, 2, 3];

describe('sequences of one length, as pad_sequences of Keras makes them', () => {
  test.each<[SequenceForm['padding'], SequenceForm['truncating'], number[]]>([
    ['post', 'post', [2, 3, 4, 2, 0, 0, 0, 0, 0, 4, 3, 2]],
    ['pre', 'post', [2, 3, 4, 0, 0, 2, 0, 0, 0, 4, 3, 2]],
    ['post', 'pre', [2, 3, 4, 2, 0, 0, 0, 0, 0, 2, 3, 4]],
    ['pre', 'pre', [2, 3, 4, 0, 0, 2, 0, 0, 0, 2, 3, 4]],
  ])('are padded %s and truncated %s', (padding, truncating, expected) => {
    const form = { length: 3, padding, truncating };
    const encoded = encodeSequences(texts, tokenizer, form);
    expect([...encoded.starts]).toEqual([0, 3, 4, 4, 7]);
    expect([...padSequences(encoded, rows, form)]).toEqual(expected);
  });

  test('are the same whether texts were cut when they were encoded or are cut in the batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('a', 'b', 'x'), { maxLength: 9 })),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(...sequenceEnds),
        fc.constantFrom(...sequenceEnds),
        (words, length, padding, truncating) => {
          const texts = words.map((text) => text.join(' '));
          const form = { length, padding, truncating };
          const all = texts.map((_, row) => row);
          const whole = encodeSequences(texts, tokenizer, { length: 100, truncating: 'post' });
          expect(padSequences(encodeSequences(texts, tokenizer, form), all, form)).toEqual(
            padSequences(whole, all, form),
          );
        },
      ),
    );
  });

  test('come in the order of the rows that are asked for', () => {
    const form = { length: 2, padding: 'post', truncating: 'post' } as const;
    const encoded = encodeSequences(texts, tokenizer, form);
    expect([...padSequences(encoded, [3, 1, 3], form)]).toEqual([4, 3, 2, 0, 4, 3]);
  });

  test('have at least one token', () => {
    expect(() => encodeSequences(texts, tokenizer, { length: 0, truncating: 'pre' })).toThrow('Received: 0');
  });
});

describe('a look at texts as tokens', () => {
  test('tells lengths, what is cut, and what is unknown', () => {
    const report = inspectSequences([...texts, 'x y x a', 'y x'], tokenizer, 3);
    expect(report).toEqual({
      texts: 6,
      tokens: 15,
      shortest: 0,
      median: 2.5,
      percentile95: 5,
      longest: 5,
      histogram: [
        { from: 0, to: 0, texts: 1 },
        { from: 1, to: 1, texts: 1 },
        { from: 2, to: 2, texts: 1 },
        { from: 3, to: 3, texts: 1 },
        { from: 4, to: 4, texts: 1 },
        { from: 5, to: 5, texts: 1 },
      ],
      shareCut: 2 / 6,
      shareUnknown: 5 / 15,
      unknowns: [
        { piece: 'x', count: 3 },
        { piece: 'y', count: 2 },
      ],
    });
  });

  test('of no texts is all zeros', () => {
    expect(inspectSequences([], tokenizer, 3)).toEqual({
      texts: 0,
      tokens: 0,
      shortest: 0,
      median: 0,
      percentile95: 0,
      longest: 0,
      histogram: [],
      shareCut: 0,
      shareUnknown: 0,
      unknowns: [],
    });
  });

  test('takes for the 95th percentile a length that 95 of 100 texts keep to', () => {
    const lengths = Array.from({ length: 100 }, (_, at) => 'a '.repeat(at + 1));
    expect(inspectSequences(lengths, tokenizer, 95)).toMatchObject({ percentile95: 95, median: 50.5, shareCut: 0.05 });
  });

  test('draws every text in at most 20 bars of one width, however long one of them is', () => {
    const report = inspectSequences([...Array(500).fill('a a a'), 'a '.repeat(5000)], tokenizer, 10);
    expect(report.histogram.length).toBe(20);
    expect(report.histogram[3]).toEqual({ from: 3, to: 3, texts: 500 });
    expect(report.histogram.at(-1)).toEqual({ from: 19, to: 5000, texts: 1 });
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1 }), (lengths) => {
        const { histogram, longest } = inspectSequences(
          lengths.map((length) => 'a '.repeat(length)),
          tokenizer,
          10,
        );
        expect(histogram.length).toBeLessThanOrEqual(20);
        for (const { from, to, texts } of histogram) {
          expect(texts).toBe(lengths.filter((length) => length >= from && length <= to).length);
        }
        expect(histogram.reduce((sum, { texts }) => sum + texts, 0)).toBe(lengths.length);
        expect(histogram.at(-1)!.to).toBeGreaterThanOrEqual(longest);
      }),
      { numRuns: 50 },
    );
  });

  test('names the commonest unknown words, at most 20', () => {
    const words = Array.from({ length: 30 }, (_, at) => `word${at}`);
    const { unknowns } = inspectSequences([words.join(' '), 'word29 word29'], tokenizer, 10);
    expect(unknowns.length).toBe(20);
    expect(unknowns[0]).toEqual({ piece: 'word29', count: 3 });
  });

  test('finds nothing unknown to subwords', () => {
    const subwords = openTokenizer(trainTokenizer('subword', ['a'], { vocabularySize: 258, lowercase: false }));
    expect(inspectSequences(['\u4f60', 'zzz'], subwords, 2)).toMatchObject({ tokens: 6, shareUnknown: 0, shareCut: 1 });
  });
});
