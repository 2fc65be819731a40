import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../shared/data/dataset.ts';
import { type DataDocument, type DataSource, emptyData } from '../../shared/data/document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { Batch, Dataset, OpenOptions } from './dataset.ts';
import { openDataset } from './open.ts';

const whole: OpenOptions = { directory: null, limit: null };

function dataOf(source: DataSource, changes: Partial<DataDocument> = {}): DataDocument {
  return { ...emptyData, source, ...changes };
}

function writeTable(content: string): string {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, content);
  return path;
}

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

async function rowsOf(dataset: Dataset, part: Part, shuffleSeed: number | null = null): Promise<Batch> {
  const [batch] = await collect(dataset.batches(part, { batchSize: 1_000_000, shuffleSeed }));
  return batch!;
}

const diabetes = dataOf({ kind: 'sample-table', file: 'diabetes.csv' });

describe('digits', () => {
  const data = dataOf({ kind: 'mnist' }, { split: { validation: 0.5, test: 0.5, seed: 1 } });

  test('all training images are for training, and the official test images for validation and test', async () => {
    const dataset = await openDataset(data, whole);
    expect(dataset.rows).toEqual({ train: 60_000, validation: 5000, test: 5000 });
    expect(dataset.sourceRows('train')).toEqual(Int32Array.from({ length: 60_000 }, (_, row) => row));
    const held = [...dataset.sourceRows('validation'), ...dataset.sourceRows('test')].sort((a, b) => a - b);
    expect(held).toEqual(Array.from({ length: 10_000 }, (_, row) => 60_000 + row));
    expect([dataset.features, dataset.targets]).toEqual([
      [{ name: 'image', kind: 'image', shape: [28, 28, 1], dtype: 'float32', vocabularySize: null }],
      [{ name: 'digit', kind: 'classes', shape: [], classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] }],
    ]);
  });

  test('images are numbers from 0 to 1 beside their class', async () => {
    const dataset = await openDataset(data, whole);
    let first: Batch | undefined;
    for await (const batch of dataset.batches('train', { batchSize: 128, shuffleSeed: null })) {
      first = batch;
      break;
    }
    expect(first!.inputs.image!.shape).toEqual([128, 28, 28, 1]);
    expect(first!.targets.digit!.shape).toEqual([128]);
    expect(first!.targets.digit!.data.slice(0, 10)).toEqual(Int32Array.of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4));
    // The mean grey of the first training image, 35.108, over 255.
    const pixels = Array.from(first!.inputs.image!.data.subarray(0, 784));
    expect(pixels.reduce((sum, value) => sum + value, 0) / 784).toBeCloseTo(35.108418 / 255, 6);
    expect(Math.max(...first!.inputs.image!.data)).toBe(1);
  });

  test('the last batch may be shorter', async () => {
    const dataset = await openDataset(data, { ...whole, limit: 300 });
    expect(dataset.rows).toEqual({ train: 300, validation: 300, test: 300 });
    const batches = await collect(dataset.batches('train', { batchSize: 128, shuffleSeed: null }));
    expect(batches.map(({ rows, inputs }) => [rows, inputs.image!.data.length])).toEqual([
      [128, 128 * 784],
      [128, 128 * 784],
      [44, 44 * 784],
    ]);
  });

  test('a seed shuffles the same way again, and every row comes once', async () => {
    const dataset = await openDataset(data, { ...whole, limit: 1000 });
    const [plain, one, again, other] = await Promise.all([null, 1, 1, 2].map((seed) => rowsOf(dataset, 'train', seed)));
    expect(again).toEqual(one);
    expect(other!.targets).not.toEqual(one!.targets);
    expect([...one!.targets.digit!.data].sort()).toEqual([...plain!.targets.digit!.data].sort());
    expect(one!.targets).not.toEqual(plain!.targets);
  });

  test('a batch belongs to the caller', async () => {
    const dataset = await openDataset(data, { ...whole, limit: 10 });
    const first = await rowsOf(dataset, 'test');
    const before = first.inputs.image!.data.slice();
    first.inputs.image!.data.fill(7);
    expect((await rowsOf(dataset, 'test')).inputs.image!.data).toEqual(before);
  });

  test('a closed dataset gives no more batches', async () => {
    const dataset = await openDataset(data, { ...whole, limit: 10 });
    const batches = dataset.batches('train', { batchSize: 4, shuffleSeed: null })[Symbol.asyncIterator]();
    await batches.next();
    dataset.close();
    await expect(batches.next()).rejects.toThrow('after it was closed');
  });

  test('a batch size is a whole number of at least 1', async () => {
    const dataset = await openDataset(data, { ...whole, limit: 10 });
    for (const batchSize of [0, -1, 1.5, Number.NaN]) {
      await expect(collect(dataset.batches('train', { batchSize, shuffleSeed: null }))).rejects.toThrow(RangeError);
    }
  });
});

