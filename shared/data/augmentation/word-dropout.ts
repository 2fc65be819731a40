import { float } from '../../blocks/params.ts';
import { defineAugmentation } from './define-augmentation.ts';

const params = {
  rate: float('Rate', 0.1, { min: 0, max: 1, help: 'How likely each token is to become unknown.' }),
} as const;

/** Some tokens of each text unknown, so that a model does not lean on any one word. What it does is in `electron/data/text/word-dropout.ts`. */
export const wordDropout = defineAugmentation({
  step: 'word-dropout',
  title: 'Word dropout',
  docs: 'Makes some words of every text unknown, so that no single word decides.',
  params,
  kinds: ['tokens'],
});
