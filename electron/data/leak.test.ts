import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parts } from '../../shared/data/dataset.ts';
import { type DataDocument, emptyData, type SplitMethod, splitMethods } from '../../shared/data/document.ts';
import { type Step, stepNames, steps } from '../../shared/data/steps/index.ts';
import { dataOf } from '../../testing/datasets.ts';
import { planTable, type TablePlan } from './plan-table.ts';
import { createRoom } from './store/room.ts';
import { createMemoryTable } from './tables/memory-table.ts';

type Cells = Readonly<Record<string, readonly string[]>>;

const rowCount = 60;
const settings = [
  { name: 'number', kind: 'numeric', role: 'input' },
  { name: 'other', kind: 'numeric', role: 'input' },
  { name: 'colour', kind: 'categorical', role: 'input' },
  { name: 'day', kind: 'date', role: 'input' },
  { name: 'note', kind: 'text', role: 'input' },
  { name: 'label', kind: 'categorical', role: 'target' },
] as const;
/** What the methods of a split go by; no input, so that any cell of an input may change. */
const splitColumns = {
  group: { name: 'group', kind: 'categorical' },
  time: { name: 'time', kind: 'numeric' },
  column: { name: 'part', kind: 'categorical' },
} as const;

const pad = (value: number) => String(value).padStart(2, '0');
const table: Cells = {
  number: Array.from({ length: rowCount }, (_, at) => (at % 9 === 4 ? '' : String((at * 37) % 23))),
  other: Array.from({ length: rowCount }, (_, at) => String(at / 7 + 1)),
  colour: Array.from({ length: rowCount }, (_, at) =>
    at % 8 === 5 ? '' : ['red', 'blue', 'green', 'rare'][at % 13 === 0 ? 3 : at % 3]!,
  ),
  day: Array.from({ length: rowCount }, (_, at) =>
    at % 11 === 7 ? '' : `2020-${pad((at % 12) + 1)}-${pad((at % 28) + 1)}`,
  ),
  note: Array.from({ length: rowCount }, (_, at) => `word${at % 17} and word${at % 5}`),
  label: Array.from({ length: rowCount }, (_, at) => (at % 3 === 0 ? 'yes' : 'no')),
  group: Array.from({ length: rowCount }, (_, at) => `g${at % 15}`),
  time: Array.from({ length: rowCount }, (_, at) => String((at * 41) % rowCount)),
  part: Array.from({ length: rowCount }, (_, at) => ['train', 'test', 'train', 'validation', 'train'][at % 5]!),
};

async function plan(cells: Cells, preparation: readonly Step[], method: SplitMethod): Promise<TablePlan> {
  const by = splitColumns[method as keyof typeof splitColumns];
  const source = createMemoryTable('table', new Map(Object.entries(cells)), null);
  const { columns } = await source.read([...settings, ...(by ? [by] : [])], createRoom());
  const split: DataDocument['split'] = {
    ...emptyData.split,
    method,
    column: by?.name ?? null,
    validation: 0.2,
    test: 0.2,
  };
  const data = dataOf({ kind: 'none' }, { preparation, split });
  return planTable({
    columns: columns.slice(0, settings.length),
    settings,
    data,
    guides: by ? { splitBy: columns[settings.length] } : {},
  });
}

const { impute, log, scale, encode, tokenize } = steps;
const dates = steps['date-parts'].defaults;
const numbers = ['number', 'other'];
const usual = (changed: readonly Step[]) => {
  const kinds = new Set(changed.map(({ step }) => step));
  return [...changed, ...emptyData.preparation.filter(({ step }) => !kinds.has(step))];
};