describe('the diabetes table', () => {
  test('ten numbers predict one', async () => {
    const dataset = await openDataset(diabetes, whole);
    expect([dataset.features, dataset.targets, dataset.rows]).toEqual([
      [{ name: 'inputs', kind: 'numbers', shape: [10], dtype: 'float32', vocabularySize: null }],
      [{ name: 'progression', kind: 'number', shape: [], classes: null }],
      { train: 310, validation: 66, test: 66 },
    ]);
  });

  test('the raw numbers are those of the study', async () => {
    const raw = { ...diabetes, preparation: { ...diabetes.preparation, scaling: 'none' as const } };
    const dataset = await openDataset(raw, whole);
    const batches = await Promise.all((['train', 'validation', 'test'] as const).map((part) => rowsOf(dataset, part)));
    const sums = new Array<number>(11).fill(0);
    for (const { inputs, targets } of batches) {
      inputs.inputs!.data.forEach((value, at) => {
        sums[at % 10]! += value;
      });
      for (const value of targets.progression!.data) sums[10]! += value;
    }
    // Means over the 442 patients, from scikit-learn's load_diabetes(scaled=False).
    const means = [
      48.518099547511, 1.468325791855, 26.375791855204, 94.647013574661, 189.140271493213, 115.439140271493,
    ];
    means.push(49.788461538462, 4.070248868778, 4.641410859729, 91.260180995475, 152.133484162896);
    sums.forEach((sum, at) => {
      expect(sum / 442).toBeCloseTo(means[at]!, 3);
    });
  });

  test('standard scaling gives the training part mean 0 and deviation 1, and nothing else', async () => {
    const dataset = await openDataset(diabetes, whole);
    const { data } = (await rowsOf(dataset, 'train')).inputs.inputs!;
    for (let column = 0; column < 10; column++) {
      const values = [...data].filter((_, at) => at % 10 === column);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 5);
    }
    const test = (await rowsOf(dataset, 'test')).inputs.inputs!.data;
    expect(Math.abs([...test].filter((_, at) => at % 10 === 0).reduce((sum, value) => sum + value, 0))).toBeGreaterThan(
      0.01,
    );
  });

  test('min-max scaling brings the training part to 0 to 1', async () => {
    const dataset = await openDataset(
      { ...diabetes, preparation: { ...diabetes.preparation, scaling: 'min-max' } },
      whole,
    );
    const { data } = (await rowsOf(dataset, 'train')).inputs.inputs!;
    for (let column = 0; column < 10; column++) {
      const values = [...data].filter((_, at) => at % 10 === column);
      expect([Math.min(...values), Math.max(...values)]).toEqual([0, 1]);
    }
  });

  test('the same seed gives the same parts, another seed others', async () => {
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => openDataset({ ...diabetes, split: { ...diabetes.split, seed } }, whole)),
    );
    expect(again!.sourceRows('test')).toEqual(one!.sourceRows('test'));
    expect(other!.sourceRows('test')).not.toEqual(one!.sourceRows('test'));
  });

  test('no other file of the machine can be named as a sample table', async () => {
    await expect(openDataset(dataOf({ kind: 'sample-table', file: '../../package.json' }), whole)).rejects.toThrow(
      'There is no table named "../../package.json" with the app. Expected: diabetes.csv. Received: "../../package.json".',
    );
  });
});

