import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type DatasetLook,
  type DatasetProgress,
  datasetLookSchema,
  datasetSummarySchema,
} from '../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from './inspect.ts';
import { openDataset } from './open.ts';

const nowhere = { directory: null };

function tableData(content: string, changes: Partial<DataDocument> = {}): DataDocument {
  const path = join(temporaryFolder(), 'houses.csv');
  writeFileSync(path, content);
  return { ...emptyData, source: { kind: 'table', path }, ...changes };
}

test.each([
  ['digits', { kind: 'mnist' }],
  ['the diabetes table', { kind: 'sample-table', file: 'diabetes.csv' }],
  ['e-mails', { kind: 'spam-assassin' }],
] as const)(
  'the summary of %s is what opening it gives, names its licence and passes the contract',
  async (_, source) => {
    const data = { ...emptyData, source };
    const summary = await inspectDataset(data, nowhere);
    const dataset = await openDataset(data, { ...nowhere, limit: null });
    const { features, targets, rows } = dataset;
    expect(datasetSummarySchema.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({ features, targets, rows });
    expect(summary.origin).toMatch(/licence|BSD/i);
    expect(summary.title).not.toBe('');
    dataset.close();
  },
);

test('digits show 20 images of each class in the order of the data and count all classes', async () => {
  const { images, classCounts, preview, columns, warnings } = await inspectDataset(
    { ...emptyData, source: { kind: 'mnist' } },
    nowhere,
  );
  expect(images.map(({ label }) => label).join('')).toMatch(/^504192131435361728694091/);
  expect(classCounts.map(({ name }) => images.filter(({ label }) => label === name).length)).toEqual(
    Array(10).fill(20),
  );
  const pixels = Buffer.from(images[0]!.pixels, 'base64');
  expect([images[0]!.width, images[0]!.height, pixels.length]).toEqual([28, 28, 784]);
  expect(pixels.reduce((sum, value) => sum + value, 0) / 784).toBeCloseTo(35.108418, 5);
  expect(classCounts.map(({ rows }) => rows)).toEqual([6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958]);
  expect({ preview, columns, warnings }).toEqual({ preview: [], columns: [], warnings: [] });
});

test('the diabetes table shows its columns and first rows, with nothing to warn of', async () => {
  const summary = await inspectDataset(
    { ...emptyData, source: { kind: 'sample-table', file: 'diabetes.csv' } },
    nowhere,
  );
  expect(summary.columns.map(({ name, kind, role }) => `${name} ${kind} ${role}`).slice(9)).toEqual([
    's6 numeric input',
    'progression numeric target',
  ]);
  expect(summary.columns[0]).toMatchObject({ missing: 0, distinct: 58, minimum: 19, maximum: 79 });
  expect(summary.preview.length).toBe(50);
  expect(summary.preview[0]).toEqual(['59', '2', '32.1', '101', '157', '93.2', '38', '4', '4.8598', '87', '151']);
  expect([summary.classCounts, summary.warnings]).toEqual([[], []]);
});

test('e-mails count ham and spam, cut long bodies and tell of copies in held-out parts', async () => {
  const { classCounts, preview, columns, warnings } = await inspectDataset(
    { ...emptyData, source: { kind: 'spam-assassin' } },
    nowhere,
  );
  expect(classCounts).toMatchObject([
    { name: 'ham', rows: 4150 },
    { name: 'spam', rows: 1896 },
  ]);
  expect(columns.map(({ name, kind, role }) => `${name} ${kind} ${role}`)).toEqual([
    'text text input',
    'label categorical target',
  ]);
  expect(Math.max(...preview.map(([text]) => text!.length))).toBe(200);
  expect(
    warnings.some((warning) =>
      /Rows of validation and test whose "text" is in the training part too: \d+/.test(inEnglish(warning)),
    ),
  ).toBe(true);
});

test('a table tells what its cells are and what is worth a look', async () => {
  const lines = Array.from({ length: 100 }, (_, at) => {
    const size = at === 5 ? 'big' : at === 6 ? '' : at;
    return `H-${at},${size},${at % 10 === 0 ? '' : 'brick'},7,"a text of row ${at} here",${at === 9 ? '' : at % 20 === 0 ? 'rare' : 'usual'}`;
  });
  const data = tableData(`house_id,size,wall,floor,note,label\n${lines.join('\n')}\n`, {
    columns: { size: { kind: 'numeric', role: 'input' } },
    split: { method: 'stratified', column: null, validation: 0.2, test: 0, seed: 1 },
  });
  const { title, origin, columns, rows, classCounts, warnings } = await inspectDataset(data, nowhere);
  expect({ title, origin, rows, classCounts }).toEqual({
    title: 'houses.csv',
    origin: null,
    rows: { train: 79, validation: 20, test: 0 },
    classCounts: [
      { name: 'rare', rows: 5, parts: { train: 4, validation: 1, test: 0 } },
      { name: 'usual', rows: 94, parts: { train: 75, validation: 19, test: 0 } },
    ],
  });
  expect(columns.map(({ statistics: _, ...facts }) => facts)).toEqual([
    {
      name: 'house_id',
      kind: 'categorical',
      role: 'ignored',
      missing: 0,
      distinct: 100,
      minimum: null,
      maximum: null,
      mean: null,
    },
    {
      name: 'size',
      kind: 'numeric',
      role: 'input',
      missing: 2,
      distinct: 99,
      minimum: 0,
      maximum: 99,
      mean: 4939 / 98,
    },
    {
      name: 'wall',
      kind: 'categorical',
      role: 'input',
      missing: 10,
      distinct: 1,
      minimum: null,
      maximum: null,
      mean: null,
    },
    { name: 'floor', kind: 'numeric', role: 'input', missing: 0, distinct: 1, minimum: 7, maximum: 7, mean: 7 },
    { name: 'note', kind: 'text', role: 'input', missing: 0, distinct: 100, minimum: null, maximum: null, mean: null },
    {
      name: 'label',
      kind: 'categorical',
      role: 'target',
      missing: 1,
      distinct: 2,
      minimum: null,
      maximum: null,
      mean: null,
    },
  ]);
  expect(
    warnings.map((warning) => inEnglish(warning).replace(/the training rows, [\d.]*\d/, 'the training rows, MEAN')),
  ).toEqual([
    '"house_id" looks like an identifier, which says nothing about new rows. It is ignored.',
    'Cells of "size" that are not numbers: 1, such as "big". They count as empty.',
    'Empty cells of "size": 2. They are filled with the mean of the training rows, MEAN.',
    'Empty cells of "wall": 10. They count as none of its classes.',
    '"floor" has the same value in every row, so nothing can be learned from it.',
    'Tokens of "note" in validation and test that no training text has, or too few: 17 %. The model sees them all as one unknown token.',
    'Rows without a value for "label": 1. They are left out.',
    'The test part has no rows.',
    'The largest class, "usual", has 19 times as many training rows as the smallest, "rare". Accuracy alone will look better than the model is; with balanced class weights every class counts alike.',
  ]);
});

test('classes that are written in several ways are told, others are not', async () => {
  const saidOf = async (labels: readonly string[]) => {
    const lines = Array.from({ length: 60 }, (_, at) => `${at % 7},${labels[at % labels.length]}`);
    const { warnings } = await inspectDataset(tableData(`a,label\n${lines.join('\n')}\n`), nowhere);
    return warnings.map(inEnglish).filter((words) => words.startsWith('Classes of'));
  };
  expect(await saidOf(['Yes', 'No', 'yes', 'No  '])).toEqual([
    expect.stringMatching(/^Classes of "label" differ only .*: "Yes", "yes"\. /),
  ]);
  expect(await saidOf(['1', '2', '1.0', 'x'])).toEqual([expect.stringContaining('"1", "1.0"')]);
  expect(await saidOf(['yes', 'no', 'y', 'n', '1', '10'])).toEqual([]);
});

test('a class that is in held-out rows alone is told of', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => `${at},${at === 59 ? 'once' : at % 2 ? 'odd' : 'even'}`);
  const found = await Promise.all(
    Array.from({ length: 30 }, (_, seed) =>
      inspectDataset(
        tableData(`a,label\n${lines.join('\n')}\n`, {
          split: { method: 'stratified', column: null, validation: 0.3, test: 0.3, seed },
        }),
        nowhere,
      ),
    ),
  );
  const wanted = 'No training row has the class "once" of "label", so it cannot be learned.';
  expect(new Set(found.map(({ warnings }) => warnings.map(inEnglish).includes(wanted)))).toEqual(
    new Set([true, false]),
  );
});

