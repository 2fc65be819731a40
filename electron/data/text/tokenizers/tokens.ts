import type { Numbers } from '../../store/numbers.ts';

/** The token that fills a text shorter than the sequence; Embedding's `maskZero` skips it. */
export const paddingToken = 0;
/** The token of every word that the training part did not have, or not often enough. */
export const unknownToken = 1;
/** Tokens that are no word of the text; the first word of a vocabulary is this token. */
export const reservedTokens = 2;

// One Han character is one word, as there are no spaces between words; other letters, with their marks, and digits run together.
const wordPattern =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:'(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+)*/gu;
const asciiWordPattern = /[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them.
const asciiPattern = /^[\u0000-\u007f]*$/;

/**
 * The words of a text: lower case unless it is to be kept, split at everything but letters, digits and the apostrophes within a word
 * ("don't"). At most `limit` of them, from the beginning.
 */
export function tokenize(text: string, limit = Number.POSITIVE_INFINITY, lowercase = true): string[] {
  const beginning = limit * charactersOfWord;
  if (text.length > beginning) {
    const words = wordsOf(text.slice(0, beginning), lowercase);
    // The last of them may have been cut, and is one too many here.
    if (words.length > limit) return words.slice(0, limit);
  }
  const words = wordsOf(text, lowercase);
  return words.length > limit ? words.slice(0, limit) : words;
}

/** A word takes less room in nearly all texts, with what stands between it and the next. */
const charactersOfWord = 12;

function wordsOf(text: string, lowercase: boolean): string[] {
  const composed = text.normalize('NFC').replaceAll('\u2019', "'");
  const plain = lowercase ? composed.toLowerCase() : composed;
  // The same words as the full pattern gives, in a fraction of its time.
  return plain.match(asciiPattern.test(plain) ? asciiWordPattern : wordPattern) ?? [];
}

/** Texts as token numbers, kept without padding: `tokens` from `starts[row]` to `starts[row + 1]` are those of a row. */
export interface EncodedTexts {
  readonly tokens: Numbers<Int32Array>;
  readonly starts: Numbers<Float64Array>;
}
