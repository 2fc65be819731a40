import { expect, test } from 'vitest';
import { dataWarnings } from '../messages/data.ts';
import { say } from '../messages/sentence.ts';
import { emptyData } from './document.ts';
import { defaultSteps, type Step } from './steps/index.ts';
import { withTargetScaled, withTargetsScaled } from './target-steps.ts';

const named = (steps: readonly Step[]) =>
  steps.flatMap(({ step, columns }) => (columns === null ? [] : [[step, ...columns]]));

test('a target is scaled by a step of its own; one of very different sizes goes through a logarithm before, once', () => {
  const scaled = withTargetScaled(defaultSteps, { column: 'price', isSkewed: false });
  expect(named(scaled)).toEqual([['scale', 'price']]);
  const both = [
    ['log', 'price'],
    ['scale', 'price'],
  ];
  expect(named(withTargetScaled(defaultSteps, { column: 'price', isSkewed: true }))).toEqual(both);
  expect(named(withTargetScaled(scaled, { column: 'price', isSkewed: true }))).toEqual(both);
});

test('of what a look at the data found, odd scales alone are put right unasked', () => {
  const warnings = [
    say(dataWarnings['target-skewed'], { column: 'rent', median: 1, maximum: 1e5 }),
    say(dataWarnings['target-scale'], { column: 'price', mean: 3e5, deviation: 1e5 }),
    say(dataWarnings['input-constant'], { column: 'size' }),
  ];
  expect(named(withTargetsScaled(emptyData, warnings).preparation)).toEqual([['scale', 'price']]);
});
