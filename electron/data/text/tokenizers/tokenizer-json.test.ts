import { expect, test } from 'vitest';
import type { FittedSubword } from './subword.ts';
import { trainTokenizer } from './tokenizer.ts';
import { writeTokenizerJson } from './tokenizer-json.ts';

// Read by tokenizers 0.23.3: the same tokens as ours for every text of subword-golden.json and for texts of random characters.
test('a subword tokenizer is a tokenizer.json whose every part is stated', () => {
  const trained = trainTokenizer('subword', [' ab ab', ' \u00e9 \u00e9'], {
    vocabularySize: 262,
    lowercase: true,
  }) as FittedSubword;
  const { model, ...rest } = JSON.parse(writeTokenizerJson(trained));
  const { vocab, merges, ...settings } = model;
  expect(rest).toEqual({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  });
  expect(settings).toEqual({
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
  });
  expect(merges).toEqual(['a b', '\u00c3 \u00a9', '\u0120 ab', '\u0120 \u00c3\u00a9']);
  const byNumber = Object.entries(vocab).sort(([, one], [, other]) => Number(one) - Number(other));
  expect(byNumber.map(([, token]) => token)).toEqual(Array.from({ length: 262 }, (_, token) => token));
  const names = byNumber.map(([name]) => name);
  expect(names.slice(0, 4)).toEqual(['[PAD]', '[UNK]', '!', '"']);
  expect(names.slice(188, 192)).toEqual(['\u00fe', '\u00ff', '\u0100', '\u0101']);
  expect(names.slice(256)).toEqual(['\u0142', '\u0143', 'ab', '\u00c3\u00a9', '\u0120ab', '\u0120\u00c3\u00a9']);
});

test('capitals that are kept have no normalizer', () => {
  const trained = trainTokenizer('subword', ['a'], { vocabularySize: 258, lowercase: false }) as FittedSubword;
  expect(JSON.parse(writeTokenizerJson(trained)).normalizer).toBeNull();
});
