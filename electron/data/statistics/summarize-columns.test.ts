import { expect, test } from 'vitest';
import { emptyData } from '../../../shared/data/document.ts';
import { planTable } from '../plan-table.ts';
import { unwatchedReading } from '../reading.ts';
import { numbersIn } from '../store/numbers.ts';
import { createRoom } from '../store/room.ts';
import { resolveColumns } from '../tables/columns.ts';
import { createMemoryTable } from '../tables/memory-table.ts';
import type { Column } from '../tables/table.ts';
import { summarizeColumns } from './summarize-columns.ts';

/** What is found of some cells under their column names, the last the target. */
async function summarize(cells: Readonly<Record<string, readonly string[]>>, changes: Partial<typeof emptyData> = {}) {
  const data = { ...emptyData, ...changes };
  const table = createMemoryTable('cells', new Map(Object.entries(cells)), null);
  const profiles = await table.profile();
  const { columns: settings } = resolveColumns(profiles, data.columns);
  const { columns } = await table.read(settings, createRoom());
  const used = columns.filter((_, at) => settings[at]!.role !== 'ignored');
  const splitBy = columns.find(({ name }) => name === data.split.column);
  const plan = await planTable({ columns: used, settings, data, guides: { splitBy } });
  const found = await summarizeColumns({ columns, settings, profiles, plan }, unwatchedReading());
  return { found: Object.fromEntries(found.map((summary) => [summary.name, summary])), plan };
}

test('a short table is looked at whole: limits, middle, spread, empty cells, categories and days', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => at);
  const { found } = await summarize({
    number: rows.map((at) => (at === 7 ? '' : String(at % 4))),
    day: rows.map((at) => `2024-02-${String((at % 29) + 1).padStart(2, '0')}`),
    town: rows.map((at) => (at % 10 === 0 ? '' : at % 2 === 0 ? 'Bonn' : 'Ulm')),
    label: rows.map((at) => (at % 3 === 0 ? 'no' : 'yes')),
  });
  expect(found.number).toMatchObject({ missing: 1, distinct: 4, minimum: 0, maximum: 3 });
  const number = found.number!.statistics;
  // 39 numbers: ten each of 0, 1 and 2, nine of 3 (row 7 is empty).
  expect(number.histogram).toEqual({ from: 0, to: 4, unit: 1, counts: [10, 10, 10, 9], below: 0, above: 0 });
  expect([number.sampled, number.median]).toEqual([null, 1]);
  expect(found.number!.mean).toBeCloseTo(57 / 39, 12);
  expect(number.deviation).toBeCloseTo(Math.sqrt((10 * 0 + 10 * 1 + 10 * 4 + 9 * 9) / 39 - (57 / 39) ** 2), 12);
  const { histogram, median, deviation } = found.day!.statistics;
  const day = 86_400_000;
  expect(found.day).toMatchObject({ minimum: Date.UTC(2024, 1, 1), maximum: Date.UTC(2024, 1, 29), distinct: 29 });
  expect([histogram!.unit, histogram!.from, (histogram!.to - histogram!.from) % day, deviation]).toEqual([
    day,
    Date.UTC(2024, 1, 1),
    0,
    null,
  ]);
  expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(median).toBe(Date.UTC(2024, 1, 11) - day / 2);
  expect(found.town).toMatchObject({ missing: 4, distinct: 2 });
  expect(found.town!.statistics.categories).toEqual({
    most: [
      { name: 'Ulm', rows: 20 },
      { name: 'Bonn', rows: 16 },
    ],
    others: { categories: 0, rows: 0 },
  });
});

test('of many categories the most frequent are named, and the others counted', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `c${String(at).padStart(2, '0')}`);
  const cells = names.flatMap((name, at) => Array<string>(30 - at + 1).fill(name));
  const { found } = await summarize({ name: cells, label: cells.map((_, at) => String(at % 2)) });
  const { most, others } = found.name!.statistics.categories!;
  expect(most.map(({ name, rows }) => `${name} ${rows}`)).toEqual(
    names.slice(0, 20).map((name, at) => `${name} ${31 - at}`),
  );
  expect(others).toEqual({ categories: 10, rows: 65 });
});

test('how a column goes with the target is told of training rows alone', async () => {
  const rows = Array.from({ length: 200 }, (_, at) => at);
  // The input is the target in training rows, and its opposite in those that are held out.
  const part = rows.map((at) => (at % 4 === 3 ? 'test' : at % 4 === 2 ? 'validation' : 'train'));
  const value = rows.map((at) => (at * 37) % 101);
  const { found } = await summarize(
    {
      input: rows.map((at) => String(part[at] === 'train' ? value[at]! : 500 - 3 * value[at]!)),
      part,
      target: value.map(String),
    },
    {
      split: { ...emptyData.split, method: 'column', column: 'part' },
      columns: { part: { kind: 'categorical', role: 'ignored' }, target: { kind: 'numeric', role: 'target' } },
    },
  );
  expect(found.input!.statistics.associations).toEqual([
    { target: 'target', measure: 'pearson', value: 1 },
    { target: 'target', measure: 'spearman', value: 1 },
  ]);
  expect(found.target!.statistics.associations).toEqual([]);
  // All training rows say the same there.
  expect(found.part!.statistics.associations).toEqual([]);
});

