import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { createRandom } from '../../shared/training/random.ts';
import { npyOf } from '../../testing/arrays.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openDataset } from '../data/open.ts';
import { rowNumbers } from '../data/rows.ts';
import { projectForData } from './project-for-data.ts';

test('data that nothing can be learned from say why', async () => {
  const path = join(temporaryFolder(), 'prices.csv');
  const rows = Array.from({ length: 30 }, (_, at) => `$${at + 0.5},${at}`);
  writeFileSync(path, ['price,y', ...rows].join('\n'));
  await expect(projectForData(path, {})).rejects.toThrow(
    /^"price" looks like numbers, but 30 of its cells .* "\$0\.5"\. .*No column is an input, .* Received: none\.$/,
  );
  const rates = join(temporaryFolder(), 'rates.tsv');
  writeFileSync(
    rates,
    ['id\trate', ...Array.from({ length: 40 }, (_, at) => `${1001 + at}\t${(at % 9) / 9}`)].join('\n'),
  );
  await expect(projectForData(rates, {})).rejects.toThrow(/^The target is taken .* "id" .*No column is an input, /);
});

test('what came is cut where it is long', async () => {
  const path = join(temporaryFolder(), 'one.csv');
  writeFileSync(path, ['x,label', ...Array.from({ length: 30 }, (_, at) => `${at},${'long '.repeat(100)}`)].join('\n'));
  const error = await projectForData(path, { targets: ['label'] }).catch((error: unknown) => error);
  expect((error as Error).message).toMatch(/^.{0,200}Received: "(?:long ){10,40}.{0,5}\u2026"\.$/);
});

test('arrays with values that are no numbers get a step that fills them, and it is said', async () => {
  const folder = temporaryFolder();
  // Numbers far from 0: filled before they are scaled they would be far from all others.
  const x = Float64Array.from(createRandom(3).uniform(120 * 4), (value) => 1000 + value);
  x[4 * 7 + 2] = Number.NaN;
  x[4 * 90] = Number.POSITIVE_INFINITY;
  const weight = Float64Array.from({ length: 120 }, (_, row) => (row === 5 ? Number.NaN : row));
  writeFileSync(join(folder, 'x.npy'), npyOf([120, 4], [...x]));
  writeFileSync(join(folder, 'sequence.npy'), npyOf([120, 2, 2], [...x]));
  writeFileSync(join(folder, 'weight.npy'), npyOf([120], [...weight]));
  writeFileSync(join(folder, 'y.npy'), npyOf([120], [...rowNumbers(120)]));
  const told: string[] = [];
  const { data } = await projectForData(folder, {}, { tell: (warnings) => told.push(...warnings.map(inEnglish)) });
  expect(told.sort()).toEqual([
    expect.stringMatching(/^"sequence" has values that are no numbers, in rows: 2. The step .* puts 0 in/),
    expect.stringMatching(/^"weight" has values that are no numbers, in rows: 1. The step .* puts \d+\.\d+ in/),
    expect.stringMatching(/^"x" has values that are no numbers, in rows: 2. Once the others are scaled, .* puts 0 in/),
  ]);
  const dataset = await openDataset(data, { directory: null, limit: null });
  const { inputs } = (await dataset.sampleRows!(Int32Array.of(7, 90, 5))).batch;
  dataset.close();
  expect([inputs.x!.data[2], inputs.x!.data[4]]).toEqual([0, 0]);
  expect(Math.max(...[...inputs.x!.data].map(Math.abs))).toBeLessThan(5);
});

test('a target on an odd scale gets its step at once, and is nothing to look at then', async () => {
  const path = join(temporaryFolder(), 'flats.csv');
  const rows = [...rowNumbers(60)].map((row) => `${row % 7},${500_000 + row * 9}`);
  writeFileSync(path, `rooms,price\n${rows.join('\n')}\n`);
  const told: string[] = [];
  const { data } = await projectForData(path, {}, { tell: (warnings) => told.push(...warnings.map(inEnglish)) });
  expect(told).toEqual([expect.stringContaining('The target is taken to be "price".')]);
  expect(data.preparation).toContainEqual({ step: 'scale', columns: ['price'], method: 'standard' });
});
