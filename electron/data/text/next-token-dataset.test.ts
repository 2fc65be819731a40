import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFoundSource } from '../../../shared/data/found-source.ts';
import { tokenize } from '../../../shared/data/steps/tokenize.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { allRows, collectBatches, dataOf, readPart, stepsWith } from '../../../testing/datasets.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { findSource } from '../sources/find-source.ts';
import type { TokenizeStep } from './tokenizers/fit-tokenizer.ts';
import type { FittedWord } from './tokenizers/word.ts';

function textFile(text: string): string {
  const path = join(temporaryFolder(), 'text.txt');
  writeFileSync(path, text);
  return path;
}

/** A document with words of a text, windows of three of them. */
function wordsOf(path: string, more: Partial<Omit<TokenizeStep, 'step'>> = {}, stride = 2) {
  const step = { ...tokenize.defaults, sequenceLength: 3, ...more } as const;
  return dataOf(
    { kind: 'next-token', path, stride },
    {
      preparation: stepsWith(step),
      split: { method: 'stratified', column: null, validation: 0.2, test: 0.2, seed: 1 },
    },
  );
}

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `w${from + at}`).join(' ');

describe('a text whose next token is to be told', () => {
  test('gives windows of its words and the word that follows each, within its part', async () => {
    // Of 99 characters the first 59 are for training; the border lies after w19.
    const dataset = await openDataset(wordsOf(textFile(numbered(10, 35))), allRows);
    expect(dataset.rows).toEqual({ train: 6, validation: 1, test: 1 });
    expect([dataset.features, dataset.targets]).toEqual([
      [{ name: 'text', kind: 'tokens', shape: [3], dtype: 'int32', vocabularySize: 2 + 15 }],
      [{ name: 'next', kind: 'token', shape: [], classes: ['[PAD]', '[UNK]', ...numbered(10, 25).split(' ')] }],
    ]);
    const train = await readPart(dataset, 'train');
    expect([...train.inputs.text!.data.subarray(0, 6)]).toEqual([2, 3, 4, 4, 5, 6]);
    expect([...train.targets.next!.data]).toEqual([5, 7, 9, 11, 13, 15]);
    expect(dataset.sourceRows('train')).toEqual(Int32Array.of(3, 5, 7, 9, 11, 13));
    // Words of the held-out parts are unknown to what was learned from the training part.
    expect([...(await readPart(dataset, 'test')).inputs.text!.data]).toEqual([1, 1, 1]);
  });

  test('is learned from its training part alone, and saved', async () => {
    const known = numbered(10, 30);
    const one = await openDataset(wordsOf(textFile(`${known} ${numbered(40, 50)}`)), allRows);
    const data = wordsOf(textFile(`${known} ${numbered(60, 70)}`));
    const other = await openDataset(data, allRows);
    expect(other.preparation).toEqual(one.preparation);
    const saved = JSON.parse(JSON.stringify(one.preparation));
    const again = await openDataset(wordsOf(textFile(numbered(12, 40))), { ...allRows, preparation: saved });
    const { vocabulary } = (saved.features.text as { tokenizer: FittedWord }).tokenizer;
    const { data: tokens } = (await readPart(again, 'train')).inputs.text!;
    expect([...tokens.subarray(0, 3)].map((token) => vocabulary[token - 2])).toEqual(['w12', 'w13', 'w14']);
  });

  test('of another text asks for the token after its end, padded where it is short', async () => {
    const dataset = await openDataset(wordsOf(textFile(numbered(10, 35)), { padding: 'pre' }), allRows);
    const ask = async (text: string) => {
      const batches = await collectBatches(dataset.readFile(textFile(text), { batchSize: 8 }));
      return batches.map(({ rows, inputs, targets }) => [rows, [...inputs.text!.data], targets]);
    };
    expect(await ask('w10 w11 w12 w13 w14\r\n')).toEqual([[1, [4, 5, 6], {}]]);
    expect(await ask('w11')).toEqual([[1, [0, 0, 3], {}]]);
    await expect(ask('...')).rejects.toThrow('text.txt has no tokens, so that none can follow them.');
    const letters = await openDataset(
      wordsOf(textFile('a b\n'.repeat(50)), { tokenizer: 'character', sequenceLength: 2 }),
      allRows,
    );
    const { classes } = letters.targets[0]!;
    const [batch] = await collectBatches(letters.readFile(textFile('a b\n'), { batchSize: 8 }));
    const asked = Array.from(batch!.inputs.text!.data, (token) => classes![token]);
    expect(asked).toEqual(['\u2423', 'b']);
  });

  test('that does not fit into memory gives the same windows', async () => {
    const path = textFile(Array.from({ length: 400_000 }, (_, at) => String(at % 7)).join(' '));
    const read = async () => {
      const dataset = await openDataset(wordsOf(path, {}, 50), allRows);
      const { inputs, targets } = await readPart(dataset, 'train', 3);
      dataset.close();
      // Shuffled otherwise where it is read block by block: each window is still followed by its own token.
      return Array.from(targets.next!.data, (next, row) =>
        [...inputs.text!.data.subarray(row * 3, row * 3 + 3), next].join(' '),
      ).sort();
    };
    const whole = await read();
    process.env.LAYERLOOM_DATA_MEMORY = '0.5';
    try {
      expect(await read()).toEqual(whole);
    } finally {
      delete process.env.LAYERLOOM_DATA_MEMORY;
    }
  });

  test('is looked at as windows, with what is worth a look', async () => {
    const summary = await inspectDataset(wordsOf(textFile(numbered(10, 35))), { directory: null });
    expect(summary).toMatchObject({
      title: 'text.txt',
      rows: { train: 6, validation: 1, test: 1 },
      columns: [
        { name: 'text', role: 'input' },
        { name: 'next', role: 'target' },
      ],
    });
    expect(summary.preview.slice(0, 2)).toEqual([
      ['w10 w11 w12', 'w13'],
      ['w12 w13 w14', 'w15'],
    ]);
    expect(inEnglish(summary.warnings[0]!)).toContain(
      'Tokens of "text" in validation and test that no training text has',
    );
    const short = await inspectDataset(wordsOf(textFile('one two')), { directory: null });
    expect([short.features, short.targets, short.warnings.map(inEnglish)]).toEqual([
      [],
      [],
      [
        'The text has too few tokens to learn from. Expected: at least 4 in the training part, for one window and the token after it. Received: 2.',
      ],
    ]);
    await expect(inspectDataset(wordsOf('/nowhere.txt'), { directory: null })).rejects.toThrow('it is not there');
  });
});

