import { describe, expect, test } from 'vitest';
import type { DataDocument } from '../../shared/data/document.ts';
import { allRows, dataOf, diabetes, readPart, stepsWith, writeTable } from '../../testing/datasets.ts';
import { openDataset } from './open.ts';

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
        preparation: stepsWith({ step: 'tokenize', columns: null, vocabularySize: 10_000, sequenceLength: 4 }),
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
      tableData(tableOf(gaps), { split: { method: 'stratified', column: null, validation: 0, test: 0, seed: 1 } }),
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
});
