import { expect, test } from 'vitest';
import { defaultSteps, type Step, steps } from './index.ts';
import { withStep } from './step-places.ts';

const namesOf = (some: readonly Step[]) => some.map(({ step }) => step);

test('a new step comes after those that usually come before it', () => {
  expect(namesOf(withStep(defaultSteps, steps.log.defaults))).toEqual([
    'impute',
    'log',
    'date-parts',
    'scale',
    'encode',
    'tokenize',
  ]);
  expect(namesOf(withStep([], steps.scale.defaults))).toEqual(['scale']);
  expect(namesOf(withStep([steps.scale.defaults], steps.impute.defaults))).toEqual(['impute', 'scale']);
  // Where somebody has another order, nothing that it needs comes after it.
  expect(namesOf(withStep([steps.scale.defaults, steps.impute.defaults], steps.log.defaults))).toEqual([
    'scale',
    'impute',
    'log',
  ]);
});

test('of one kind there may be several, the new one last', () => {
  const second = { ...steps.impute.defaults };
  const both = withStep(defaultSteps, second);
  expect(namesOf(both).slice(0, 3)).toEqual(['impute', 'impute', 'date-parts']);
  expect(both[1]).toBe(second);
});
