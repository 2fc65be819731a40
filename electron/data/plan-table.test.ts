import { expect, test } from 'vitest';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import { emptyData } from '../../shared/data/document.ts';
import { steps } from '../../shared/data/steps/index.ts';
import { planTable } from './plan-table.ts';
import { numbersIn } from './store/numbers.ts';
import type { Column } from './tables/table.ts';

const rows = 1_000_000;
const numbersOf = (name: string, at: (row: number) => number): Column => {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = at(row);
  return { name, kind: 'numeric', values: numbersIn(values), invalid: null };
};
const columns = [numbersOf('x', (row) => (row % 11 === 0 ? Number.NaN : row % 997)), numbersOf('y', (row) => row)];
const settings = [
  { name: 'x', kind: 'numeric', role: 'input' },
  { name: 'y', kind: 'numeric', role: 'target' },
] as const;
const data = {
  ...emptyData,
  preparation: [steps.impute.defaults, { ...steps.scale.defaults, method: 'robust' }],
} as const;

test('while a long table is split and prepared, others have their turn and hear how far it is', async () => {
  const heard: DatasetProgress[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++);
  const reading = { signal: new AbortController().signal, report: (progress: DatasetProgress) => heard.push(progress) };
  const { rows: parts } = await planTable({ columns, settings, data, guides: {} }, reading);
  clearInterval(timer);
  expect(parts.train.length).toBe(700_000);
  expect(turns).toBeGreaterThan(3);
  expect(heard).toContainEqual({ step: 'prepare', count: { done: 0, of: 1 } });
});

test('planning a table ends with its reading', async () => {
  const ended = new AbortController();
  const reading = { signal: ended.signal, report: () => ended.abort(new Error('enough')) };
  await expect(planTable({ columns, settings, data, guides: {} }, reading)).rejects.toThrow('enough');
});
