import { recognize, type Words } from '../messages/sentence.ts';
import { isSentence } from '../messages/words-schema.ts';
import { impute } from './steps/impute.ts';
import type { Step } from './steps/index.ts';

/** The array that cannot be trained on as no step fills what is no number in it, by what a look at data says; null where there is none. */
export function unfilledArray(warnings: readonly Words[]): string | null {
  for (const words of warnings.map(recognize))
    if (isSentence(words) && words.key === 'source/array-not-number' && typeof words.values.name === 'string')
      return words.values.name;
  return null;
}

/**
 * Fills what is no number in an array of several numbers a row, for which one number has to do. It goes after all other steps: once numbers are scaled,
 * 0 is the mean of each.
 */
export function fillArray(name: string): Step {
  return { ...impute.defaults, columns: [name], strategy: 'constant', fillValue: 0 };
}
