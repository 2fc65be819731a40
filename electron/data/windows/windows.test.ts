import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataDocument } from '../../../shared/data/document.ts';
import type { Step } from '../../../shared/data/steps/index.ts';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { allRows, collectBatches, dataOf, readPart, writeTable } from '../../../testing/datasets.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { numbersIn } from '../store/numbers.ts';
import { orderRows } from './ordered-rows.ts';
import { planRowWindows } from './plan-windows.ts';

const input = { kind: 'numeric', role: 'input' } as const;
const target = { kind: 'numeric', role: 'target' } as const;
const byTime = { method: 'time', column: 't', validation: 0.25, test: 0.25, seed: 1 } as const;
const two = { length: 2, horizon: 2, stride: 1, time: 't', series: null } as const;

function series(content: string, changes: Partial<DataDocument> = {}): DataDocument {
  const columns = { t: { kind: 'numeric', role: 'ignored' }, x: input, y: target } as const;
  const path = writeTable(content);
  return dataOf({ kind: 'table', path }, { columns, windows: two, split: byTime, preparation: [], ...changes });
}

/** Eight moments, not in their order: x is the moment, y ten times that. */
const moments = [3, 1, 2, 8, 7, 4, 5, 6];
const tableOf = (cells: readonly (string | number)[][], names = 't,x,y') =>
  `${names}\n${cells.map((row) => row.join(',')).join('\n')}\n`;
const eight = tableOf(moments.map((t) => [t, t, t * 10]));

/** The moments of each window of a part, and what it tells. */
async function windowsOf(data: DataDocument, part: 'train' | 'validation' | 'test' = 'train') {
  const dataset = await openDataset(data, allRows);
  if (dataset.rows[part] === 0) return [];
  const { inputs, targets, rows } = await readPart(dataset, part);
  const { data: numbers, shape } = inputs.inputs!;
  const width = shape[1]! * shape[2]!;
  return Array.from({ length: rows }, (_, at) => [
    [...numbers.subarray(at * width, (at + 1) * width)],
    targets.y!.data[at],
  ]);
}

