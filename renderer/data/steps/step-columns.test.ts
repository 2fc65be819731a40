import { expect, test } from 'vitest';
import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import { noStatistics } from '../../../shared/data/statistics.ts';
import { defaultSteps, type Step } from '../../../shared/data/steps/index.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { problemsAt, repairOf } from './data-problems.ts';
import { columnsFor, columnsOf } from './step-columns.ts';
import { newStep } from './step-edits.ts';
import { whatItDoes, whereItIs } from './step-words.ts';

const column = (name: string, kind: ColumnSummary['kind'], role: ColumnSummary['role'] = 'input'): ColumnSummary => ({
  name,
  kind,
  role,
  missing: 0,
  distinct: 9,
  minimum: null,
  maximum: null,
  mean: null,
  statistics: noStatistics,
});
const columns = [
  column('day', 'date'),
  column('rain', 'numeric'),
  column('wind', 'numeric'),
  column('place', 'categorical'),
  column('id', 'numeric', 'ignored'),
  column('weather', 'categorical', 'target'),
];

test('a step is for the input columns that it suits, at its place in the list', () => {
  expect(defaultSteps.map((_step, at) => columnsOf(defaultSteps, at, columns))).toEqual([
    ['day', 'rain', 'wind'],
    ['day'],
    ['day', 'rain', 'wind'],
    ['place'],
    [],
  ]);
  // Before its parts are taken, a date is no number.
  const early: readonly Step[] = [newStep('scale'), newStep('date-parts')];
  expect(columnsOf(early, 0, columns)).toEqual(['rain', 'wind']);
  // What is encoded is not encoded again, and is filled no more.
  const twice: readonly Step[] = [
    newStep('encode'),
    newStep('encode'),
    { step: 'impute', columns: null, strategy: 'most-frequent', fillValue: null, addIndicator: false },
  ];
  expect([columnsOf(twice, 1, columns), columnsOf(twice, 2, columns)]).toEqual([[], ['day', 'rain', 'wind']]);
});

test('the columns a step can be for do not depend on those it is for', () => {
  const steps = [newStep('log'), { ...newStep('scale'), columns: ['wind'] } as Step];
  const both = { inputs: ['rain', 'wind'], targets: [] };
  expect([columnsOf(steps, 0, columns), columnsFor(steps, 0, columns)]).toEqual([[], both]);
  expect([columnsOf(steps, 1, columns), columnsFor(steps, 1, columns)]).toEqual([['wind'], both]);
});

test('a step that can be undone is for a target of numbers too, where it names it', () => {
  const all = [...columns, column('price', 'numeric', 'target')];
  const named = { ...newStep('scale'), columns: ['price', 'wind'] } as Step;
  const steps = [newStep('impute'), newStep('log'), newStep('scale'), named];
  expect(steps.map((_, at) => columnsFor(steps, at, all).targets)).toEqual([[], ['price'], ['price'], ['price']]);
  expect([columnsOf(steps, 2, all), columnsOf(steps, 3, all)]).toEqual([
    ['rain', 'wind'],
    ['wind', 'price'],
  ]);
});

test('a step that names a target and cannot be undone lets go of it', () => {
  const price = column('price', 'numeric', 'target');
  const values = { column: 'price', step: say(phrases['step-impute']), expected: say(phrases['steps-of-targets']) };
  const problem = say(dataMessages['step-of-target'], values);
  expect(problemsAt('preparation', [problem])).toEqual([problem]);
  const step = { ...newStep('impute'), columns: ['rain', 'price'] } as Step;
  expect(repairOf(problem, [newStep('impute'), step], [...columns, price])).toEqual({
    repair: 'exclude',
    at: 1,
    column: 'price',
    step: { ...step, columns: ['rain'] },
  });
});

