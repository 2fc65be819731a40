import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sequenceEnds } from '../../../shared/data/steps/tokenize.ts';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { createRoom } from '../store/room.ts';
import { encodingSequences, padSequences, type SequenceForm } from './sequences.ts';
import type { Tokenizer } from './tokenizers/define-tokenizer.ts';
import { openTokenizer } from './tokenizers/tokenizer.ts';

const texts = ['a b c', 'a', '', 'c b a b c'];
// a, b, c, ... are 2, 3, 4, ...
const tokenizer = openTokenizer({ kind: 'word', lowercase: true, vocabulary: ['a', 'b', 'c'] });
const rows = [0, 1, 2, 3];

const encodeAll = (
  some: readonly string[],
  by: Tokenizer,
  form: Pick<SequenceForm, 'length' | 'truncating'>,
  room = createRoom(),
) => doAtOnce(encodingSequences(some, by, form, room));

describe('sequences of one length, as pad_sequences of Keras makes them', () => {
  test.each<[SequenceForm['padding'], SequenceForm['truncating'], number[]]>([
    ['post', 'post', [2, 3, 4, 2, 0, 0, 1, 0, 0, 4, 3, 2]],
    ['pre', 'post', [2, 3, 4, 0, 0, 2, 0, 0, 1, 4, 3, 2]],
    ['post', 'pre', [2, 3, 4, 2, 0, 0, 1, 0, 0, 2, 3, 4]],
    ['pre', 'pre', [2, 3, 4, 0, 0, 2, 0, 0, 1, 2, 3, 4]],
  ])('are padded %s and truncated %s', (padding, truncating, expected) => {
    const form = { length: 3, padding, truncating };
    const encoded = encodeAll(texts, tokenizer, form);
    expect(Array.from({ length: 5 }, (_, row) => encoded.starts.at(row))).toEqual([0, 3, 4, 5, 8]);
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
          const whole = encodeAll(texts, tokenizer, { length: 100, truncating: 'post' });
          expect(padSequences(encodeAll(texts, tokenizer, form), all, form)).toEqual(padSequences(whole, all, form));
        },
      ),
    );
  });

  test('come in the order of the rows that are asked for', () => {
    const form = { length: 2, padding: 'post', truncating: 'post' } as const;
    const encoded = encodeAll(texts, tokenizer, form);
    expect([...padSequences(encoded, [3, 1, 3], form)]).toEqual([4, 3, 2, 0, 4, 3]);
  });

  test('have at least one token', () => {
    expect(() => encodeAll(texts, tokenizer, { length: 0, truncating: 'pre' })).toThrow('Received: 0');
  });
});

test('tokens that take more than the room has in memory are in its file, and come as they were', () => {
  const long = Array.from({ length: 300 }, (_, row) => 'a b c '.repeat(200 + (row % 7)));
  const form = { length: 700, padding: 'post', truncating: 'pre' } as const;
  const room = createRoom(300_000);
  const stored = encodeAll(long, tokenizer, form, room);
  expect(room.isInMemory).toBe(false);
  expect(stored.tokens.length).toBeGreaterThan(150_000);
  // From the last to the first, so that blocks are read back.
  const asked = Array.from({ length: 300 }, (_, at) => 299 - at);
  const expected = asked.flatMap((row) => {
    const count = 3 * (200 + (row % 7));
    return Array.from({ length: 700 }, (_, at) => (at < count ? 2 + (at % 3) : 0));
  });
  expect([...padSequences(stored, asked, form)]).toEqual(expected);
  room.close();
});
