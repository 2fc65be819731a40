import { expect, test } from 'vitest';
import type { ColumnSummary } from '../../shared/data/dataset.ts';
import { dataWarnings } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import { repairOfWarning } from './warning-repairs.ts';

const column = (name: string, role: ColumnSummary['role']): ColumnSummary =>
  ({ name, kind: 'numeric', role, missing: 0, distinct: 3, minimum: 0, maximum: 1, mean: 0.5 }) as ColumnSummary;
const columns = [column('outcome day', 'input'), column('price', 'target')];
const repair = (warning: Parameters<typeof repairOfWarning>[0], classWeights: 'none' | 'balanced' = 'none') =>
  repairOfWarning(warning, columns, { classWeights });

test('a column that gives the answer away, says nothing, or takes many numbers, can be ignored while it is an input', () => {
  const leak = (column: string) => say(dataWarnings['input-leaks'], { column, target: 'price', share: 99 });
  expect(repair(leak('outcome day'))).toEqual({ repair: 'ignore-column', column: columns[0] });
  expect(repair(say(dataWarnings['input-constant'], { column: 'outcome day' }))).toEqual({
    repair: 'ignore-column',
    column: columns[0],
  });
  expect(repair(say(dataWarnings['categories-many'], { column: 'outcome day', count: 600 }))).toEqual({
    repair: 'ignore-column',
    column: columns[0],
  });
  expect(repair(leak('price'))).toBeNull();
  expect(repair(leak('gone'))).toBeNull();
});

test('uneven classes can be weighed, once', () => {
  const uneven = say(dataWarnings['classes-uneven'], { largest: 'a', smallest: 'b', times: 9 });
  expect(repair(uneven)).toEqual({ repair: 'weigh-classes', done: false });
  expect(repair(uneven, 'balanced')).toEqual({ repair: 'weigh-classes', done: true });
});

test('a target on an odd scale is scaled, and one of very different sizes goes through a logarithm first', () => {
  const scale = say(dataWarnings['target-scale'], { column: 'price', mean: 3e5, deviation: 1e5 });
  expect(repair(scale)).toEqual({ repair: 'scale-target', need: { column: 'price', isSkewed: false } });
  const skewed = say(dataWarnings['target-skewed'], { column: 'price', median: 1, maximum: 1e5 });
  expect(repair(skewed)).toEqual({ repair: 'scale-target', need: { column: 'price', isSkewed: true } });
});

test('copies of a text are kept in one part by a split that goes by the text', () => {
  const copies = say(dataWarnings['texts-repeated'], { column: 'note', count: 3 });
  expect(repair(copies)).toEqual({ repair: 'keep-together', column: 'note' });
});

test('rows that are copies are looked for among all', () => {
  expect(repair(say(dataWarnings['rows-repeated'], { count: 3 }))).toEqual({ repair: 'find-copies' });
});

test('windows that go across series, or take rows out of their order, can go by both', () => {
  expect(repair(say(dataWarnings['series-mixed'], { series: 'shop' }))).toEqual({
    repair: 'order-windows',
    order: { time: null, series: 'shop' },
  });
  expect(repair(say(dataWarnings['series-mixed-time'], { series: 'shop', time: 'day' }))).toEqual({
    repair: 'order-windows',
    order: { time: 'day', series: 'shop' },
  });
  expect(repair(say(dataWarnings['rows-unordered'], { time: 'day' }))).toEqual({
    repair: 'order-windows',
    order: { time: 'day', series: null },
  });
});

test('anything else is for a person to look at', () => {
  expect(repair(say(dataWarnings['few-rows'], { count: 3 }))).toBeNull();
  expect(repair('words of somebody else')).toBeNull();
});
