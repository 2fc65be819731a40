import { expect, test } from 'vitest';
import { noTestText, weightsText } from './weights-text.ts';

test('the weights shown are named: the best by its epoch, the last by the epoch it was stopped in', () => {
  expect(weightsText({ weights: 'best', bestEpoch: 3, epochs: 5 })).toBe('best weights, epoch 3');
  expect(weightsText({ weights: 'last', bestEpoch: null, epochs: 0 })).toBe('last weights, from within epoch 1');
  expect(weightsText({ weights: null, bestEpoch: null, epochs: 0 })).toBe('');
});

test('why there is no test value is said by what is so', () => {
  const words = [
    noTestText({ fold: null, state: 'stopped', weights: 'last' }, 5000),
    noTestText({ fold: null, state: 'stopped', weights: 'best' }, 0),
    noTestText({ fold: null, state: 'failed', weights: 'best' }, 5000),
    noTestText({ fold: null, state: 'failed', weights: null }, 5000),
    noTestText({ fold: { crossValidation: 'r', fold: 1, folds: 5 }, state: 'finished', weights: 'best' }, 0),
  ];
  expect(words.map((text) => text.split(/[.,] (?=What|Give|so)|[.]$/)[0])).toEqual([
    'It was stopped, and a run is measured when it finishes',
    'The data has no test rows',
    'It failed, and a run is measured when it finishes',
    'It ended before any weights were kept',
    'It is one fold of a cross-validation, and the test part is left for the final model',
  ]);
});