describe('windows of a table', () => {
  test('are rows that follow each other in time, with the past of the target, and tell of the row that lies the horizon after them', async () => {
    const data = series(eight);
    expect(await windowsOf(data, 'train')).toEqual([[[1, 10, 2, 20], 40]]);
    // Those of later parts look back at what was known by then.
    expect(await windowsOf(data, 'validation')).toEqual([
      [[2, 20, 3, 30], 50],
      [[3, 30, 4, 40], 60],
    ]);
    expect(await windowsOf(data, 'test')).toEqual([
      [[5, 50, 6, 60], 80],
      [[4, 40, 5, 50], 70],
    ]);
    const dataset = await openDataset(data, allRows);
    expect(dataset.features).toEqual([
      { name: 'inputs', kind: 'numbers', shape: [2, 2], dtype: 'float32', vocabularySize: null },
    ]);
    // Known by the rows of the file that they tell of.
    expect(dataset.sourceRows('test')).toEqual(Int32Array.of(3, 4));
  });

  test('begin every stride rows of their series, and never lie in two', async () => {
    const rows = [1, 2, 3, 4, 5, 6].flatMap((t) => [[t, 'a', t], ...(t < 5 ? [[t, 'b', t * 100]] : [])]);
    const columns = {
      t: { kind: 'numeric', role: 'ignored' },
      s: { kind: 'categorical', role: 'ignored' },
      x: input,
      y: target,
    };
    const data = series(
      tableOf(
        rows.map(([t, s, x]) => [t!, s!, x!, x!]),
        't,s,x,y',
      ),
      {
        columns: columns as DataDocument['columns'],
        windows: { length: 2, horizon: 1, stride: 2, time: 't', series: 's' },
        split: { ...byTime, validation: 0, test: 0 },
      },
    );
    const told = (await windowsOf(data)).map(([numbers, y]) => [
      (numbers as number[]).filter((_, at) => at % 2 === 0),
      y,
    ]);
    expect(told).toEqual([
      [[1, 2], 3],
      [[100, 200], 300],
      [[3, 4], 5],
    ]);
  });

  test('without a time are in the order of the file', async () => {
    const data = series(eight, {
      windows: { ...two, horizon: 1, time: null },
      split: { ...byTime, column: null },
    });
    // The first half of the file is for training.
    expect((await windowsOf(data)).map(([, y]) => y)).toEqual([20, 80]);
    expect((await windowsOf(data, 'test')).map(([, y]) => y)).toEqual([50, 60]);
  });

  test('tell of no row without a target, which is in windows all the same, filled as a step says', async () => {
    const impute = { step: 'impute', columns: null, strategy: 'constant', fillValue: -1, addIndicator: false } as const;
    const gap = tableOf(moments.map((t) => [t, t === 2 ? '' : t, t === 5 ? '' : t * 10]));
    const split = { ...byTime, validation: 0, test: 0 };
    const data = series(gap, { preparation: [impute], windows: { ...two, horizon: 1 }, split });
    expect(await windowsOf(data)).toEqual([
      [[1, 10, -1, 20], 30],
      [[6, 60, 7, 70], 80],
      [[5, -1, 6, 60], 70],
      [[-1, 20, 3, 30], 40],
      [[4, 40, 5, -1], 60],
    ]);
    const drop = { ...impute, strategy: 'drop', fillValue: null } as const;
    expect(await windowsOf({ ...data, preparation: [drop] })).toEqual([[[6, 60, 7, 70], 80]]);
    const { warnings } = await inspectDataset({ ...data, preparation: [] }, { directory: null });
    expect(inEnglish(warnings[0]!)).toContain('"x" has empty cells, and no step fills them.');
  });

  test('have numbers of categories as sequences of tokens', async () => {
    const encode = { step: 'encode', columns: null, method: 'index', minFrequency: 1 } as const;
    const columns = {
      t: { kind: 'numeric', role: 'ignored' },
      x: { kind: 'categorical', role: 'input' },
      y: target,
    } as const;
    const dataset = await openDataset(series(eight, { columns, preparation: [encode] }), allRows);
    expect(dataset.features.map(({ name, shape }) => [name, shape])).toEqual([
      ['inputs', [2, 1]],
      ['x', [2]],
    ]);
    const { inputs } = await readPart(dataset, 'validation');
    expect(inputs.x).toEqual({ data: Int32Array.of(2, 3, 3, 4), shape: [2, 2] });
  });

  test('learn from rows of the training part alone, and again from what was saved', async () => {
    const scale: Step = { step: 'scale', columns: null, method: 'standard' };
    const data = series(eight, { preparation: [scale] });
    const { preparation } = await openDataset(data, allRows);
    const changed = tableOf(moments.map((t) => [t, t > 4 ? 1e6 : t, t > 4 ? 1e9 : t * 10]));
    expect((await openDataset(series(changed, { preparation: [scale] }), allRows)).preparation).toEqual(preparation);
    const { features, windows } = JSON.parse(JSON.stringify(preparation));
    expect(features.inputs.columns[1]).toMatchObject({ column: 'y', steps: [{ centers: [25] }] });
    expect(windows).toEqual({ length: 2, horizon: 2, time: { column: 't', kind: 'numeric' }, series: null });
    const again = await openDataset(series(changed), { ...allRows, preparation });
    expect(again.preparation).toEqual(preparation);
    expect(again.rows).toEqual({ train: 1, validation: 2, test: 2 });
  });

  test('of another file are the last of each series, told under the number of its last row', async () => {
    const columns = {
      t: { kind: 'date', role: 'ignored' },
      s: { kind: 'categorical', role: 'ignored' },
      x: input,
      y: target,
    };
    const day = (t: number) => `2020-01-0${t}`;
    const rows = [1, 2, 3, 4].flatMap((t) => ['a', 'b'].map((s) => [day(t), s, t, t]));
    const data = series(tableOf(rows, 't,s,x,y'), {
      columns: columns as DataDocument['columns'],
      windows: { length: 2, horizon: 1, stride: 1, time: 't', series: 's' },
      split: { ...byTime, validation: 0, test: 0 },
    });
    const dataset = await openDataset(data, allRows);
    const ask = async (cells: (string | number)[][], names?: string) =>
      await collectBatches(dataset.readFile(writeTable(tableOf(cells, names ?? 't,s,x,y')), { batchSize: 8 }));
    const asked = [
      [day(3), 'z', 30, 31],
      [day(2), 'z', 20, 21],
      [day(1), 'z', '', 11],
      [day(2), 'y', 2, 3],
      [day(1), 'y', 1, 2],
    ];
    const [batch, ...others] = await ask(asked);
    expect(others).toEqual([]);
    expect(batch).toEqual({
      rows: 2,
      sources: Int32Array.of(3, 0),
      inputs: { inputs: { data: Float32Array.of(1, 2, 2, 3, 20, 21, 30, 31), shape: [2, 2, 2] } },
      targets: {},
    });
    await expect(ask(asked.slice(2))).rejects.toThrow(
      'too few rows of "z" for a window. Expected: at least 2. Received: 1.',
    );
    await expect(ask([[1, 1, 1]], 'x,s,y')).rejects.toThrow('has no column "t", which the model was trained on.');
    await expect(
      ask([
        [day(1), 'y', 1, 2],
        [day(2), 'y', '', 3],
      ]),
    ).rejects.toThrow('row 2: "x" has no value');
  });

  test.each<[string, Partial<DataDocument>, string]>([
    [
      'at random',
      { split: { ...byTime, method: 'random', column: null } },
      'they cannot be split so. Expected: a split by time, by group or by column. Received: at random.',
    ],
    ['by a column that is not there', { windows: { ...two, time: 'when' } }, 'no column "when" for windows to go by.'],
    [
      'by a column of texts',
      {
        columns: { t: { kind: 'categorical', role: 'ignored' }, x: input, y: target },
        split: { ...byTime, column: 'x' },
      },
      'Windows cannot be ordered by "t". Expected: a column of dates or numbers. Received: categories.',
    ],
    ['longer than the training part', { windows: { ...two, length: 6 } }, 'at least 8 rows of a series'],
    [
      'with texts',
      { columns: { t: { kind: 'numeric', role: 'ignored' }, x: { kind: 'text', role: 'input' }, y: target } },
      '"x" is one.',
    ],
  ])('%s are refused', async (_, changes, words) => {
    const data = series(eight, changes);
    await expect(openDataset(data, allRows)).rejects.toThrow(words);
    const summary = await inspectDataset(data, { directory: null });
    expect([summary.features, inEnglish(summary.warnings[0]!)]).toEqual([[], expect.stringContaining(words)]);
  });

  test('over a row without a time are refused, and times that are there twice are told', async () => {
    const without = series(tableOf(moments.map((t) => [t === 7 ? '' : t, t, t])), {
      split: { ...byTime, column: 'x' },
    });
    await expect(openDataset(without, allRows)).rejects.toThrow(
      'Row 5 has no place in a series by "t". Expected: a date or a number. Received: an empty cell.',
    );
    const twice = await inspectDataset(series(`${eight}8,8,80\n`), { directory: null });
    expect(twice.warnings.map(inEnglish).join('\n')).toContain('Rows with the same "t" as another of their series: 1.');
  });

  test('of the training part have no row of a later part, however rows fall into parts', () => {
    const part = fc.integer({ min: 0, max: 2 });
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ part, code: fc.integer({ min: 0, max: 1 }), time: fc.integer({ min: 0, max: 9 }) }), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.record({ length: size, horizon: size, stride: size }),
        (rows, windows) => {
          const order = orderRows(rows.length, {
            time: {
              name: 't',
              kind: 'numeric',
              values: numbersIn(Float64Array.from(rows, ({ time }) => time)),
              invalid: null,
            },
            series: {
              name: 's',
              kind: 'categorical',
              values: numbersIn(Int32Array.from(rows, ({ code }) => code)),
              categories: ['a', 'b'],
            },
          });
          const of = (wanted: number) => Int32Array.from(rows.keys()).filter((row) => rows[row]!.part === wanted);
          const all = { train: of(0), validation: of(1), test: of(2) };
          const ordered = doAtOnce(order);
          const plan = () =>
            doAtOnce(planRowWindows({ ordered, windows, rows: all, isKnown: () => true, isWhole: () => true }));
          // By looking at every stretch of every series.
          const expected: number[][] = [[], [], []];
          for (const code of [0, 1]) {
            const own = [...rows.keys()].filter((row) => rows[row]!.code === code);
            own.sort((a, b) => rows[a]!.time - rows[b]!.time || a - b);
            for (let start = 0; start + windows.length - 1 + windows.horizon < own.length; start += windows.stride) {
              const told = own[start + windows.length - 1 + windows.horizon]!;
              const inside = own.slice(start, start + windows.length);
              if (inside.every((row) => rows[row]!.part <= rows[told]!.part)) expected[rows[told]!.part]!.push(told);
            }
          }
          if (expected[0]!.length === 0) expect(plan).toThrow('no window');
          else {
            const { train, validation, test } = plan();
            expect([train, validation, test].map((some) => [...some])).toEqual(
              expected.map((some) => some.sort((a, b) => a - b)),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
