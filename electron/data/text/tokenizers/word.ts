import { z } from 'zod';
import { type Counts, mostFrequent } from './counts.ts';
import { checkVocabularySize, defineTokenizer, type Tokenizer, type TokenizerOptions } from './define-tokenizer.ts';
import { reservedTokens, tokenize, unknownToken } from './tokens.ts';

/** One token a word: word i of the vocabulary is i + 2. What stands between words is lost. */
export const wordSchema = z.strictObject({
  kind: z.literal('word'),
  lowercase: z.boolean(),
  vocabulary: z.array(z.string()),
});
export type FittedWord = Readonly<z.infer<typeof wordSchema>>;

/** As Keras's TextVectorization calls a word that is not in the vocabulary. */
const unknownWord = '[UNK]';

/** The most frequent words; words as frequent as each other in the order of their characters. */
export function fitWord(words: Counts, { vocabularySize, lowercase }: TokenizerOptions): FittedWord {
  checkVocabularySize(vocabularySize, reservedTokens + 1);
  const vocabulary = mostFrequent(words, vocabularySize - reservedTokens).map(([word]) => word);
  return { kind: 'word', lowercase, vocabulary };
}

/** A trained tokenizer of words, ready for texts. It decodes to words with spaces between them, as only the words are kept. */
export function openWord({ lowercase, vocabulary }: FittedWord): Tokenizer {
  const numbers = new Map(vocabulary.map((word, at) => [word, at + reservedTokens]));
  return defineTokenizer({
    vocabularySize: vocabulary.length + reservedTokens,
    append(text, tokens, limit) {
      for (const word of tokenize(text, limit, lowercase)) tokens.push(numbers.get(word) ?? unknownToken);
    },
    decode: (tokens) =>
      joinWords(tokens.map((token) => (token === unknownToken ? unknownWord : vocabulary[token - reservedTokens]!))),
    unknowns: (text) => tokenize(text, undefined, lowercase).filter((word) => !numbers.has(word)),
  });
}

const hanPattern = /^\p{Script=Han}$/u;

/** Words with a space between them, but none between two Han characters. */
function joinWords(words: readonly string[]): string {
  let text = '';
  let wasHan = true;
  for (const word of words) {
    const isHan = hanPattern.test(word);
    if (text !== '' && !(wasHan && isHan)) text += ' ';
    text += word;
    wasHan = isHan;
  }
  return text;
}
