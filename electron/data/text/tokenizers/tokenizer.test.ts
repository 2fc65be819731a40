import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenizerKinds } from '../../../../shared/data/steps/tokenize.ts';
import { TokenBuffer } from './token-buffer.ts';
import { fittedTokenizerSchema, openTokenizer, trainTokenizer } from './tokenizer.ts';

const texts = ['The cat sat. The dog sat!', 'the CAT', '\u4f60\u597d cat'];

describe.each(tokenizerKinds)('a tokenizer of the kind %s', (kind) => {
  const fitted = trainTokenizer(kind, texts, { vocabularySize: 280, lowercase: true });
  const tokenizer = openTokenizer(fitted);

  test('is the same after it was saved', () => {
    expect(fittedTokenizerSchema.parse(JSON.parse(JSON.stringify(fitted)))).toEqual(fitted);
  });

  test('gives tokens of its vocabulary alone, never padding, and unknown ones where it has unknown pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = [...tokenizer.encode(text)];
        expect(tokens.every((token) => token > 0 && token < tokenizer.vocabularySize)).toBe(true);
        expect(tokenizer.unknowns(text).length).toBe(tokens.filter((token) => token === 1).length);
      }),
    );
  });

  test('cuts at a limit as if all tokens had been made first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(8), (text, limit) => {
        expect(tokenizer.encode(text, limit)).toEqual(tokenizer.encode(text).slice(0, limit));
      }),
    );
  });

  test('appends to what is there', () => {
    const tokens = new TokenBuffer();
    tokenizer.append('the cat', tokens);
    tokenizer.append('the dog', tokens);
    expect([...tokens.take()]).toEqual([...tokenizer.encode('the cat'), ...tokenizer.encode('the dog')]);
  });

  test('knows no padding in a text, and no token beyond its vocabulary', () => {
    expect(tokenizer.decode([0, 0, ...tokenizer.encode('the cat'), 0])).toBe('the cat');
    expect(() => tokenizer.decode([tokenizer.vocabularySize])).toThrow(`Received: ${tokenizer.vocabularySize}`);
  });
});

describe('words', () => {
  const train = (vocabularySize: number, lowercase: boolean) =>
    trainTokenizer('word', texts, { vocabularySize, lowercase });

  test('are the most frequent, in small letters or as they are', () => {
    expect(train(5, true)).toEqual({ kind: 'word', lowercase: true, vocabulary: ['cat', 'the', 'sat'] });
    expect(train(5, false)).toEqual({ kind: 'word', lowercase: false, vocabulary: ['The', 'cat', 'sat'] });
  });

  test('are told with spaces between them, but for Han characters, and an unknown one by its sign', () => {
    const { encode, decode } = openTokenizer(train(100, true));
    expect(decode(encode('\u4f60\u597d, CAT bird sat \u597d'))).toBe('\u4f60\u597d cat [UNK] sat \u597d');
  });

  test('that are unknown are listed as they were looked up', () => {
    expect(openTokenizer(train(100, true)).unknowns('The Bird, the bird')).toEqual(['bird', 'bird']);
    expect(openTokenizer(train(100, false)).unknowns('the THE')).toEqual(['THE']);
  });
});

describe('characters', () => {
  test('are the most frequent, the space among them', () => {
    const fitted = trainTokenizer('character', ['aab B'], { vocabularySize: 4, lowercase: false });
    expect(fitted).toEqual({ kind: 'character', lowercase: false, vocabulary: ['a', ' '] });
    expect([...openTokenizer(fitted).encode('a b')]).toEqual([2, 3, 1]);
    expect(openTokenizer(fitted).decode([2, 3, 1])).toBe('a \ufffd');
  });

  test('that are all known are the text again, pairs of surrogates and halves of them too', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\ud83d', '\ude00', '\u0130', 'e\u0301')), (units) => {
        const text = units.join('');
        const { encode, decode } = openTokenizer(
          trainTokenizer('character', [text], { vocabularySize: 100, lowercase: false }),
        );
        expect(decode(encode(text))).toBe(text);
      }),
    );
  });

  test('in small letters may be more than before, and are still cut at the limit', () => {
    const { encode, decode } = openTokenizer(
      trainTokenizer('character', ['\u0130\u0130'], { vocabularySize: 100, lowercase: true }),
    );
    expect(decode(encode('\u0130\u0130', 3))).toBe('i\u0307i');
  });
});

test('a vocabulary has room for one token that is learned', () => {
  expect(() => trainTokenizer('word', texts, { vocabularySize: 2, lowercase: true })).toThrow(
    'at least 3. Received: 2',
  );
});
