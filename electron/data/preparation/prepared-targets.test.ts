import { expect, test } from 'vitest';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import type { Step } from '../../../shared/data/steps/index.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { allRows, collectBatches, dataOf, readPart, writeTable } from '../../../testing/datasets.ts';
import type { Dataset } from '../dataset.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';

const input = { kind: 'numeric', role: 'input' } as const;
const target = { kind: 'numeric', role: 'target' } as const;

const scaleY: Step = { step: 'scale', columns: ['y'], method: 'standard' };
const logY: Step = { step: 'log', columns: ['y'] };

function tableOf(targets: readonly number[], steps: readonly Step[], more: Partial<DataDocument> = {}): DataDocument {
  const path = writeTable(`x,y\n${targets.map((y, row) => `${row},${y}`).join('\n')}\n`);
  const preparation = [...emptyData.preparation, ...steps];
  return dataOf({ kind: 'table', path }, { columns: { x: input, y: target }, preparation, ...more });
}

/** The prepared targets of a part, and the rows of the table they are of. */
async function targetsOf(dataset: Dataset, part: 'train' | 'validation' | 'test') {
  const { targets } = await readPart(dataset, part);
  return [...targets.y!.data].map((value, at) => ({ value, row: dataset.sourceRows(part)[at]! }));
}

const prices = Array.from({ length: 100 }, (_, row) => 1e5 + 1000 * ((row * 37) % 100));

test('a target goes through the steps that name it, as they were learned from the training part alone', async () => {
  const dataset = await openDataset(tableOf(prices, [scaleY]), allRows);
  const own = [...dataset.sourceRows('train')].map((row) => prices[row]!);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
  for (const part of ['train', 'validation', 'test'] as const)
    for (const { value, row } of await targetsOf(dataset, part))
      expect(value).toBeCloseTo((prices[row]! - mean) / deviation, 5);
  expect(dataset.preparation.targets.y).toEqual({
    kind: 'number',
    column: 'y',
    steps: [{ step: 'scale', centers: [expect.closeTo(mean, 6)], scales: [expect.closeTo(deviation, 6)] }],
  });
  // Answers of another file go through the same, with what was saved.
  const again = await openDataset(tableOf([1, 2, 3, 4], []), { ...allRows, preparation: dataset.preparation });
  const [batch] = await collectBatches(again.readFile(writeTable(`x,y\n1,${mean}\n2,\n`), { batchSize: 4 }));
  expect([...batch!.targets.y!.data]).toEqual([expect.closeTo(0, 5), Number.NaN]);
});

test('steps for all columns leave targets as they are, and several that name one follow each other', async () => {
  const plain = await openDataset(tableOf(prices, []), allRows);
  expect((await targetsOf(plain, 'test')).every(({ value, row }) => value === prices[row])).toBe(true);
  const both = await openDataset(tableOf(prices, [logY, scaleY]), allRows);
  const values = (await targetsOf(both, 'train')).map(({ value }) => value);
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 5);
  expect(both.preparation.targets.y).toMatchObject({ steps: [{ step: 'log' }, { step: 'scale' }] });
});

test('a target of a series goes through its own steps, and its past as an input through those of inputs', async () => {
  const windows = { length: 2, horizon: 1, stride: 1, time: 'x', series: null };
  const split = { ...emptyData.split, method: 'time', column: 'x' } as const;
  const impute: Step = { step: 'impute', columns: ['y'], strategy: 'mean', fillValue: null, addIndicator: false };
  const steps: readonly Step[] = [impute, { step: 'scale', columns: ['y'], method: 'min-max' }];
  const dataset = await openDataset(tableOf(prices, [], { windows, split, preparation: steps }), allRows);
  const { inputs, targets } = await readPart(dataset, 'train');
  // Each window ends in what the one before tells of.
  const ofWindow = 4;
  const pasts = [...targets.y!.data].map((_, at) => inputs.inputs!.data[at * ofWindow + ofWindow - 1]);
  expect(pasts.slice(1)).toEqual([...targets.y!.data].slice(0, -1));
  expect([Math.min(...targets.y!.data), Math.max(...targets.y!.data)].every((value) => value >= 0 && value <= 1)).toBe(
    true,
  );
});

test('a step that could not be undone is refused for a target of numbers', async () => {
  const fill: Step = { step: 'impute', columns: ['y'], strategy: 'mean', fillValue: null, addIndicator: false };
  await expect(openDataset(tableOf(prices, [fill]), allRows)).rejects.toThrow(
    'The step fill empty cells names the target "y", and could not be undone in answers. Expected: logarithm or scale. Received: fill empty cells.',
  );
});

/** What a look says of the numbers of the target. */
async function warningsOf(targets: readonly number[], steps: readonly Step[] = []) {
  const { warnings } = await inspectDataset(tableOf(targets, steps), { directory: null });
  return warnings.map(inEnglish).filter((words) => words.includes('Numbers of the target'));
}

const spread = Array.from({ length: 100 }, (_, row) => ((row * 37) % 100) / 29 - 1.7);

test.each([
  ['of hundred thousands', (z: number) => 3e5 + 1e5 * z],
  ['of millionths', (z: number) => 1e-6 * z],
  ['far from 0 beside their spread', (z: number) => 2000 + 8 * z],
])('targets %s are told, until they are scaled', async (_, of) => {
  const told = await warningsOf(spread.map(of));
  expect(told).toEqual([expect.stringMatching(/^Numbers of the target "y" lie around .* and spread by /)]);
  expect(await warningsOf(spread.map(of), [scaleY])).toEqual([]);
});

test('targets of usual sizes, of 0 and 1, and those that are all the same, are nothing to tell of', async () => {
  expect(await warningsOf(spread)).toEqual([]);
  expect(await warningsOf(spread.map((z) => 150 + 75 * z))).toEqual([]);
  expect(await warningsOf(spread.map(() => 5))).toEqual([]);
  // Yes and no, a yes so seldom that other numbers that spread as little would be told.
  const seldom = (value: number) => Array.from({ length: 400 }, (_, row) => (row % 40 === 0 ? value : 0));
  expect(await warningsOf(seldom(1))).toEqual([]);
  expect(await warningsOf(seldom(0.9))).toEqual([expect.stringContaining('and spread by')]);
});

test('positive targets of very different sizes are told, until they go through a logarithm', async () => {
  const sizes = spread.map((z) => Math.exp(4 * z));
  const skewed = 'Numbers of the target "y" are of very different sizes: half are below ';
  expect(await warningsOf(sizes, [scaleY])).toEqual([expect.stringContaining(skewed)]);
  expect(await warningsOf(sizes, [logY, scaleY])).toEqual([]);
  // Where a logarithm would change nothing, and where there is none to speak of.
  const small = sizes.map((size) => size / 1e6);
  expect(await warningsOf(small, [scaleY])).toEqual([]);
  expect(
    await warningsOf(
      sizes.map((size) => size - 5),
      [scaleY],
    ),
  ).toEqual([]);
});