/** Every step that learns, with every way to learn. */
const preparations: Readonly<Record<string, readonly Step[]>> = {
  'impute by the mean, scale by deviation': usual([impute.defaults]),
  'impute by the median, telling which were empty': usual([
    { ...impute.defaults, strategy: 'median', addIndicator: true },
  ]),
  'impute by the most frequent': usual([{ ...impute.defaults, strategy: 'most-frequent' }]),
  'impute by a constant': usual([
    { ...impute.defaults, strategy: 'constant', fillValue: 3, columns: numbers },
    { ...impute.defaults, columns: ['day'] },
  ]),
  'leave out rows with an empty cell': usual([{ ...impute.defaults, strategy: 'drop' }]),
  'log, then scale to limits': usual([
    impute.defaults,
    { ...log.defaults, columns: ['number'] },
    { ...scale.defaults, method: 'min-max' },
  ]),
  'scale by quartiles, categories by number, rare ones together': usual([
    impute.defaults,
    { ...scale.defaults, method: 'robust' },
    { ...encode.defaults, method: 'index', minFrequency: 3 },
  ]),
  'rare categories together': usual([{ ...encode.defaults, minFrequency: 3 }]),
  'dates to parts, then scaled': usual([impute.defaults, dates, scale.defaults]),
  'few tokens': usual([{ ...tokenize.defaults, vocabularySize: 8, sequenceLength: 4 }]),
};

/** What may stand in a cell that the preparation must not know; `''` only where rows with empty cells are not left out. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  number: ['', '1e100', '-1e100', '0', '12'],
  other: ['', '-0.999', '1e9', '1'],
  colour: ['', 'violet', 'red', '__proto__', 'rare'],
  day: ['', '1900-01-01', '2999-12-31', '2020-06-06'],
  note: ['', 'word1 word1 word1', 'unheard of', '你好'],
};

test('every kind of step is among those that are tried; an image is prepared without learning anything', () => {
  const tried = new Set(Object.values(preparations).flatMap((some) => some.map(({ step }) => step)));
  expect(stepNames.filter((name) => !tried.has(name))).toEqual(['image']);
});

describe.each(splitMethods)('in a split by %s', (method) => {
  test.each(Object.keys(preparations))('held-out cells, whatever they are, change nothing of: %s', async (title) => {
    const preparation = preparations[title]!;
    const keepsEmpty = preparation.some((step) => step.step === 'impute' && step.strategy === 'drop');
    const before = await plan(table, preparation, method);
    const learned = JSON.stringify(before.preparation);
    const heldOut = [...before.rows.validation, ...before.rows.test];
    expect(heldOut.length).toBeGreaterThan(10);
    const changes = fc.array(
      fc.tuple(fc.constantFrom(...heldOut), fc.constantFrom(...Object.keys(strangers)), fc.nat()),
      {
        minLength: 20,
        maxLength: 200,
      },
    );
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const cells: Record<string, string[]> = Object.fromEntries(
          Object.entries(table).map(([name, column]) => [name, [...column]]),
        );
        for (const [row, name, which] of changed) {
          const choice = strangers[name]!.filter((cell) => !keepsEmpty || cell !== '');
          const isEmpty = cells[name]![row] === '';
          if (!keepsEmpty || !isEmpty) cells[name]![row] = choice[which % choice.length]!;
        }
        const after = await plan(cells, preparation, method);
        expect(JSON.stringify(after.preparation)).toBe(learned);
        for (const part of parts) expect(after.rows[part]).toEqual(before.rows[part]);
      }),
      { numRuns: 8, seed: 5 },
    );
  });
});

test('a cell of training does change what is learned, in every step that learns from cells', async () => {
  for (const [title, preparation] of Object.entries(preparations)) {
    const { rows, preparation: learned } = await plan(table, preparation, 'random');
    const cells = { ...table };
    for (const [name, some] of Object.entries(strangers))
      cells[name] = table[name]!.map((cell, row) => (rows.train.includes(row) ? (some[1 + (row % 3)] ?? cell) : cell));
    const other = await plan(cells, preparation, 'random');
    expect(other.preparation, title).not.toEqual(learned);
  }
});
