import { type FittedTokenizer, openTokenizer } from './tokenizer.ts';
import { paddingToken, unknownToken } from './tokens.ts';

/** Signs for what would not be seen. */
const signs: Readonly<Record<string, string>> = { ' ': '\u2423', '\n': '\u21b5', '\r': '\u240d', '\t': '\u21e5' };

/** What each token is called, by its number: its text, with signs for spaces and line ends, which would not be seen. */
export function tokenNames(tokenizer: FittedTokenizer): string[] {
  const { vocabularySize, decode } = openTokenizer(tokenizer);
  return Array.from({ length: vocabularySize }, (_, token) => {
    if (token === paddingToken) return '[PAD]';
    if (token === unknownToken) return '[UNK]';
    return decode([token]).replace(/[ \n\r\t]/g, (sign) => signs[sign]!);
  });
}
