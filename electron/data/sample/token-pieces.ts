import type { TokensPreparation } from '../preparation/preparation.ts';
import { tokenNames } from '../text/tokenizers/token-names.ts';
import { openTokenizer } from '../text/tokenizers/tokenizer.ts';
import { paddingToken, unknownToken } from '../text/tokenizers/tokens.ts';

/** A piece of a text that is one token, and its place in the sequence. */
export interface TokenPiece {
  readonly text: string;
  readonly isUnknown: boolean;
  readonly place: number;
}

/** The pieces of a text as its tokens are; one that the vocabulary lacks is what stands in the text. */
export function tokenPieces(
  { tokenizer, truncating }: TokensPreparation,
  tokens: Int32Array,
  text: string,
): readonly TokenPiece[] {
  const names = tokenNames(tokenizer);
  const all = openTokenizer(tokenizer).unknowns(text);
  const count = tokens.reduce((sum, token) => sum + (token === unknownToken ? 1 : 0), 0);
  // A text that is too long has lost those of one end.
  const unknowns = truncating === 'pre' ? all.slice(all.length - count) : all;
  return [...tokens.entries()].flatMap(([place, token]) => {
    if (token === paddingToken) return [];
    const isUnknown = token === unknownToken;
    return [{ text: isUnknown ? (unknowns.shift() ?? '?') : names[token]!, isUnknown, place }];
  });
}
