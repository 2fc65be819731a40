import { z } from 'zod';
import type { TokenizerKind } from '../../../shared/data/steps/tokenize.ts';
import { characterSchema, openCharacter, trainCharacter } from './character.ts';
import type { Tokenizer, TokenizerOptions } from './define-tokenizer.ts';
import { openSubword, subwordSchema, trainSubword } from './subword.ts';
import { openWord, trainWord, wordSchema } from './word.ts';

/** A trained tokenizer as it is saved with a run and exported: plain JSON. */
export const fittedTokenizerSchema = z.discriminatedUnion('kind', [wordSchema, characterSchema, subwordSchema]);
export type FittedTokenizer = Readonly<z.infer<typeof fittedTokenizerSchema>>;

/** Learns a vocabulary from texts, which should be those of the training part alone. The same texts give the same, in the same order. */
export function trainTokenizer(
  kind: TokenizerKind,
  texts: Iterable<string>,
  options: TokenizerOptions,
): FittedTokenizer {
  switch (kind) {
    case 'word':
      return trainWord(texts, options);
    case 'subword':
      return trainSubword(texts, options);
    case 'character':
      return trainCharacter(texts, options);
  }
}

/** A trained tokenizer, ready for texts. */
export function openTokenizer(fitted: FittedTokenizer): Tokenizer {
  switch (fitted.kind) {
    case 'word':
      return openWord(fitted);
    case 'subword':
      return openSubword(fitted);
    case 'character':
      return openCharacter(fitted);
  }
}
