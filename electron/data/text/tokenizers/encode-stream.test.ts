import { describe, expect, test } from 'vitest';
import { tokenizerKinds } from '../../../../shared/data/steps/tokenize.ts';
import { unwatchedReading } from '../../reading.ts';
import { encodeStream } from './encode-stream.ts';
import { openTokenizer, trainTokenizer } from './tokenizer.ts';

const sentence = "The ship's crew \u2014 \u00c9mile, \u03a3\u03b1\u03c2 \u4f60\u597d \ud83d\ude00  said:\n\n\t'no' ";

async function encodeAll(...stream: Parameters<typeof encodeStream>): Promise<Int32Array> {
  const stretches: Int32Array[] = [];
  for await (const stretch of encodeStream(...stream)) stretches.push(stretch);
  const tokens = new Int32Array(stretches.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const stretch of stretches) {
    tokens.set(stretch, at);
    at += stretch.length;
  }
  return tokens;
}

/** Of millions of tokens: to show where they differ takes a quarter of a minute, even if they do not. */
function expectSame(tokens: Int32Array, whole: Int32Array): void {
  expect(tokens.length).toBe(whole.length);
  expect(Buffer.compare(Buffer.from(tokens.buffer), Buffer.from(whole.buffer))).toBe(0);
}

describe.each(tokenizerKinds)('a text in pieces, encoded as %s', (kind) => {
  const tokenizer = openTokenizer(trainTokenizer(kind, [sentence], { vocabularySize: 300, lowercase: true }));

  test.each([1, 7, 1000, 2_500_000])('of %i characters has the tokens of the whole', async (size) => {
    // Longer than a part, and with the pieces ending everywhere, within pairs of surrogates too.
    const text = sentence.repeat(size === 1 ? 10 : 25_000);
    expect(text.length > 1024 * 1024).toBe(size !== 1);
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
    const tokens = await encodeAll(pieces, tokenizer, unwatchedReading());
    expectSame(tokens, tokenizer.encode(text));
  });

  test('without any space has the tokens of the whole', async () => {
    const pieces = Array.from({ length: 30 }, () => 'gattaca'.repeat(10_000));
    const tokens = await encodeAll(pieces, tokenizer, unwatchedReading());
    expectSame(tokens, tokenizer.encode(pieces.join('')));
  });
});

test('the encoding ends when it is ended', async () => {
  const ending = new AbortController();
  const tokenizer = openTokenizer({ kind: 'word', lowercase: true, vocabulary: [] });
  function* pieces() {
    yield 'a b ';
    ending.abort(new Error('enough'));
    yield 'c';
  }
  await expect(encodeAll(pieces(), tokenizer, { signal: ending.signal })).rejects.toThrow('enough');
});
