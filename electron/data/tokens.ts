/** The token that fills a text shorter than the sequence; Embedding's `maskZero` skips it. */
export const paddingToken = 0;
/** The token of every word that the training part did not have, or not often enough. */
export const unknownToken = 1;
/** Tokens that are no word of the text; the first word of a vocabulary is this token. */
export const reservedTokens = 2;

// One Han character is one word, as there are no spaces between words; other letters, with their marks, and digits run together.
const wordPattern =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:'(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+)*/gu;
const asciiWordPattern = /[a-z0-9]+(?:'[a-z0-9]+)*/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them.
const asciiPattern = /^[\u0000-\u007f]*$/;

/**
 * The words of a text: lower case, split at everything but letters, digits and the apostrophes within a word ("don't"). At most
 * `limit` of them, from the beginning.
 */
export function tokenize(text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const lower = text.normalize('NFC').toLowerCase().replaceAll('\u2019', "'");
  // The same words as the full pattern gives, in a fraction of its time.
  const pattern = asciiPattern.test(lower) ? asciiWordPattern : wordPattern;
  if (limit === Number.POSITIVE_INFINITY) return lower.match(pattern) ?? [];
  const words: string[] = [];
  for (const [word] of lower.matchAll(pattern)) {
    if (words.length >= limit) break;
    words.push(word);
  }
  return words;
}

/** The most frequent words of the texts, at most `size` less the reserved tokens; words as frequent as each other in the order of their characters. */
export function buildVocabulary(texts: Iterable<string>, size: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of tokenize(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([word, count], [otherWord, otherCount]) => otherCount - count || (word < otherWord ? -1 : 1))
    .slice(0, Math.max(0, size - reservedTokens))
    .map(([word]) => word);
}

/** Texts as token numbers, kept without padding: `tokens` from `starts[row]` to `starts[row + 1]` are those of a row. */
export interface EncodedTexts {
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
}

/** Turns texts into token numbers, each cut after `length` words. */
export function encodeTexts(texts: readonly string[], vocabulary: readonly string[], length: number): EncodedTexts {
  const numbers = new Map(vocabulary.map((word, at) => [word, at + reservedTokens]));
  const starts = new Int32Array(texts.length + 1);
  let tokens = new Int32Array(1024);
  let filled = 0;
  texts.forEach((text, row) => {
    for (const word of tokenize(text, length)) {
      if (filled === tokens.length) {
        const larger = new Int32Array(tokens.length * 2);
        larger.set(tokens);
        tokens = larger;
      }
      tokens[filled++] = numbers.get(word) ?? unknownToken;
    }
    starts[row + 1] = filled;
  });
  return { tokens: tokens.slice(0, filled), starts };
}
