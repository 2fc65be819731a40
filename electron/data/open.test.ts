import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allRows, collectBatches, dataOf, diabetes, readPart, stepsWith, writeTable } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { Batch } from './dataset.ts';
import { openDataset } from './open.ts';
import type { FittedWord } from './text/tokenizers/word.ts';

describe('digits', () => {
  const data = dataOf(
    { kind: 'mnist' },
    { split: { method: 'stratified', column: null, validation: 0.5, test: 0.5, seed: 1 } },
  );

  test('all training images are for training, and the official test images for validation and test', async () => {
    const dataset = await openDataset(data, allRows);
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
    const dataset = await openDataset(data, allRows);
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
    const dataset = await openDataset(data, { ...allRows, limit: 300 });
    expect(dataset.rows).toEqual({ train: 300, validation: 300, test: 300 });
    const batches = await collectBatches(dataset.batches('train', { batchSize: 128, shuffleSeed: null }));
    expect(batches.map(({ rows, inputs }) => [rows, inputs.image!.data.length])).toEqual([
      [128, 128 * 784],
      [128, 128 * 784],
      [44, 44 * 784],
    ]);
  });

  test('a seed shuffles the same way again, and every row comes once', async () => {
    const dataset = await openDataset(data, { ...allRows, limit: 1000 });
    const [plain, one, again, other] = await Promise.all(
      [null, 1, 1, 2].map((seed) => readPart(dataset, 'train', seed)),
    );
    expect(again).toEqual(one);
    expect(other!.targets).not.toEqual(one!.targets);
    expect([...one!.targets.digit!.data].sort()).toEqual([...plain!.targets.digit!.data].sort());
    expect(one!.targets).not.toEqual(plain!.targets);
  });

  test('a batch belongs to the caller', async () => {
    const dataset = await openDataset(data, { ...allRows, limit: 10 });
    const first = await readPart(dataset, 'test');
    const before = first.inputs.image!.data.slice();
    first.inputs.image!.data.fill(7);
    expect((await readPart(dataset, 'test')).inputs.image!.data).toEqual(before);
  });

  test('a closed dataset gives no more batches', async () => {
    const dataset = await openDataset(data, { ...allRows, limit: 10 });
    const batches = dataset.batches('train', { batchSize: 4, shuffleSeed: null })[Symbol.asyncIterator]();
    await batches.next();
    dataset.close();
    await expect(batches.next()).rejects.toThrow('after it was closed');
  });

  test('a batch size is a allRows number of at least 1', async () => {
    const dataset = await openDataset(data, { ...allRows, limit: 10 });
    for (const batchSize of [0, -1, 1.5, Number.NaN]) {
      await expect(collectBatches(dataset.batches('train', { batchSize, shuffleSeed: null }))).rejects.toThrow(
        RangeError,
      );
    }
  });
});