describe('what is found at a path', () => {
  test.each([
    ['prose', 'Call me Ishmael. Some years ago, never mind how long,\nhaving little or no money.\n', 'next-token'],
    ['lines without any sign', 'one line\nanother line\n', 'next-token'],
    ['a table', 'a\tb\n1\t2\n3\t4\n', 'table'],
  ])('%s in a .txt', async (_, content, kind) => {
    expect((await findSource(textFile(content))).source.kind).toBe(kind);
  });

  test('a folder of texts without folders of classes is one text, by characters', async () => {
    const folder = temporaryFolder();
    for (const at of [1, 2]) writeFileSync(join(folder, `chapter_${at}.txt`), 'x'.repeat(100_000));
    const found = await findSource(folder);
    expect(found.source).toEqual({ kind: 'next-token', path: folder, stride: 2 });
    const { preparation } = withFoundSource(dataOf({ kind: 'none' }), found);
    expect(preparation.find(({ step }) => step === 'tokenize')).toMatchObject({
      tokenizer: 'character',
      lowercase: false,
    });
    mkdirSync(join(folder, 'class'));
    writeFileSync(join(folder, 'class', 'a.txt'), 'a');
    expect((await findSource(folder)).source.kind).toBe('text-folder');
  });

  test('a folder without files is said to be empty, with all that one may hold', async () => {
    const folder = temporaryFolder();
    await expect(findSource(folder)).rejects.toThrow(
      `${folder} has no files. Expected: images or texts in a folder for each class, texts beside each other, or arrays. Received: an empty folder.`,
    );
  });
});