test('tokens: lengths, what is cut off, and words that the training part does not have', async () => {
  const texts = Array.from({ length: 100 }, (_, at) => {
    const isHeldOut = at % 10 === 9;
    // Lengths 1 to 10; in held-out rows one word of five is new.
    return isHeldOut
      ? 'known known known known new'
      : Array<string>((at % 10) + 1)
          .fill('known')
          .join(' ');
  });
  const { found } = await summarize(
    {
      text: texts.with(0, ''),
      part: texts.map((_, at) => (at % 10 === 9 ? 'test' : at % 10 === 8 ? 'validation' : 'train')),
      label: texts.map((_, at) => (at % 3 === 0 ? 'a' : 'b')),
    },
    {
      split: { ...emptyData.split, method: 'column', column: 'part' },
      columns: { text: { kind: 'text', role: 'input' }, part: { kind: 'categorical', role: 'ignored' } },
      preparation: emptyData.preparation.map((step) =>
        step.step === 'tokenize' ? { ...step, sequenceLength: 5 } : step,
      ),
    },
  );
  expect(found.text!.missing).toBe(1);
  const { lengths, ...tokens } = found.text!.statistics.tokens!;
  // 1 to 9 ten times each, and ten of 5; one of 1 is empty: four lengths of nine are over 5.
  expect(tokens).toEqual({
    texts: 99,
    median: 5,
    percentile95: 9,
    longest: 9,
    sequenceLength: 5,
    cut: 40 / 99,
    unknown: { train: 0, validation: 0, test: 0.2 },
    unknowns: ['new'],
  });
  expect(lengths).toMatchObject({ from: 1, unit: 1 });
  expect(lengths.counts.reduce((sum, count) => sum + count, 0)).toBe(99);
});

test('a few very long texts leave room for the others in the chart, and are counted', async () => {
  const texts = Array.from({ length: 60 }, (_, at) => 'word '.repeat(at === 30 ? 5000 : 1 + (at % 8)));
  const { found } = await summarize(
    { text: texts, label: texts.map((_, at) => (at % 2 === 0 ? 'a' : 'b')) },
    {
      columns: { text: { kind: 'text', role: 'input' } },
      preparation: emptyData.preparation.map((step) =>
        step.step === 'tokenize' ? { ...step, sequenceLength: 4 } : step,
      ),
    },
  );
  const { lengths, longest } = found.text!.statistics.tokens!;
  expect([lengths.from, lengths.to <= 12, lengths.above, longest]).toEqual([1, true, 1, 5000]);
  expect(lengths.counts.reduce((sum, count) => sum + count, 0)).toBe(59);
});

test('of a long table evenly spaced rows are looked at for histogram and middle, and that is said; limits and counts are of all', async () => {
  const rows = 250_000;
  const values = Float64Array.from({ length: rows }, (_, at) => (at === 1 ? -1000 : at % 100));
  const codes = Int32Array.from({ length: rows }, (_, at) => (at === 1 ? 2 : at % 2));
  const columns: Column[] = [
    { name: 'number', kind: 'numeric', values: numbersIn(values), invalid: null },
    { name: 'class', kind: 'categorical', values: numbersIn(codes), categories: ['a', 'b', 'rare'] },
  ];
  const settings = columns.map(({ name, kind }) => ({ name, kind, role: 'input' as const }));
  const profile = { present: 1, distinct: 1, notNumbers: 0, numbers: 1, whole: true, dates: 0, meanWords: 0 };
  const profiles = columns.map(({ name }) => ({ name, ...profile }));
  const [number, category] = await summarizeColumns({ columns, settings, profiles, plan: null }, unwatchedReading());
  expect(number).toMatchObject({ minimum: -1000, maximum: 99, distinct: 101, missing: 0 });
  const { sampled, histogram, median, associations } = number!.statistics;
  expect([sampled, associations]).toEqual([Math.ceil(rows / 3), []]);
  // The one far out is no sampled row, and still the chart does not reach down to it.
  expect([histogram!.from, histogram!.below, histogram!.counts.reduce((sum, count) => sum + count, 0)]).toEqual([
    0,
    0,
    sampled,
  ]);
  expect(median).toBeGreaterThan(48);
  expect(median).toBeLessThan(51);
  expect(category!.statistics.categories!.most).toContainEqual({ name: 'rare', rows: 1 });
});