describe('e-mails', () => {
  const spam = dataOf({ kind: 'spam-assassin' });

  test('bodies become 150 tokens, padded at the end, beside ham or spam', async () => {
    const dataset = await openDataset(spam, whole);
    expect([dataset.features, dataset.targets, dataset.rows]).toEqual([
      [{ name: 'text', kind: 'tokens', shape: [150], dtype: 'int32', vocabularySize: 10_000 }],
      [{ name: 'label', kind: 'classes', shape: [], classes: ['ham', 'spam'] }],
      { train: 4232, validation: 907, test: 907 },
    ]);
    const { inputs, targets } = await rowsOf(dataset, 'train');
    const { data, shape } = inputs.text!;
    expect(shape).toEqual([4232, 150]);
    for (let row = 0; row < 4232; row++) {
      const tokens = data.subarray(row * 150, (row + 1) * 150);
      const end = tokens.indexOf(0);
      expect(end === -1 || tokens.subarray(end).every((token) => token === 0)).toBe(true);
    }
    expect(Math.max(...data.subarray(0, 100_000))).toBeLessThan(10_000);
    // 1,896 of 6,046, as in every part.
    const spamRows = targets.label!.data.filter((label) => label === 1).length;
    expect(Math.abs(spamRows - (4232 * 1896) / 6046)).toBeLessThan(2);
  });

  test('a CSV with a column text is read as the e-mails are', async () => {
    const dataset = await openDataset(spam, whole);
    const path = writeTable('id,text\n1,"Free money, CLICK here"\n2,\n');
    const [batch] = await collect(dataset.readFile(path, { batchSize: 10 }));
    expect(batch!.targets).toEqual({});
    const { vocabulary } = dataset.preparation.features.text as { readonly vocabulary: readonly string[] };
    const words = [...batch!.inputs.text!.data.subarray(0, 5)].map((token) => vocabulary[token - 2]);
    expect(words).toEqual(['free', 'money', 'click', 'here', undefined]);
    expect(batch!.inputs.text!.data.subarray(150).every((token) => token === 0)).toBe(true);
  });
});

