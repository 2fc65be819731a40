import { describe, expect, test } from 'vitest';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { tokenize, tokenizerKinds } from '../../../shared/data/steps/tokenize.ts';
import {
  allRows,
  collectBatches,
  dataOf,
  diabetes,
  readPart,
  stepsWith,
  writeTable,
} from '../../../testing/datasets.ts';
import { openDataset } from '../open.ts';
import { type FittedTokenizer, openTokenizer } from '../text/tokenizers/tokenizer.ts';
import type { Preparation } from './preparation.ts';

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
      tableData(tableOf(rows), {
        preparation: stepsWith({ ...tokenize.defaults, sequenceLength: 4 }),
      }),
      allRows,
    );
    expect(dataset.features).toEqual([
      { name: 'inputs', kind: 'numbers', shape: [4], dtype: 'float32', vocabularySize: null },
      { name: 'note', kind: 'tokens', shape: [4], dtype: 'int32', vocabularySize: 140 + 5 + 2 },
    ]);
    const { inputs, targets } = await readPart(dataset, 'test');
    const source = dataset.sourceRows('test');
    source.forEach((row, at) => {
      const colours = inputs.inputs!.data.slice(at * 4 + 1, at * 4 + 4);
      expect(colours).toEqual(
        Float32Array.from(['blue', 'green', 'red'], (colour) => (colour === rows[row]!.colour ? 1 : 0)),
      );
      expect(targets.label!.data[at]).toBe(row % 2);
    });
  });

  test('columns go to the Inputs that are named for them, and what gives more than numbers to none beside others', async () => {
    const input = (name: string, kind: 'numeric' | 'categorical' | 'text') =>
      ({ kind, role: 'input', input: name }) as const;
    const columns = {
      size: input('shape', 'numeric'),
      colour: input('shape', 'categorical'),
      note: input('words', 'text'),
    };
    const content =
      'age,' +
      tableOf(rows)
        .split('\n')
        .map((line, at) => (at === 0 || line === '' ? line : `${at},${line}`))
        .join('\n');
    const { features } = await openDataset(tableData(content, { columns }), allRows);
    expect(features.map(({ name, kind, shape }) => [name, kind, shape])).toEqual([
      ['inputs', 'numbers', [1]],
      ['shape', 'numbers', [4]],
      ['words', 'tokens', [150]],
    ]);
    const shared = { ...columns, note: input('shape', 'text') };
    await expect(openDataset(tableData(content, { columns: shared }), allRows)).rejects.toThrow(
      'The Input "shape" cannot take "note" beside others. Expected: columns of numbers, or a single text or a single column of categories by their number. Received: also "size".',
    );
  });

  test('what the held-out rows say changes nothing of it', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), allRows);
    const held = new Set([...dataset.sourceRows('validation'), ...dataset.sourceRows('test')]);
    const changed = rows.map((row, at) =>
      held.has(at) ? { ...row, size: '1e9', colour: 'violet', note: 'other words of the test' } : row,
    );
    const other = await openDataset(tableData(tableOf(changed)), allRows);
    expect(other.sourceRows('test')).toEqual(dataset.sourceRows('test'));
    expect(other.preparation).toEqual(dataset.preparation);
    const test = await readPart(other, 'test');
    expect(test.inputs.inputs!.data[0]).toBeGreaterThan(1e6);
    expect(test.inputs.inputs!.data.slice(1, 4)).toEqual(Float32Array.of(0, 0, 0));
  });

  test('what a training row says changes it', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), allRows);
    const [trained] = dataset.sourceRows('train');
    const changed = rows.map((row, at) => (at === trained ? { ...row, size: '1e9', colour: 'violet' } : row));
    const { inputs } = (await openDataset(tableData(tableOf(changed)), allRows)).preparation.features as Record<
      string,
      { columns: unknown[] }
    >;
    expect(inputs!.columns).not.toEqual((dataset.preparation.features.inputs as { columns: unknown[] }).columns);
    expect(inputs!.columns[1]).toMatchObject({ steps: [{ categories: ['blue', 'green', 'red', 'violet'] }] });
  });

  test('the preparation of an earlier run is used as it is, also after it was saved as JSON', async () => {
    const dataset = await openDataset(tableData(tableOf(rows)), allRows);
    const preparation = JSON.parse(JSON.stringify(dataset.preparation));
    const changed = rows.map((row) => ({ ...row, size: String(Number(row.size) + 1000) }));
    const later = await openDataset(tableData(tableOf(changed)), { ...allRows, preparation });
    expect(later.preparation).toEqual(dataset.preparation);
    expect(later.features).toEqual(dataset.features);
    expect((await readPart(later, 'train')).inputs.inputs!.data[0]).toBeGreaterThan(5);
  });

  test('a preparation of other data is refused', async () => {
    const { preparation } = await openDataset(diabetes, allRows);
    await expect(openDataset(tableData(tableOf(rows)), { ...allRows, preparation })).rejects.toThrow(
      'The table has no column "age".',
    );
    await expect(openDataset(dataOf({ kind: 'mnist' }), { ...allRows, preparation })).rejects.toThrow(
      'does not fit this data',
    );
    const broken = { ...preparation, features: { inputs: { kind: 'numbers', columns: 'none' } } };
    await expect(openDataset(diabetes, { ...allRows, preparation: broken })).rejects.toThrow(
      'At features.inputs.columns:',
    );
  });

  test('a class that an earlier run did not know is refused', async () => {
    const { preparation } = await openDataset(tableData(tableOf(rows)), allRows);
    const changed = rows.map((row, at) => (at === 7 ? { ...row, label: 'neither' } : row));
    await expect(openDataset(tableData(tableOf(changed)), { ...allRows, preparation })).rejects.toThrow(
      'Expected: even, odd. Received: "neither".',
    );
  });

  test('empty cells become the mean of the training rows or as no class, and rows without a target are left out', async () => {
    const gaps = rows.map((row, at) => (at === 0 ? { ...row, label: '' } : { ...row, size: '', colour: '?' }));
    gaps[1] = { ...rows[1]!, size: '6' };
    gaps[3] = { ...rows[3]!, size: '10' };
    const dataset = await openDataset(
      tableData(tableOf(gaps), {
        split: { method: 'stratified', column: null, validation: 0, test: 0, seed: 1 },
      }),
      allRows,
    );
    expect(dataset.rows).toEqual({ train: 199, validation: 0, test: 0 });
    expect(dataset.sourceRows('train')[0]).toBe(1);
    const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
    // The two numbers there are, 6 and 10, have the mean 8, which all others become; their rows are green and red.
    const scale = Math.sqrt(8 / 199);
    expect(data.slice(0, 9)).toEqual(Float32Array.of(-2 / scale, 1, 0, 0, 0, 0, 2 / scale, 0, 1));
  });

  test('a column without spread is 0 after scaling', async () => {
    const flat = rows.map((row) => ({ ...row, size: '0.1' }));
    for (const method of ['standard', 'min-max', 'robust'] as const) {
      const dataset = await openDataset(
        tableData(tableOf(flat), { preparation: stepsWith({ step: 'scale', columns: null, method }) }),
        allRows,
      );
      const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
      expect([...data].filter((_, at) => at % 4 === 0).every((value) => Math.abs(value) < 1e-6)).toBe(true);
    }
  });

  test('a limit takes rows evenly from each part and leaves the preparation as it is', async () => {
    const data = tableData(tableOf(rows));
    const dataset = await openDataset(data, allRows);
    const limited = await openDataset(data, { ...allRows, limit: 10 });
    expect(limited.rows).toEqual({ train: 10, validation: 10, test: 10 });
    expect(limited.preparation).toEqual(dataset.preparation);
    expect(limited.sourceRows('test')).toEqual(dataset.sourceRows('test').filter((_, at) => at % 3 === 0));
    expect((await openDataset(data, { ...allRows, limit: 1000 })).rows).toEqual(dataset.rows);
  });

  test('a column may have the name of the numbers', async () => {
    const content = `inputs,size,y\n${rows.map(({ note, size }) => `${note},${size},${size}`).join('\n')}\n`;
    const dataset = await openDataset(tableData(content), allRows);
    expect(dataset.features.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['inputs_2 numbers', 'inputs tokens']);
  });

  test('several targets are given side by side', async () => {
    const settings = {
      size: { kind: 'numeric', role: 'target' },
      label: { kind: 'categorical', role: 'target' },
    } as const;
    const dataset = await openDataset(tableData(tableOf(rows), { columns: settings }), allRows);
    expect(dataset.targets.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['size number', 'label classes']);
    const { targets } = await readPart(dataset, 'test');
    expect([targets.size!.data.constructor, targets.label!.data.constructor]).toEqual([Float32Array, Int32Array]);
  });

  test('the preparation that version 1 saved gives the numbers it gave', async () => {
    const saved = {
      version: 1,
      features: {
        inputs: {
          kind: 'numbers',
          columns: [
            { column: 'size', kind: 'numeric', fill: 7, center: 5, scale: 2 },
            { column: 'colour', kind: 'categorical', categories: ['green', 'red'] },
          ],
        },
        note: { kind: 'tokens', column: 'note', sequenceLength: 2, vocabulary: ['text'] },
      },
      targets: { label: { kind: 'classes', column: 'label', classes: ['even', 'odd'] } },
    };
    const gaps = rows.map((row, at) => (at % 3 === 0 ? { ...row, size: '' } : row));
    const split = { ...emptyData.split, validation: 0, test: 0 };
    const dataset = await openDataset(tableData(tableOf(gaps), { split }), { ...allRows, preparation: saved });
    const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
    // Red without a size, then green of 1.5 and blue of 3.
    expect([...data.slice(0, 9)]).toEqual([1, 0, 1, -1.75, 1, 0, -1, 0, 0]);
    expect(dataset.preparation.version).toBe(4);
    // "words", "number" and the like are unknown to a vocabulary of one word.
    const { note } = (await readPart(dataset, 'train')).inputs;
    expect([...note!.data.slice(0, 2)]).toEqual([1, 1]);
    const { windows: _windows, version: _version, ...rest } = dataset.preparation as Preparation;
    const second = { ...rest, version: 2, features: { ...rest.features, note: saved.features.note } };
    const again = await openDataset(tableData(tableOf(gaps), { split }), { ...allRows, preparation: second });
    expect(again.preparation).toEqual(dataset.preparation);
  });

  test.each(tokenizerKinds)(
    'a text becomes tokens as its step says: %s, padded and cut at the beginning',
    async (tokenizer) => {
      const notes = ['abba', 'Abba abab', 'b'];
      const content = `note,y\n${Array.from({ length: 30 }, (_, at) => `${notes[at % 3]},${at}`).join('\n')}\n`;
      const step = { ...tokenize.defaults, tokenizer, vocabularySize: 259, sequenceLength: 3 } as const;
      const preparation = stepsWith({ ...step, padding: 'pre', truncating: 'pre' });
      const columns = { note: { kind: 'text', role: 'input' }, y: { kind: 'numeric', role: 'target' } } as const;
      const data = tableData(content, { preparation, columns });
      const dataset = await openDataset(data, allRows);
      const { tokenizer: fitted } = dataset.preparation.features.note as { readonly tokenizer: FittedTokenizer };
      expect(fitted).toMatchObject({ kind: tokenizer, lowercase: true });
      const { encode, vocabularySize } = openTokenizer(fitted);
      expect(dataset.features).toEqual([{ name: 'note', kind: 'tokens', shape: [3], dtype: 'int32', vocabularySize }]);
      const { data: tokens } = (await readPart(dataset, 'train')).inputs.note!;
      for (const [at, row] of dataset.sourceRows('train').entries()) {
        const all = [...encode(notes[row % 3]!)];
        const last = all.slice(Math.max(0, all.length - 3));
        const expected = [...new Array<number>(3 - last.length).fill(0), ...last];
        expect([...tokens.slice(at * 3, at * 3 + 3)]).toEqual(expected);
      }
      // What was saved does the same to another file.
      const saved = JSON.parse(JSON.stringify(dataset.preparation));
      const again = await openDataset(data, { ...allRows, preparation: saved });
      expect((await readPart(again, 'train')).inputs.note!.data).toEqual(tokens);
    },
  );

  test('a run whose split went by a column that is no input opens again with what it saved', async () => {
    const content = `shop,size,y\n${Array.from({ length: 60 }, (_, at) => `s${at % 6},${at},${at}`).join('\n')}\n`;
    const columns = {
      shop: { kind: 'categorical', role: 'ignored' },
      size: { kind: 'numeric', role: 'input' },
      y: { kind: 'numeric', role: 'target' },
    } as const;
    const split = { ...emptyData.split, method: 'group', column: 'shop' } as const;
    const data = tableData(content, { columns, split });
    const { preparation, sourceRows } = await openDataset(data, allRows);
    const again = await openDataset(data, { ...allRows, preparation });
    expect([again.preparation, again.sourceRows('test')]).toEqual([preparation, sourceRows('test')]);
  });

  test('a vocabulary that is too small for subwords is refused, with the column', async () => {
    const preparation = stepsWith({ ...tokenize.defaults, tokenizer: 'subword', vocabularySize: 100 });
    await expect(openDataset(tableData(tableOf(rows), { preparation }), allRows)).rejects.toThrow(
      'The vocabulary of "note" has no room for subwords. Expected: a vocabulary size of at least 258. Received: 100.',
    );
  });

  test('a category as an index is an input of its own, whole numbers for an Embedding', async () => {
    const encode = { step: 'encode', columns: ['colour'], method: 'index', minFrequency: 1 } as const;
    const dataset = await openDataset(
      tableData(tableOf(rows), { preparation: [encode, ...emptyData.preparation] }),
      allRows,
    );
    expect(dataset.features).toEqual([
      { name: 'inputs', kind: 'numbers', shape: [1], dtype: 'float32', vocabularySize: null },
      { name: 'colour', kind: 'tokens', shape: [1], dtype: 'int32', vocabularySize: 4 },
      { name: 'note', kind: 'tokens', shape: [150], dtype: 'int32', vocabularySize: expect.any(Number) },
    ]);
    const { data, shape } = (await readPart(dataset, 'train')).inputs.colour!;
    const numbers = Int32Array.from(dataset.sourceRows('train'), (row) => [3, 2, 1][row % 3]!);
    expect([data, shape]).toEqual([numbers, [numbers.length, 1]]);
  });

  test('dates are inputs by their parts, which are scaled on the training part', async () => {
    const content = `when,y\n${rows.map((_, at) => `2001-01-${String((at % 28) + 1).padStart(2, '0')} 06:00,${at}`).join('\n')}\n`;
    const preparation = [
      { step: 'date-parts', columns: ['when'], parts: ['day', 'hour'], cyclic: false },
      { step: 'scale', columns: null, method: 'min-max' },
    ] as const;
    const columns = { y: { kind: 'numeric', role: 'target' } } as const;
    const dataset = await openDataset(tableData(content, { preparation, columns }), allRows);
    expect(dataset.features.map(({ shape }) => shape)).toEqual([[2]]);
    const { data } = (await readPart(dataset, 'train')).inputs.inputs!;
    const [row] = dataset.sourceRows('train');
    expect([...data.slice(0, 2)]).toEqual([Math.fround((row! % 28) / 27), 0]);
  });

  test('rows with an empty cell are left out where a step says so, and cannot be predicted', async () => {
    const gaps = rows.map((row, at) => (at < 40 ? { ...row, size: '' } : row));
    const drop = { step: 'impute', columns: ['size'], strategy: 'drop', fillValue: null, addIndicator: false } as const;
    const dataset = await openDataset(
      tableData(tableOf(gaps), { preparation: [drop, ...emptyData.preparation.slice(1)] }),
      allRows,
    );
    expect(dataset.rows.train + dataset.rows.validation + dataset.rows.test).toBe(160);
    const path = writeTable(tableOf(gaps.slice(39, 41)));
    await expect(collectBatches(dataset.readFile(path, { batchSize: 8 }))).rejects.toThrow(
      `${path}, row 1: "size" has no value, and no step fills empty cells. Expected: a value. Received: an empty cell.`,
    );
  });

  test('numbers that are too large to compute with are an error that names the column, as an input and as a target', async () => {
    const huge = rows.map((row, at) => (at < 100 ? { ...row, size: '1e308' } : row));
    const openWith = (data: Partial<DataDocument>) => openDataset(tableData(tableOf(huge), data), allRows);
    const told = /^Numbers of "size" are too large to compute with\. .* Received: a mean or deviation of Infinity\.$/;
    await expect(openWith({})).rejects.toThrow(told);
    await expect(
      openWith({
        preparation: [...emptyData.preparation, { step: 'scale', columns: ['size'], method: 'standard' }],
        columns: { size: { kind: 'numeric', role: 'target' } },
      }),
    ).rejects.toThrow(told);
  });

  test('what no step makes numbers of is an error that names the column and the step', async () => {
    const without = (...left: string[]) => emptyData.preparation.filter(({ step }) => !left.includes(step));
    const openWith = (preparation: DataDocument['preparation'], content = tableOf(rows)) =>
      openDataset(tableData(content, { preparation }), allRows);
    await expect(openWith(without('encode'))).rejects.toThrow(
      'No step makes numbers of "colour". Expected: the step encode categories. Received: categories.',
    );
    await expect(openWith(without('tokenize'))).rejects.toThrow(
      'No step makes numbers of "note". Expected: the step tokenize texts. Received: texts.',
    );
    const gaps = rows.map((row, at) => (at === 5 ? { ...row, size: '' } : row));
    await expect(openWith(without('impute'), tableOf(gaps))).rejects.toThrow(
      '"size" has empty cells, and no step fills them. Expected: the step fill empty cells. Received: 1 empty cells.',
    );
    const scale = { step: 'scale', columns: ['colour'], method: 'standard' } as const;
    await expect(openWith([...emptyData.preparation, scale])).rejects.toThrow(
      'The step scale is not for what "colour" is at its place in the list. Expected: values it can be for. Received: categories that are encoded already.',
    );
  });
});
