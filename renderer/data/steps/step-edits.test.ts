import { expect, test } from 'vitest';
import { defaultSteps, type Step, stepNames, stepSchema } from '../../../shared/data/steps/index.ts';
import { newStep, withoutStep, withStepMoved, withStepSet } from './step-edits.ts';
import { asSame, keyOf } from './step-keys.ts';

const namesOf = (steps: readonly Step[]) => steps.map(({ step }) => step);

test('a new step of every kind is one that a project can have, and a value of its own', () => {
  for (const kind of stepNames) {
    expect(stepSchema.safeParse(newStep(kind)).success).toBe(true);
    expect(newStep(kind)).not.toBe(newStep(kind));
  }
});

test('a second step of a kind is for no column yet', () => {
  expect(newStep('scale', defaultSteps)).toEqual({ ...newStep('scale'), columns: [] });
  expect(newStep('scale', [newStep('encode')])).toEqual(newStep('scale'));
});

test('a step moves to a place of the list, and nowhere else', () => {
  const moved = (from: number, to: number) => namesOf(withStepMoved(defaultSteps, from, to));
  expect(moved(2, 1)).toEqual(['impute', 'scale', 'date-parts', 'encode', 'tokenize']);
  expect(moved(0, 4)).toEqual(['date-parts', 'scale', 'encode', 'tokenize', 'impute']);
  for (const [from, to] of [
    [0, -1],
    [4, 5],
    [2, 2],
    [9, 0],
  ] as const)
    expect(withStepMoved(defaultSteps, from, to)).toBe(defaultSteps);
});

test('a step that is not there is not removed, and settings that it has already change nothing', () => {
  expect(namesOf(withoutStep(defaultSteps, 1))).toEqual(['impute', 'scale', 'encode', 'tokenize']);
  expect(withoutStep(defaultSteps, 5)).toBe(defaultSteps);
  expect(withStepSet(defaultSteps, 3, { ...newStep('encode') })).toBe(defaultSteps);
  const index = { step: 'encode', columns: ['a'], method: 'index', minFrequency: 2 } as const;
  expect(withStepSet(defaultSteps, 3, index)[3]).toBe(index);
});

test('a step keeps its key while its settings change, and no two have the same', () => {
  const [first, second] = [newStep('scale'), newStep('scale')];
  expect(keyOf(first)).not.toBe(keyOf(second));
  expect(keyOf(asSame(first, { ...first, columns: ['a'] }))).toBe(keyOf(first));
});
