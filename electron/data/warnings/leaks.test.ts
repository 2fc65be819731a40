import { expect, test } from 'vitest';
import { createRandom } from '../../../shared/training/random.ts';
import { rowNumbers } from '../rows.ts';
import { numbersIn } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';
import { findLeaks } from './leaks.ts';

const random = createRandom(3);
const count = 600;
const noise = () => random.normal(count);
const numbers = (name: string, values: ArrayLike<number>): Column => ({
  name,
  kind: 'numeric',
  values: numbersIn(Float64Array.from(values)),
  invalid: null,
});
const categories = (name: string, codes: ArrayLike<number>, names: readonly string[]): Column => ({
  name,
  kind: 'categorical',
  values: numbersIn(Int32Array.from(codes)),
  categories: names,
});
const each = (make: (row: number) => number) => Array.from({ length: count }, (_, row) => make(row));
const namesOf = (inputs: readonly Column[], target: Column, rows = count) =>
  findLeaks(inputs, [target], rowNumbers(rows)).map(({ column }) => column);

const drawn = each(() => random.integer(3));
const label = categories('label', drawn, ['a', 'b', 'c']);
const blur = noise();

test('a column that says the class, as a number or a word, is a leak; what only helps is none', () => {
  const inputs = [
    numbers(
      'code',
      drawn.map((code) => code * 10 + 5),
    ),
    numbers(
      'nearly',
      drawn.map((code, row) => (row % 200 === 7 ? 2 - code : code)),
    ),
    categories(
      'word',
      drawn.map((code) => 2 - code),
      ['z', 'y', 'x'],
    ),
    numbers(
      'helps',
      drawn.map((code, row) => code + blur[row]! / 2),
    ),
    numbers('noise', noise()),
    numbers(
      'constant',
      each(() => 1),
    ),
    { name: 'text', kind: 'text', values: null as never } satisfies Column,
  ];
  expect(namesOf(inputs, label)).toEqual(['code', 'nearly', 'word']);
});

test('what says 99 of 100 classes and 99 parts of a number is a leak, what says 93 is none', () => {
  const wrong = (every: number) =>
    numbers(
      `one of ${every}`,
      drawn.map((code, row) => (row % every === 7 ? (code + 1) % 3 : code)),
    );
  expect(namesOf([wrong(100), wrong(20)], label)).toEqual(['one of 100']);
  const wide = noise();
  const blurred = (share: number) =>
    numbers(
      String(share),
      each((row) => wide[row]! + blur[row]! * Math.sqrt(share)),
    );
  expect(namesOf([blurred(0.005), blurred(0.07)], numbers('y', wide))).toEqual(['0.005']);
});

test('whether a cell is empty may say it too', () => {
  const two = categories(
    'label',
    drawn.map((code) => Number(code === 0)),
    ['no', 'yes'],
  );
  expect(
    namesOf(
      [
        numbers(
          'day of leaving',
          drawn.map((code, row) => (code === 0 ? row : Number.NaN)),
        ),
      ],
      two,
    ),
  ).toEqual(['day of leaving']);
});

test('amounts that are there for one class alone, and 0 for the other, say it', () => {
  for (const rare of [each((row) => Number(row % 12 === 5)), each(() => Number(random.integer(12) === 5))]) {
    const costs = numbers(
      'cost',
      rare.map((isRare, row) => (isRare ? 100 + (row % 7) : 0)),
    );
    expect(namesOf([costs], categories('label', rare, ['no', 'yes']))).toEqual(['cost']);
  }
});

test('identifiers say nothing about other rows, as numbers or as words', () => {
  const inputs = [
    numbers(
      'row',
      each((row) => row),
    ),
    categories(
      'name',
      each((row) => row),
      each((row) => row).map(String),
    ),
  ];
  expect(namesOf(inputs, label)).toEqual([]);
});

test('a number that follows from a column is a leak, on a line or a curve, far from 0 too', () => {
  const price = noise();
  const target = numbers('price', price);
  const inputs = [
    numbers(
      'in cents',
      Array.from(price, (value) => value * 100 + 1e9),
    ),
    numbers(
      'curve',
      Array.from(price, (value) => Math.exp(value)),
    ),
    numbers(
      'helps',
      Array.from(price, (value, row) => value + blur[row]! / 3),
    ),
    numbers('noise', noise()),
    categories(
      'rounded',
      Array.from(price, (value) => Math.round(Math.min(Math.max(value, -2), 2)) + 2),
      ['1', '2', '3', '4', '5'],
    ),
  ];
  expect(namesOf(inputs, target)).toEqual(['in cents', 'curve']);
});

test('few rows, and targets with next to nothing to tell, are no ground for a word', () => {
  const inputs = [numbers('code', drawn)];
  expect(namesOf(inputs, label, 39)).toEqual([]);
  const rare = each((row) => Number(row % 200 === 1));
  expect(namesOf([numbers('code', rare)], categories('label', rare, ['no', 'yes']))).toEqual([]);
  expect(
    namesOf(
      [
        numbers(
          'code',
          each(() => 1),
        ),
      ],
      numbers(
        'price',
        each(() => 2),
      ),
    ),
  ).toEqual([]);
});
