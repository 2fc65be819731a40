import { placeOfByte, signOfPlace } from './byte-alphabet.ts';
import { MergedTokens } from './merged-tokens.ts';
import type { FittedSubword } from './subword.ts';
import { paddingToken, reservedTokens, unknownToken } from './tokens.ts';

/** The names under which the reserved tokens stand in the vocabulary. No text has them as its tokens, not even a text of these words. */
const reservedNames = { [paddingToken]: '[PAD]', [unknownToken]: '[UNK]' } as const;

/**
 * A subword tokenizer as the content of a `tokenizer.json`, which Hugging Face's `tokenizers` and `transformers` read and encode
 * alike. The reserved tokens are in the vocabulary but not among the added ones, which would be found by their names in a text.
 */
export function writeTokenizerJson({ lowercase, merges }: FittedSubword): string {
  const tokens = new MergedTokens();
  for (const [left, right] of merges) tokens.merge(left, right);
  const names = tokens.bytes.map((bytes, token) =>
    token < reservedTokens ? reservedNames[token as keyof typeof reservedNames] : nameOf(bytes),
  );
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return JSON.stringify(
    {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: lowercase ? { type: 'Lowercase' } : null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: byteLevel,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(names.map((name, token) => [name, token])),
        // One text a merge, as files of GPT-2 have it: every version reads that. No name has a space in it.
        merges: merges.map(([left, right]) => `${names[left]} ${names[right]}`),
      },
    },
    null,
    2,
  );
}

function nameOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => signOfPlace(placeOfByte[byte]!)).join('');
}
