import { z } from 'zod';
import type { TokenizerKind } from '../../../../shared/data/steps/tokenize.ts';
import { doAtOnce, type Stretches } from '../../../../shared/data/stretches.ts';
import { characterSchema, charactersOf, fitCharacter, openCharacter } from './character.ts';
import { type Counts, countOne } from './counts.ts';
import type { Tokenizer, TokenizerOptions } from './define-tokenizer.ts';
import { fittingSubword, openSubword, subwordPieces, subwordSchema } from './subword.ts';
import { tokenize } from './tokens.ts';
import { fitWord, openWord, wordSchema } from './word.ts';

/** A trained tokenizer as it is saved with a run and exported: plain JSON. */
export const fittedTokenizerSchema = z.discriminatedUnion('kind', [wordSchema, characterSchema, subwordSchema]);
export type FittedTokenizer = Readonly<z.infer<typeof fittedTokenizerSchema>>;

/** Learns a vocabulary from texts that come one after the other: none of them is kept. */
export interface TokenizerTraining {
  /** A text, or a part of one that no token goes beyond (see `beforeSpace`). */
  add(text: string): void;
  /** What was learned. The same texts give the same, in the same order. */
  finishing(): Stretches<FittedTokenizer>;
}

/** Begins to learn a tokenizer from texts, which should be those of the training part alone. */
export function startTokenizerTraining(kind: TokenizerKind, options: TokenizerOptions): TokenizerTraining {
  const counters = new Map<string, { count: number }>();
  const { piecesOf, learning } = kinds[kind];
  return {
    add(text) {
      for (const piece of piecesOf(text, options.lowercase)) countOne(counters, piece);
    },
    finishing: () => learning(counters, options),
  };
}

/** Learns a tokenizer from texts, which should be those of the training part alone. */
export function trainTokenizer(
  kind: TokenizerKind,
  texts: Iterable<string>,
  options: TokenizerOptions,
): FittedTokenizer {
  const training = startTokenizerTraining(kind, options);
  for (const text of texts) training.add(text);
  return doAtOnce(training.finishing());
}

/** What takes no longer than to sort what was counted. */
function atOnce<Fitted>(learn: (counts: Counts, options: TokenizerOptions) => Fitted) {
  return function* (counts: Counts, options: TokenizerOptions): Stretches<Fitted> {
    yield;
    return learn(counts, options);
  };
}

/** What is counted in a text, and what is learned from how often each comes. */
const kinds = {
  word: { piecesOf: (text, lowercase) => tokenize(text, undefined, lowercase), learning: atOnce(fitWord) },
  subword: { piecesOf: subwordPieces, learning: fittingSubword },
  character: { piecesOf: charactersOf, learning: atOnce(fitCharacter) },
} as const satisfies Record<
  TokenizerKind,
  {
    readonly piecesOf: (text: string, lowercase: boolean) => Iterable<string>;
    readonly learning: (counts: Counts, options: TokenizerOptions) => Stretches<FittedTokenizer>;
  }
>;

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