describe('preparation', () => {
  const rows = Array.from({ length: 200 }, (_, at) => ({
    size: String(at * 1.5),
    colour: ['red', 'green', 'blue'][at % 3]!,
    note: `words number n${at} of a text`,
    label: at % 2 === 0 ? 'even' : 'odd',
  }));
  const tableOf = (cells: readonly (typeof rows)[number][]) =>
    `size,colour,note,label\n${cells.map(({ size, colour, note, label }) => `${size},${colour},${note},${label}`).join('\n')}\n`;
  const tableData = (content: string, changes: Partial<DataDocument> = {}) =>
    dataOf({ kind: 'table', path: writeTable(content) }, changes);

  test('numbers and categories are one feature, each text its own', async () => {
    const dataset = await openDataset(
      tableData(tableOf(rows), { preparation: { ...emptyData.preparation, sequenceLength: 4 } }),
      whole,
    );
    expect(dataset.features).toEqual([
      { name: 'inputs', kind: 'numbers', shape: [4], dtype: 'float32', vocabularySize: null },
      { name: 'note', kind: 'tokens', shape: [4], dtype: 'int32', vocabularySize: 140 + 5 + 2 },
    ]);
    const { inputs, targets } = await rowsOf(dataset, 'test');
    const source = dataset.sourceRows('test');
    source.forEach((row, at) => {
      const colours = inputs.inputs!.data.slice(at * 4 + 1, at * 4 + 4);
      expect(colours).toEqual(
        Float32Array.from(['blue', 'green', 'red'], (colour) => (colour === rows[row]!.colour ? 1 : 0)),
      );
      expect(targets.label!.data[at]).toBe(row % 2);
    });
  });

  test('what the held-out rows say changes nothing of it', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), whole);
    const held = new Set([...dataset.sourceRows('validation'), ...dataset.sourceRows('test')]);
    const changed = rows.map((row, at) =>
      held.has(at) ? { ...row, size: '1e9', colour: 'violet', note: 'other words of the test' } : row,
    );
    const other = await openDataset(tableData(tableOf(changed)), whole);
    expect(other.sourceRows('test')).toEqual(dataset.sourceRows('test'));
    expect(other.preparation).toEqual(dataset.preparation);
    const test = await rowsOf(other, 'test');
    expect(test.inputs.inputs!.data[0]).toBeGreaterThan(1e6);
    expect(test.inputs.inputs!.data.slice(1, 4)).toEqual(Float32Array.of(0, 0, 0));
  });

  test('what a training row says changes it', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), whole);
    const [trained] = dataset.sourceRows('train');
    const changed = rows.map((row, at) => (at === trained ? { ...row, size: '1e9', colour: 'violet' } : row));
    const { inputs } = (await openDataset(tableData(tableOf(changed)), whole)).preparation.features as Record<
      string,
      { columns: unknown[] }
    >;
    expect(inputs!.columns).not.toEqual((dataset.preparation.features.inputs as { columns: unknown[] }).columns);
    expect(inputs!.columns[1]).toMatchObject({ categories: ['blue', 'green', 'red', 'violet'] });
  });

  test('the preparation of an earlier run is used as it is, also after it was saved as JSON', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), whole);
    const preparation = JSON.parse(JSON.stringify(dataset.preparation));
    const changed = rows.map((row) => ({ ...row, size: String(Number(row.size) + 1000) }));
    const later = await openDataset(tableData(tableOf(changed)), { ...whole, preparation });
    expect(later.preparation).toEqual(dataset.preparation);
    expect(later.features).toEqual(dataset.features);
    expect((await rowsOf(later, 'train')).inputs.inputs!.data[0]).toBeGreaterThan(5);
  });

  test('a preparation of other data is refused', async () => {
    const { preparation } = await openDataset(diabetes, whole);
    await expect(openDataset(tableData(tableOf(rows)), { ...whole, preparation })).rejects.toThrow(
      'The table has no column "age".',
    );
    await expect(openDataset(dataOf({ kind: 'mnist' }), { ...whole, preparation })).rejects.toThrow(
      'does not fit this data',
    );
    const broken = { ...preparation, features: { inputs: { kind: 'numbers', columns: 'none' } } };
    await expect(openDataset(diabetes, { ...whole, preparation: broken })).rejects.toThrow(
      'At features.inputs.columns:',
    );
  });

  test('a class that an earlier run did not know is refused', async () => {
    const { preparation } = await openDataset(tableData(tableOf(rows)), whole);
    const changed = rows.map((row, at) => (at === 7 ? { ...row, label: 'neither' } : row));
    await expect(openDataset(tableData(tableOf(changed)), { ...whole, preparation })).rejects.toThrow(
      'Expected: even, odd. Received: "neither".',
    );
  });

  test('empty cells count as the mean of the training rows or as no class, and rows without a target are left out', async () => {
    const gaps = rows.map((row, at) => (at === 0 ? { ...row, label: '' } : { ...row, size: '', colour: '?' }));
    gaps[1] = { ...rows[1]!, size: '6' };
    gaps[3] = { ...rows[3]!, size: '10' };
    const dataset = await openDataset(tableData(tableOf(gaps), { split: { validation: 0, test: 0, seed: 1 } }), whole);
    expect(dataset.rows).toEqual({ train: 199, validation: 0, test: 0 });
    expect(dataset.sourceRows('train')[0]).toBe(1);
    const { data } = (await rowsOf(dataset, 'train')).inputs.inputs!;
    // The two numbers there are, 6 and 10, have the mean 8 and the deviation 2; their rows are green and red.
    expect([...data.slice(0, 9)]).toEqual([-1, 1, 0, 0, 0, 0, 1, 0, 1]);
  });

  test('a column without spread is 0 after scaling', async () => {
    const flat = rows.map((row) => ({ ...row, size: '0.1' }));
    for (const scaling of ['standard', 'min-max'] as const) {
      const dataset = await openDataset(
        tableData(tableOf(flat), { preparation: { ...emptyData.preparation, scaling } }),
        whole,
      );
      const { data } = (await rowsOf(dataset, 'train')).inputs.inputs!;
      expect([...data].filter((_, at) => at % 4 === 0).every((value) => Math.abs(value) < 1e-6)).toBe(true);
    }
  });

  test('a limit takes rows evenly from each part and leaves the preparation as it is', async () => {
    const data = tableData(tableOf(rows));
    const dataset = await openDataset(data, whole);
    const limited = await openDataset(data, { ...whole, limit: 10 });
    expect(limited.rows).toEqual({ train: 10, validation: 10, test: 10 });
    expect(limited.preparation).toEqual(dataset.preparation);
    expect(limited.sourceRows('test')).toEqual(dataset.sourceRows('test').filter((_, at) => at % 3 === 0));
    expect((await openDataset(data, { ...whole, limit: 1000 })).rows).toEqual(dataset.rows);
  });

  test('a column may have the name of the numbers', async () => {
    const content = `inputs,size,y\n${rows.map(({ note, size }) => `${note},${size},${size}`).join('\n')}\n`;
    const dataset = await openDataset(tableData(content), whole);
    expect(dataset.features.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['inputs_2 numbers', 'inputs tokens']);
  });

  test('several targets are given side by side', async () => {
    const settings = {
      size: { kind: 'numeric', role: 'target' },
      label: { kind: 'categorical', role: 'target' },
    } as const;
    const dataset = await openDataset(tableData(tableOf(rows), { columns: settings }), whole);
    expect(dataset.targets.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['size number', 'label classes']);
    const { targets } = await rowsOf(dataset, 'test');
    expect([targets.size!.data.constructor, targets.label!.data.constructor]).toEqual([Float32Array, Int32Array]);
  });
});

