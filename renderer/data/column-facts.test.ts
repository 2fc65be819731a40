import { expect, test } from 'vitest';
import type { ColumnSummary } from '../../shared/data/dataset.ts';
import { type ColumnStatistics, noStatistics } from '../../shared/data/statistics.ts';
import { closestTo, factsOf, noteOf, showAssociation } from './column-facts.ts';

const histogram = { from: 0, to: 10, unit: 1, counts: [5, 5], below: 1, above: 2 };

function column(kind: ColumnSummary['kind'], changes: Partial<ColumnSummary>, statistics: Partial<ColumnStatistics>) {
  const facts = {
    name: kind,
    role: 'input',
    missing: 0,
    distinct: 3,
    minimum: null,
    maximum: null,
    mean: null,
  } as const;
  return { ...facts, kind, ...changes, statistics: { ...noStatistics, ...statistics } } satisfies ColumnSummary;
}

const shown = (one: ColumnSummary) => factsOf(one).map(({ label, value }) => `${label}: ${value}`);

test('the facts of a column are those of its kind', () => {
  const numbers = { minimum: 1, maximum: 9.5, mean: 4.25, missing: 1, distinct: 1_000_000 };
  expect(shown(column('numeric', numbers, { present: 1999, median: 4, deviation: 1.5 }))).toEqual([
    'Rows with a value: 1,999',
    'Missing: 1 · < 0.1 %',
    'Different values: 1,000,000 or more',
    'Minimum: 1',
    'Maximum: 9.5',
    'Mean: 4.25',
    'Median: 4',
    'Standard deviation: 1.5',
  ]);
  const most = [
    { name: 'a', rows: 30 },
    { name: 'b', rows: 10 },
  ];
  const categories = { most, others: { categories: 0, rows: 0 } };
  expect(shown(column('categorical', { distinct: 2 }, { present: 40, categories })).slice(2)).toEqual([
    'Classes: 2',
    'Largest class: 75.0 %',
    'Largest to smallest: 3 : 1',
  ]);
  const rest = { most, others: { categories: 7, rows: 20 } };
  expect(shown(column('categorical', { distinct: 9 }, { present: 60, categories: rest })).slice(2)).toEqual([
    'Classes: 9',
    'Largest class: 50.0 %',
  ]);
  const tokens = {
    ...{ texts: 40, median: 3, percentile95: 8, longest: 9, sequenceLength: 5, cut: 0.25, lengths: histogram },
    unknown: { train: 0, validation: 0.02, test: null },
    unknowns: ['loss', 'canvas'],
  };
  expect(shown(column('text', {}, { present: 40, tokens })).slice(-4)).toEqual([
    'Longer than 5: 25.0 %',
    'Unknown, training: 0.0 %',
    'Unknown, validation: 2.0 %',
    'Commonest unknown: loss · canvas',
  ]);
  const day = Date.UTC(2024, 1, 29);
  expect(
    shown(column('date', { minimum: day, maximum: day + 3_600_000 }, { present: 2, median: day })).slice(3),
  ).toEqual(['Earliest: 2024-02-29', 'Latest: 2024-02-29 01:00', 'Middle: 2024-02-29']);
});

test('what is not from all rows, and what the chart leaves out, is said', () => {
  expect(noteOf(column('numeric', {}, { present: 13 }))).toBe('');
  expect(noteOf(column('numeric', {}, { present: 13, sampled: 100_000, histogram }))).toBe(
    'Median, chart and associations from 100,000 evenly spaced rows; all else from all rows. 3 values far out are beyond the chart.',
  );
});

test('the columns that go most with a target come first, whichever way they go', () => {
  const goes = (name: string, value: number) =>
    column('numeric', { name }, { associations: [{ target: 'y', measure: 'pearson', value }] });
  const found = closestTo('y', [goes('a', 0.2), goes('b', -0.7), column('text', { name: 'c' }, {}), goes('d', 0.5)]);
  expect(found.map(({ column: name, association }) => `${name} ${showAssociation(association)}`)).toEqual([
    'b −0.70',
    'd 0.50',
    'a 0.20',
  ]);
  expect(showAssociation({ value: -0.001 })).toBe('0.00');
});
