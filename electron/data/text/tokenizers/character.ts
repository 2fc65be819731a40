import { z } from 'zod';
import { type Counts, mostFrequent } from './counts.ts';
import { checkVocabularySize, defineTokenizer, type Tokenizer, type TokenizerOptions } from './define-tokenizer.ts';
import { lowerCase } from './lower-case.ts';
import { reservedTokens, unknownToken } from './tokens.ts';

/** One token a Unicode character (code point): character i of the vocabulary is i + 2. Spaces and line ends are characters too. */
export const characterSchema = z.strictObject({
  kind: z.literal('character'),
  lowercase: z.boolean(),
  vocabulary: z.array(z.string()),
});
export type FittedCharacter = Readonly<z.infer<typeof characterSchema>>;

/** Unicode's sign for a character that is not known. */
const unknownCharacter = '\ufffd';

/** The most frequent characters; characters as frequent as each other in the order of their codes. */
export function fitCharacter(characters: Counts, { vocabularySize, lowercase }: TokenizerOptions): FittedCharacter {
  checkVocabularySize(vocabularySize, reservedTokens + 1);
  const vocabulary = mostFrequent(characters, vocabularySize - reservedTokens).map(([character]) => character);
  return { kind: 'character', lowercase, vocabulary };
}

/** A text whose characters are its tokens. */
export function charactersOf(text: string, lowercase: boolean): string {
  return lowercase ? lowerCase(text) : text;
}

/** A trained tokenizer of characters, ready for texts. A text whose characters are all known comes back as it was. */
export function openCharacter({ lowercase, vocabulary }: FittedCharacter): Tokenizer {
  const numbers = new Map(vocabulary.map((character, at) => [character, at + reservedTokens]));
  return defineTokenizer({
    vocabularySize: vocabulary.length + reservedTokens,
    append(text, tokens, limit) {
      let left = limit;
      // No character has more than two units of a string, and none gets fewer than one in lower case.
      for (const character of charactersOf(text.slice(0, limit * 2), lowercase)) {
        if (left-- <= 0) return;
        tokens.push(numbers.get(character) ?? unknownToken);
      }
    },
    decode: (tokens) =>
      tokens.map((token) => (token === unknownToken ? unknownCharacter : vocabulary[token - reservedTokens]!)).join(''),
    unknowns: (text) => [...charactersOf(text, lowercase)].filter((character) => !numbers.has(character)),
  });
}