describe('what cannot be trained on', () => {
  test.each([
    ['no data', dataOf({ kind: 'none' }), 'No data is chosen.'],
    [
      'a relative path without a project',
      dataOf({ kind: 'table', path: 'a.csv' }),
      'Expected: an absolute path or a saved project. Received: a.csv.',
    ],
  ])('%s says so', async (_, data, message) => {
    await expect(openDataset(data, whole)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    [
      'a target of one class',
      'a,label\n1,x\n2,x\n',
      'The target "label" has only one class. Expected: two or more. Received: "x".',
    ],
    ['no column to predict from', 'label\nx\ny\n', 'No column is an input'],
    [
      'ragged rows',
      'a,label\n1,x\n2\n',
      'line 3, has not as many values as there are columns. Expected: 2. Received: 1: 2',
    ],
  ])('%s says so', async (_, content, message) => {
    const data = dataOf({ kind: 'table', path: writeTable(content) });
    await expect(openDataset(data, whole)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message),
    });
  });

  test('a target that was set to numeric and has no numbers says so', async () => {
    const columns = { label: { kind: 'numeric', role: 'target' } } as const;
    const data = dataOf({ kind: 'table', path: writeTable('a,label\n1,x\n2,y\n') }, { columns });
    await expect(openDataset(data, whole)).rejects.toThrow(
      'The target "label" has no values. Expected: numbers or classes. Received: "x".',
    );
  });

  test('a split without training rows says so', async () => {
    const split = { validation: 0.5, test: 0.5, seed: 1 };
    await expect(openDataset({ ...diabetes, split }, whole)).rejects.toThrow(
      'The split leaves no rows for training. Expected: at least 1 of 442. Received: validation 0.5, test 0.5.',
    );
  });

  test('a path is relative to the project folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'rows.csv'),
      `a,y\n${Array.from({ length: 30 }, (_, at) => `${at},${at / 2}`).join('\n')}\n`,
    );
    const dataset = await openDataset(dataOf({ kind: 'table', path: 'rows.csv' }), { ...whole, directory: folder });
    expect(dataset.rows).toEqual({ train: 20, validation: 5, test: 5 });
  });
});

