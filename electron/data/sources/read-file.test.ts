import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyData } from '../../../shared/data/document.ts';
import { tokenize } from '../../../shared/data/steps/tokenize.ts';
import { inEnglish, type Words } from '../../../shared/messages/sentence.ts';
import { allRows, collectBatches, dataOf, diabetes, readPart, writeTable } from '../../../testing/datasets.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openDataset } from '../open.ts';

describe('another file', () => {
  const columns = ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'];
  const first = '59,2,32.1,101,157,93.2,38,4,4.8598,87';

  test('its rows are prepared as the dataset is, with answers where it has them', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const path = writeTable(`${columns.join(',')},progression\n${first},151\n${first},\n`);
    const [batch] = await collectBatches(dataset.readFile(path, { batchSize: 8 }));
    expect(batch!.targets.progression!.data).toEqual(Float32Array.of(151, Number.NaN));
    const at = dataset.sourceRows('train').indexOf(0);
    const parts = (['train', 'validation', 'test'] as const).map(
      (part) => [part, dataset.sourceRows(part).indexOf(0)] as const,
    );
    const [part, place] = parts.find(([, place]) => place >= 0)!;
    expect(at >= 0).toBe(part === 'train');
    const known = (await readPart(dataset, part)).inputs.inputs!.data.slice(place * 10, place * 10 + 10);
    expect(batch!.inputs.inputs!.data.slice(0, 10)).toEqual(known);
  });

  test('its columns may stand in another order, beside others, without the target', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const straight = writeTable(`${columns.join(',')}\n${first}\n`);
    const turned = writeTable(
      `extra,${columns.toReversed().join(',')}\nx,${first.split(',').toReversed().join(',')}\n`,
    );
    const [one, other] = await Promise.all(
      [straight, turned].map((path) => collectBatches(dataset.readFile(path, { batchSize: 8 }))),
    );
    expect(other).toEqual(one);
    expect(one![0]!.targets).toEqual({});
  });

  test('it comes in batches', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const path = writeTable(`${columns.join(',')}\n${new Array(5).fill(first).join('\n')}\n`);
    const batches = await collectBatches(dataset.readFile(path, { batchSize: 2 }));
    expect(batches.map(({ rows }) => rows)).toEqual([2, 2, 1]);
  });

  test('categories that it was not trained on are told', async () => {
    const lines = Array.from({ length: 40 }, (_, at) => `${['red', 'blue', 'red'][at % 3]},${at % 2 ? 'a' : 'b'}`);
    const said = async (minFrequency: number, content: string) => {
      const told: string[] = [];
      const preparation = [{ step: 'encode', columns: null, method: 'one-hot', minFrequency } as const];
      const path = writeTable(`colour,label\n${lines.join('\n')}\nolive,a\n`);
      const columns = { label: { kind: 'categorical', role: 'target' } } as const;
      const split = { ...emptyData.split, method: 'random', validation: 0, test: 0 } as const;
      const data = dataOf({ kind: 'table', path }, { preparation, columns, split });
      const tell = (words: Words) => told.push(inEnglish(words));
      const dataset = await openDataset(data, { ...allRows, tell });
      await collectBatches(dataset.readFile(writeTable(content), { batchSize: 8 }));
      dataset.close();
      return told;
    };
    const content = 'colour\nred\nBlue\n\nBlue\ngreen\n';
    expect(await said(1, content)).toEqual([
      'Values of "colour" that the model was not trained on: 3, such as "Blue". They count as none of its classes.',
    ]);
    expect(await said(3, content)).toEqual([expect.stringMatching(/: 3, .* count among its rare classes\.$/)]);
    expect(await said(1, 'colour\nred\n\nblue\n')).toEqual([]);
  });

  test('a missing column, and a word where a number was, are named', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const missing = writeTable('age,sex\n59,2\n');
    await expect(collectBatches(dataset.readFile(missing, { batchSize: 2 }))).rejects.toThrow(
      `${missing} has no column "bmi", which the model was trained on. Expected: ${columns.join(', ')}. Received: age, sex.`,
    );
    const wrong = writeTable(`${columns.join(',')}\n${first}\n${first.replace('59', 'old')}\n`);
    await expect(collectBatches(dataset.readFile(wrong, { batchSize: 2 }))).rejects.toThrow(
      `${wrong}, row 2: "age" is not a number. Expected: a number or an empty cell. Received: "old".`,
    );
  });

  test('without column names it is refused by its first line', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const path = writeTable(`${first}\n${first}\n`);
    await expect(collectBatches(dataset.readFile(path, { batchSize: 2 }))).rejects.toThrow(
      `${path} has no line of column names, so it cannot be told which value is which. Expected: a first line with ${columns.join(', ')}. Received: ${first.replaceAll(',', ', ')}.`,
    );
  });

  test.each([
    ['', 'has no rows. Expected: a line of column names and lines of values. Received: an empty file.'],
    [
      'age,sex\n',
      'has no rows. Expected: lines of values under the column names. Received: a line of column names alone.',
    ],
  ])('with nothing to predict in it (%j) it is refused', async (text, words) => {
    const dataset = await openDataset(diabetes, allRows);
    const path = writeTable(text);
    await expect(collectBatches(dataset.readFile(path, { batchSize: 2 }))).rejects.toThrow(`${path} ${words}`);
  });

  test('that is not there, or is a folder, is named', async () => {
    const dataset = await openDataset(diabetes, allRows);
    const folder = temporaryFolder();
    await expect(collectBatches(dataset.readFile(folder, { batchSize: 2 }))).rejects.toThrow(
      `${folder} is not a table.`,
    );
    const none = join(folder, 'none.csv');
    await expect(collectBatches(dataset.readFile(none, { batchSize: 2 }))).rejects.toThrow(
      `${none} could not be read: it is not there. Received: ENOENT.`,
    );
  });

  test('new categories are none of the known ones, and new classes are unknown answers', async () => {
    const table = `colour,label\n${Array.from({ length: 40 }, (_, at) => `${at % 2 ? 'red' : 'blue'},${at % 4 < 2 ? 'a' : 'b'}`).join('\n')}\n`;
    const dataset = await openDataset(dataOf({ kind: 'table', path: writeTable(table) }), allRows);
    const [batch] = await collectBatches(
      dataset.readFile(writeTable('colour,label\nred,b\ngreen,c\n,\n'), { batchSize: 8 }),
    );
    expect(batch!.inputs.inputs!.data).toEqual(Float32Array.of(0, 1, 0, 0, 0, 0));
    expect(batch!.targets.label!.data).toEqual(Int32Array.of(1, -1, -1));
  });

  test('its numbers are read as those of training were written, and what is otherwise is told', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `${1 + (at % 9)}.${200 + at},5;${at},25`);
    const source = { kind: 'table', path: writeTable(`size;price\n${rows.join('\n')}\n`) } as const;
    const told: string[] = [];
    const tell = (words: Words) => told.push(inEnglish(words));
    const steps = { preparation: [], columns: { price: { kind: 'numeric', role: 'target' } } } as const;
    const trained = await openDataset(dataOf(source, steps), allRows);
    expect(trained.preparation.notations).toEqual({ size: 'comma', price: 'comma' });
    const saved = JSON.parse(JSON.stringify(trained.preparation));
    const dataset = await openDataset(dataOf(source, steps), { ...allRows, preparation: saved, tell });
    const sizesOf = async (content: string) => {
      const [batch] = await collectBatches(dataset.readFile(writeTable(content), { batchSize: 8 }));
      return [...batch!.inputs.inputs!.data];
    };
    // Alone, it might be either.
    expect(await sizesOf('size\n1.234\n')).toEqual([1234]);
    expect(told).toEqual([]);
    expect(await sizesOf('size\n1.5\n')).toEqual([1.5]);
    expect(told).toEqual([expect.stringMatching(/^Numbers of "size" had a comma before the fraction where/)]);
  });

  test('texts alone are one, or all of a folder, whose folders of classes are the right answers', async () => {
    const write = (folder: string, texts: Readonly<Record<string, string | Buffer>>) => {
      for (const [name, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      return folder;
    };
    const letters = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`${at % 2 ? 'spam' : 'ham'}/${at}.txt`, `word${at % 2} of letter ${at}`]),
    );
    const source = { kind: 'text-folder', path: write(temporaryFolder(), letters) } as const;
    const told: string[] = [];
    const tell = (words: Words) => told.push(inEnglish(words));
    const steps = { preparation: [{ ...tokenize.defaults, sequenceLength: 3 }] };
    const dataset = await openDataset(dataOf(source, steps), { ...allRows, tell });
    const read = async (path: string) => {
      const [batch] = await collectBatches(dataset.readFile(path, { batchSize: 9 }));
      const { files, inputs, targets } = batch!;
      return { files, first: files?.map((_, row) => inputs.text!.data[row * 3]), targets: targets.label?.data };
    };
    const known = (await read(join(source.path, 'spam', '1.txt'))).first![0]!;
    expect(known).toBeGreaterThan(1);
    const others = write(temporaryFolder(), {
      'loose.txt': 'word1',
      'new/1.txt': 'unheard',
      'test/spam/1.txt': 'word1',
      'test/spam/2.txt': '',
    });
    expect(await read(others)).toEqual({
      files: ['loose.txt', 'new/1.txt', 'test/spam/1.txt'],
      first: [known, 1, known],
      targets: Int32Array.of(-1, -1, 1),
    });
    expect(told).toEqual(['test/spam/2.txt is left out: it is empty.']);
    // A table that is named as a text is a table.
    const table = write(temporaryFolder(), { 'table.txt': 'text\tlabel\nword1\tham\n' });
    expect(await read(join(table, 'table.txt'))).toEqual({ targets: Int32Array.of(0) });
    await expect(read(write(temporaryFolder(), { 'a/1.txt': '' }))).rejects.toThrow(
      'a/1.txt is left out: it is empty.',
    );
    dataset.close();
  });
});