test('a table that cannot be trained on is shown all the same, and why', async () => {
  const data = tableData('a,note\n1,x\n2,y\n', { columns: { note: { kind: 'text', role: 'target' } } });
  const { columns, features, targets, preview, warnings, rows } = await inspectDataset(data, nowhere);
  expect({ features, targets, preview, rows }).toEqual({
    features: [],
    targets: [],
    preview: [
      ['1', 'x'],
      ['2', 'y'],
    ],
    rows: { train: 2, validation: 0, test: 0 },
  });
  expect(columns.length).toBe(2);
  expect(warnings.map(inEnglish)).toEqual(['The target "note" is text. Expected: numbers or classes. Received: text.']);
  const split = await inspectDataset(
    tableData('a,y\n1,2.5\n2,3.5\n', {
      split: { method: 'stratified', column: null, validation: 0.9, test: 0.9, seed: 1 },
    }),
    nowhere,
  );
  expect(inEnglish(split.warnings[0]!)).toBe(
    'The split leaves no rows for training. Expected: at least 1 of 2. Received: validation 0.9, test 0.9.',
  );
  // As a sentence, which is told in every language.
  expect(split.warnings[0]).toMatchObject({ key: 'data/no-training-rows' });
});

test('no data is an empty summary that says so', async () => {
  expect(await inspectDataset(emptyData, nowhere)).toMatchObject({
    title: '',
    features: [],
    warnings: ['No data is chosen. Expected: a table, or data that ships with the app. Received: none.'],
  });
});

