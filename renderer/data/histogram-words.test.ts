import { expect, test } from 'vitest';
import { axisOf, placeOf, showRange } from './histogram-words.ts';

const whole = { from: 0, to: 12, unit: 1, below: 0, above: 0, counts: [1, 2, 3] };
const single = { from: 3, to: 6, unit: 1, below: 0, above: 0, counts: [5, 0, 1] };
const decimal = { from: 0.5, to: 2.5, unit: 0, below: 0, above: 0, counts: [5, 1] };
const day = 86_400_000;
const date = (written: string) => Date.parse(`${written}Z`);

test('a range says its first and last value, or the one that it has', () => {
  expect([showRange(whole, 1, 'numeric'), showRange(single, 1, 'numeric')]).toEqual(['4 – 7', '4']);
  expect(showRange(decimal, 0, 'numeric')).toBe('0.5 – 1.5');
  const days = {
    from: date('2024-02-26T00:00'),
    to: date('2024-03-04T00:00'),
    unit: day,
    below: 0,
    above: 0,
    counts: [1],
  };
  expect(showRange(days, 0, 'date')).toBe('2024-02-26 – 2024-03-03');
  const times = {
    from: date('2024-02-26T06:30'),
    to: date('2024-02-26T18:00'),
    unit: 0,
    below: 0,
    above: 0,
    counts: [1],
  };
  expect(showRange(times, 0, 'date')).toBe('2024-02-26 06:30 – 2024-02-26 18:00');
});

test('a whole number stands in the middle of its bar', () => {
  expect([placeOf(single, 3), placeOf(single, 5)]).toEqual([0.5 / 3, 2.5 / 3]);
  expect([placeOf(decimal, 0.5), placeOf(decimal, 2.5)]).toEqual([0, 1]);
});

test('an axis has a few round values that lie on it', () => {
  expect(axisOf(decimal, 'numeric').map(({ label }) => label)).toEqual(['1', '2']);
  expect(axisOf(single, 'numeric').map(({ label }) => label)).toEqual(['3', '4', '5']);
  expect(
    axisOf({ from: 7, to: 8, unit: 1, below: 0, above: 0, counts: [4] }, 'numeric').map(({ label }) => label),
  ).toEqual(['7']);
  const over = (from: string, to: string) =>
    axisOf({ from: date(from), to: date(to), unit: 0, below: 0, above: 0, counts: [1] }, 'date').map(
      ({ label }) => label,
    );
  expect(over('2024-02-27T00:00', '2024-03-02T00:00')).toEqual([
    '2024-02-27',
    '2024-02-28',
    '2024-02-29',
    '2024-03-01',
    '2024-03-02',
  ]);
  expect(over('2024-02-26T06:10', '2024-02-26T09:00')).toEqual(['07:00', '08:00', '09:00']);
  expect(over('2024-01-20T00:00', '2024-09-10T00:00')).toEqual(['2024-03', '2024-05', '2024-07', '2024-09']);
  expect(over('2015-03-01T00:00', '2023-05-30T00:00')).toEqual(['2016', '2018', '2020', '2022']);
});
