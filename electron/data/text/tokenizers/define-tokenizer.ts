import { TokenBuffer } from './token-buffer.ts';
import { paddingToken } from './tokens.ts';

/** What tokenizers of every kind are trained with. */
export interface TokenizerOptions {
  /** Tokens at most, padding and unknown among them. */
  readonly vocabularySize: number;
  /** Whether capitals count as small letters. */
  readonly lowercase: boolean;
}

/** Turns texts into token numbers and back. 0 is padding and 1 is unknown, whatever the kind. */
export interface Tokenizer {
  /** Token numbers run from 0 to this less one. */
  readonly vocabularySize: number;
  /** The tokens of a text, at most `limit` of them from its beginning; without padding. */
  encode(text: string, limit?: number): Int32Array;
  /** The same, after the tokens that are there already. */
  append(text: string, tokens: TokenBuffer, limit?: number): void;
  /** The text of tokens; padding gives nothing. Throws a RangeError for numbers that are no token. */
  decode(tokens: ArrayLike<number>): string;
  /** The pieces of a text that become the unknown token, in order; one as often as it comes. */
  unknowns(text: string): string[];
}

/** What a kind of tokenizer brings; the rest is the same for all. */
interface TokenizerParts {
  readonly vocabularySize: number;
  append(text: string, tokens: TokenBuffer, limit: number): void;
  /** The text of tokens without padding, all of them in the vocabulary. */
  decode(tokens: readonly number[]): string;
  unknowns(text: string): string[];
}

/** A tokenizer of its parts. */
export function defineTokenizer({ vocabularySize, append, decode, unknowns }: TokenizerParts): Tokenizer {
  const all = Number.POSITIVE_INFINITY;
  return {
    vocabularySize,
    append: (text, tokens, limit = all) => append(text, tokens, limit),
    encode(text, limit = all) {
      const tokens = new TokenBuffer();
      append(text, tokens, limit);
      return tokens.take();
    },
    decode(tokens) {
      const known: number[] = [];
      for (let at = 0; at < tokens.length; at++) {
        const token = tokens[at]!;
        if (!Number.isInteger(token) || token < 0 || token >= vocabularySize) {
          throw new RangeError(`A token is a whole number from 0 to ${vocabularySize - 1}. Received: ${token}`);
        }
        if (token !== paddingToken) known.push(token);
      }
      return decode(known);
    },
    unknowns,
  };
}

/** Throws a RangeError for a vocabulary that has no room for what every vocabulary of the kind has. */
export function checkVocabularySize(size: number, least: number): void {
  if (!Number.isInteger(size) || size < least) {
    throw new RangeError(`The vocabulary size is a whole number of at least ${least}. Received: ${size}`);
  }
}