describe('the diabetes table', () => {
  test('ten numbers predict one', async () => {
    const dataset = await openDataset(diabetes, allRows);
    expect([dataset.features, dataset.targets, dataset.rows]).toEqual([
      [{ name: 'inputs', kind: 'numbers', shape: [10], dtype: 'float32', vocabularySize: null }],
      [{ name: 'progression', kind: 'number', shape: [], classes: null }],
      { train: 310, validation: 66, test: 66 },
    ]);
  });

  test('the raw numbers are those of the study', async () => {
    const raw = { ...diabetes, preparation: diabetes.preparation.filter(({ step }) => step !== 'scale') };
    const dataset = await openDataset(raw, allRows);
    const batches = await Promise.all(
      (['train', 'validation', 'test'] as const).map((part) => readPart(dataset, part)),
    );
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
    const dataset = await openDataset(diabetes, allRows);
    const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
    for (let column = 0; column < 10; column++) {
      const values = [...data].filter((_, at) => at % 10 === column);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 5);
    }
    const test = (await readPart(dataset, 'test')).inputs.inputs!.data;
    expect(Math.abs([...test].filter((_, at) => at % 10 === 0).reduce((sum, value) => sum + value, 0))).toBeGreaterThan(
      0.01,
    );
  });

  test('min-max scaling brings the training part to 0 to 1', async () => {
    const dataset = await openDataset(
      { ...diabetes, preparation: stepsWith({ step: 'scale', columns: null, method: 'min-max' }) },
      allRows,
    );
    const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
    for (let column = 0; column < 10; column++) {
      const values = [...data].filter((_, at) => at % 10 === column);
      expect([Math.min(...values), Math.max(...values)]).toEqual([0, 1]);
    }
  });

  test('the same seed gives the same parts, another seed others', async () => {
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => openDataset({ ...diabetes, split: { ...diabetes.split, seed } }, allRows)),
    );
    expect(again!.sourceRows('test')).toEqual(one!.sourceRows('test'));
    expect(other!.sourceRows('test')).not.toEqual(one!.sourceRows('test'));
  });

  test('no other file of the machine can be named as a sample table', async () => {
    await expect(openDataset(dataOf({ kind: 'sample-table', file: '../../package.json' }), allRows)).rejects.toThrow(
      'There is no table named "../../package.json" with the app. Expected: diabetes.csv. Received: "../../package.json".',
    );
  });
});

describe('e-mails', () => {
  const spam = dataOf({ kind: 'spam-assassin' });

  test('bodies become 150 tokens, padded at the end, beside ham or spam', async () => {
    const dataset = await openDataset(spam, allRows);
    expect([dataset.features, dataset.targets, dataset.rows]).toEqual([
      [{ name: 'text', kind: 'tokens', shape: [150], dtype: 'int32', vocabularySize: 10_000 }],
      [{ name: 'label', kind: 'classes', shape: [], classes: ['ham', 'spam'] }],
      { train: 4232, validation: 907, test: 907 },
    ]);
    const { inputs, targets } = await readPart(dataset, 'train');
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
    const dataset = await openDataset(spam, allRows);
    const path = writeTable('id,text\n1,"Free money, CLICK here"\n2,\n');
    const [batch] = await collectBatches(dataset.readFile(path, { batchSize: 10 }));
    expect(batch!.targets).toEqual({});
    const { tokenizer } = dataset.preparation.features.text as { readonly tokenizer: FittedWord };
    const { vocabulary } = tokenizer;
    const words = [...batch!.inputs.text!.data.subarray(0, 5)].map((token) => vocabulary[token - 2]);
    expect(words).toEqual(['free', 'money', 'click', 'here', undefined]);
    // A text without words is one unknown token.
    expect([...batch!.inputs.text!.data.subarray(150)]).toEqual([1, ...new Array(149).fill(0)]);
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
    await expect(openDataset(data, allRows)).rejects.toMatchObject({
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
    await expect(openDataset(data, allRows)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message),
    });
  });

  test('a target that was set to numeric and has no numbers says so', async () => {
    const columns = { label: { kind: 'numeric', role: 'target' } } as const;
    const data = dataOf({ kind: 'table', path: writeTable('a,label\n1,x\n2,y\n') }, { columns });
    await expect(openDataset(data, allRows)).rejects.toThrow(
      'The target "label" has no values. Expected: numbers or classes. Received: "x".',
    );
  });

  test('a split without training rows says so', async () => {
    const split = { ...diabetes.split, validation: 0.5, test: 0.5 };
    await expect(openDataset({ ...diabetes, split }, allRows)).rejects.toThrow(
      'The split leaves no rows for training. Expected: at least 1 of 442. Received: validation 0.5, test 0.5.',
    );
  });

  test('a path is relative to the project folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'rows.csv'),
      `a,y\n${Array.from({ length: 30 }, (_, at) => `${at},${at / 2}`).join('\n')}\n`,
    );
    const dataset = await openDataset(dataOf({ kind: 'table', path: 'rows.csv' }), { ...allRows, directory: folder });
    expect(dataset.rows).toEqual({ train: 20, validation: 5, test: 5 });
  });
});
