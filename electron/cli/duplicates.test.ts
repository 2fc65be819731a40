import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answersOf, layerloom } from '../../testing/command-line.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

test('duplicates are told with their parts, left out, and are then no more; classes are counted for each part', async () => {
  const folder = temporaryFolder();
  const directory = join(folder, 'flowers.loom');
  const table = join(folder, 'flowers.csv');
  const rows = Array.from({ length: 40 }, (_, at) => `${at}.5,${at % 3},${at < 20 ? 'lily' : 'rose'}`);
  writeFileSync(table, ['length,width,flower', ...rows, ...rows.slice(10, 13), ''].join('\n'));
  await layerloom('new', 'mlp-diabetes', directory);
  const { code, out } = await layerloom('data', directory, '--source', table, '--target', 'flower', '--duplicates');
  expect(code).toBe(0);
  const lines = out.map((line) => line.replaceAll(/ +/g, ' ').trim());
  expect(lines).toContain('Class In train In validation In test');
  const [lily, rose] = ['lily', 'rose'].map((name) => lines.find((line) => line.startsWith(`${name} `))!);
  const sums = [lily!, rose!].map((line) =>
    line
      .split(' ')
      .slice(1)
      .map(Number)
      .reduce((sum, count) => sum + count),
  );
  expect(sums).toEqual([23, 20]);
  const [sum, ...pairs] = lines.slice(lines.findIndex((line) => line.startsWith('duplicates: ')));
  expect(sum).toMatch(/^duplicates: 3 of 43 rows; held out, and duplicates of a row in an earlier part: \d$/);
  expect(pairs).toHaveLength(3);
  for (const pair of pairs)
    expect(pair).toMatch(/^row \d+ \((train|validation|test)\) equals row \d+ \((train|validation|test)\)$/);

  const [told] = await answersOf('data', directory, '--leave-out-duplicates');
  expect(told).toMatchObject({ duplicates: { compared: 43, copies: 3, notes: [] }, leftOut: 3 });
  expect(told.duplicates.pairs[0]).toMatchObject({ similarity: 1, equal: true });
  const { excluded } = JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8'));
  expect([...excluded].sort()).toEqual(
    told.duplicates.pairs.map(({ second }: { readonly second: { readonly row: number } }) => second.row).sort(),
  );
  const again = await layerloom('data', directory, '--leave-out-duplicates');
  expect(again.out).toEqual([
    'no duplicates among 40 rows',
    'note: Rows in no part, such as those left out: 3. They were not compared.',
    'left out: 3 rows',
  ]);

  const wrong = await layerloom('data', directory, '--duplicates', '--target', 'flower');
  expect([wrong.code, wrong.hints]).toEqual([
    2,
    ['--sheet, --target, --input and --windows go with a --source. Received: no --source.'],
  ]);
}, 30_000);
