import type { Step } from '../../../../shared/data/steps/index.ts';
import { leastVocabulary, type TokenizerKind } from '../../../../shared/data/steps/tokenize.ts';
import { UserError } from '../../../../shared/ipc/port.ts';
import { phrases } from '../../../../shared/messages/phrases.ts';
import { say } from '../../../../shared/messages/sentence.ts';
import { textMessages } from '../../../../shared/messages/texts.ts';
import { startTokenizerTraining, type TokenizerTraining } from './tokenizer.ts';

/** The step that texts become tokens by. */
export type TokenizeStep = Extract<Step, { readonly step: 'tokenize' }>;

/** Begins to learn the tokenizer of a step. Throws UserError, naming the column, for a vocabulary with no room for what its kind begins with. */
export function startFitting(
  column: string,
  { tokenizer, vocabularySize, lowercase }: Pick<TokenizeStep, 'tokenizer' | 'vocabularySize' | 'lowercase'>,
): TokenizerTraining {
  const expected = leastVocabulary[tokenizer];
  if (vocabularySize < expected) {
    const kind = say(phrases[`tokenizer-${tokenizer satisfies TokenizerKind}`]);
    throw new UserError(say(textMessages['vocabulary-small'], { column, kind, expected, received: vocabularySize }));
  }
  return startTokenizerTraining(tokenizer, { vocabularySize, lowercase });
}