describe('another file', () => {
  const columns = ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'];
  const first = '59,2,32.1,101,157,93.2,38,4,4.8598,87';

  test('its rows are prepared as the dataset is, with answers where it has them', async () => {
    const dataset = await openDataset(diabetes, whole);
    const path = writeTable(`${columns.join(',')},progression\n${first},151\n${first},\n`);
    const [batch] = await collect(dataset.readFile(path, { batchSize: 8 }));
    expect(batch!.targets.progression!.data).toEqual(Float32Array.of(151, Number.NaN));
    const at = dataset.sourceRows('train').indexOf(0);
    const parts = (['train', 'validation', 'test'] as const).map(
      (part) => [part, dataset.sourceRows(part).indexOf(0)] as const,
    );
    const [part, place] = parts.find(([, place]) => place >= 0)!;
    expect(at >= 0).toBe(part === 'train');
    const known = (await rowsOf(dataset, part)).inputs.inputs!.data.slice(place * 10, place * 10 + 10);
    expect(batch!.inputs.inputs!.data.slice(0, 10)).toEqual(known);
  });

  test('its columns may stand in another order, beside others, without the target', async () => {
    const dataset = await openDataset(diabetes, whole);
    const straight = writeTable(`${columns.join(',')}\n${first}\n`);
    const turned = writeTable(
      `extra,${columns.toReversed().join(',')}\nx,${first.split(',').toReversed().join(',')}\n`,
    );
    const [one, other] = await Promise.all(
      [straight, turned].map((path) => collect(dataset.readFile(path, { batchSize: 8 }))),
    );
    expect(other).toEqual(one);
    expect(one![0]!.targets).toEqual({});
  });

  test('it comes in batches', async () => {
    const dataset = await openDataset(diabetes, whole);
    const path = writeTable(`${columns.join(',')}\n${new Array(5).fill(first).join('\n')}\n`);
    const batches = await collect(dataset.readFile(path, { batchSize: 2 }));
    expect(batches.map(({ rows }) => rows)).toEqual([2, 2, 1]);
  });

  test('a missing column, and a word where a number was, are named', async () => {
    const dataset = await openDataset(diabetes, whole);
    const missing = writeTable('age,sex\n59,2\n');
    await expect(collect(dataset.readFile(missing, { batchSize: 2 }))).rejects.toThrow(
      `${missing} has no column "bmi", which the model was trained on. Expected: ${columns.join(', ')}. Received: age, sex.`,
    );
    const wrong = writeTable(`${columns.join(',')}\n${first}\n${first.replace('59', 'old')}\n`);
    await expect(collect(dataset.readFile(wrong, { batchSize: 2 }))).rejects.toThrow(
      `${wrong}, row 2: "age" is not a number. Expected: a number or an empty cell. Received: "old".`,
    );
  });

  test('new categories are none of the known ones, and new classes are unknown answers', async () => {
    const table = `colour,label\n${Array.from({ length: 40 }, (_, at) => `${at % 2 ? 'red' : 'blue'},${at % 4 < 2 ? 'a' : 'b'}`).join('\n')}\n`;
    const dataset = await openDataset(dataOf({ kind: 'table', path: writeTable(table) }), whole);
    const [batch] = await collect(dataset.readFile(writeTable('colour,label\nred,b\ngreen,c\n,\n'), { batchSize: 8 }));
    expect(batch!.inputs.inputs!.data).toEqual(Float32Array.of(0, 1, 0, 0, 0, 0));
    expect(batch!.targets.label!.data).toEqual(Int32Array.of(1, -1, -1));
  });
});