test('a file that cannot be read is an error', async () => {
  const data = tableData('a,b\n1,2\n3\n');
  await expect(inspectDataset(data, nowhere)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('line 3'),
  });
  const missing = { ...emptyData, source: { kind: 'table', path: '/no/such/file.csv' } } as const;
  await expect(inspectDataset(missing, nowhere)).rejects.toThrow(
    '/no/such/file.csv could not be read: it is not there.',
  );
});

test('what the beginning of a table tells is shown before its rows are read', async () => {
  const data = tableData(`size,town,price\n${'60,Bonn,200\n80,Ulm,250\n'.repeat(40)}`);
  const events: unknown[] = [];
  const reading = {
    signal: new AbortController().signal,
    report: ({ step }: DatasetProgress) => events.push(step),
    show: (look: DatasetLook) => events.push(look),
  };
  const summary = await inspectDataset(data, { directory: null, reading });
  const look = events.find((event) => typeof event === 'object') as DatasetLook;
  expect(events.indexOf(look)).toBeLessThan(events.indexOf('rows'));
  const columns = summary.columns.map(({ name, kind, role }) => ({ name, kind, role }));
  const { title, origin, preview } = summary;
  expect(look).toEqual({ title, origin, preview, columns, images: [], classCounts: [] });
  expect(datasetLookSchema.parse(look)).toEqual(look);
});

test('many numbers of one column are worth a look, the one number of a category is not', async () => {
  const towns = Array.from({ length: 600 }, (_, row) => `town ${row % 150},${row}`);
  const data = tableData(['town,price', ...towns].join('\n'));
  const said = async (preparation: DataDocument['preparation']) =>
    (await inspectDataset({ ...data, preparation }, nowhere)).warnings
      .map(inEnglish)
      .filter((words) => words.includes('"town"'));
  const encode = { step: 'encode', columns: ['town'], method: 'one-hot', minFrequency: 1 } as const;
  expect(await said(data.preparation)).toEqual(['"town" becomes 150 numbers, one for each of its values.']);
  expect(await said([{ ...encode, method: 'index' }, ...data.preparation])).toEqual([]);
  expect(await said([{ ...encode, minFrequency: 10 }, ...data.preparation])).toEqual([]);
});
