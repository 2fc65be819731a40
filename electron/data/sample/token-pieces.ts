import type { TokensPreparation } from '../preparation.ts';
import { paddingToken, reservedTokens, tokenize, unknownToken } from '../text/tokens.ts';

/** A piece of a text that is one token, and its place in the sequence. */
export interface TokenPiece {
  readonly text: string;
  readonly isUnknown: boolean;
  readonly place: number;
}

/** The pieces of a text as its tokens are; one that the vocabulary lacks is what stands in the text. */
export function tokenPieces(
  { vocabulary }: TokensPreparation,
  tokens: Int32Array,
  text: string,
): readonly TokenPiece[] {
  const known = new Set(vocabulary);
  const unknowns = tokenize(text, tokens.length).filter((word) => !known.has(word));
  return [...tokens.entries()].flatMap(([place, token]) => {
    if (token === paddingToken) return [];
    const isUnknown = token === unknownToken;
    return [{ text: isUnknown ? (unknowns.shift() ?? '?') : vocabulary[token - reservedTokens]!, isUnknown, place }];
  });
}