test('a row says what a step does and where, and that it does nothing where that is so', () => {
  expect(whatItDoes({ step: 'impute', columns: null, strategy: 'constant', fillValue: 3, addIndicator: true })).toBe(
    'with 3, told to the network',
  );
  const words = (steps: readonly Step[]) => whereItIs(steps, 0, columns).words;
  expect(words([newStep('scale')])).toBe('2 columns');
  expect(words([newStep('date-parts')])).toBe('day');
  expect(words([newStep('tokenize')])).toBe('no column of this kind');
  expect(words([newStep('log')])).toBe('no column chosen');
  expect(words([{ ...newStep('log'), columns: ['place'] }])).toBe('no column of this kind');
});

const missing = (name: string, step: 'encode' | 'date-parts' | 'tokenize') =>
  say(dataMessages['step-missing'], {
    column: name,
    expected: say(phrases[`step-${step}`]),
    received: say(phrases['values-categories']),
  });

test('what is wrong with steps and split is told from what is only worth a look', () => {
  const warnings = [
    missing('place', 'encode'),
    dataMessages['no-target'],
    say(dataMessages['split-column'], { method: say(phrases['split-group']), received: say(phrases.none) }),
    'words of somebody else',
  ];
  expect(problemsAt('preparation', warnings)).toEqual([warnings[0]]);
  expect(problemsAt('split', warnings)).toEqual([warnings[2]]);
});

test('a missing step is added; one that is for other columns takes the column in', () => {
  const problem = missing('place', 'encode');
  expect(repairOf(problem, [], columns)).toEqual({ repair: 'add', step: newStep('encode'), isLast: false });
  const others: Step = { ...newStep('encode'), columns: ['other'] } as Step;
  expect(repairOf(problem, [newStep('scale'), others], columns)).toEqual({
    repair: 'include',
    at: 1,
    column: 'place',
    step: { ...others, columns: ['other', 'place'] },
  });
});

test('a step that fills in another way gets one beside it for the column alone', () => {
  const wanted = say(dataMessages['step-impute-wanted'], {
    column: 'rain',
    expected: say(phrases['step-impute']),
    received: 3,
  });
  const named: Step = {
    step: 'impute',
    columns: ['place'],
    strategy: 'constant',
    fillValue: 'none',
    addIndicator: false,
  };
  expect(repairOf(wanted, [named], columns)).toEqual({
    repair: 'add',
    step: { ...newStep('impute'), columns: ['rain'] },
    isLast: false,
  });
});

test('a column that a step is not for is taken out of that step, not of one that can be for it', () => {
  const misplaced = say(dataMessages['step-misplaced'], {
    step: say(phrases['step-scale']),
    column: 'day',
    received: say(phrases['values-dates']),
  });
  const early: Step = { step: 'scale', columns: ['rain', 'day'], method: 'robust' };
  const late: Step = { step: 'scale', columns: ['day'], method: 'standard' };
  expect(repairOf(misplaced, [early, newStep('date-parts'), late], columns)).toEqual({
    repair: 'exclude',
    at: 0,
    column: 'day',
    step: { ...early, columns: ['rain'] },
  });
  const encoded: Step = { step: 'encode', columns: ['place'], method: 'index', minFrequency: 1 };
  const again = say(dataMessages['step-misplaced'], {
    step: say(phrases['step-encode']),
    column: 'place',
    received: say(phrases['values-index']),
  });
  expect(repairOf(again, [encoded, { ...encoded }], columns)).toMatchObject({ repair: 'exclude', at: 1 });
  expect(repairOf(missing('gone', 'encode'), [], columns)).toBeNull();
});

test('what is no number in an array is filled after all other steps', () => {
  const problem = say(sourceMessages['array-not-number'], { file: 'x.npz', row: 1, name: 'x', expected: 'fill' });
  expect(problemsAt('preparation', [problem])).toEqual([problem]);
  expect(repairOf(problem, [newStep('scale')], columns)).toEqual({
    repair: 'add',
    step: { step: 'impute', columns: ['x'], strategy: 'constant', fillValue: 0, addIndicator: false },
    isLast: true,
  });
});
