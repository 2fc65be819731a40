import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { dataOf, writeTable } from '../../../testing/datasets.ts';
import { inspectDataset } from '../inspect.ts';

const line = (row: number) => `${row * 1.5},${row % 7},${row % 2 ? 'a' : 'b'}`;
const look = async (lines: readonly string[], names = 'size,count,label') => {
  const data = dataOf({ kind: 'table', path: writeTable(`${names}\n${lines.join('\n')}\n`) });
  return (await inspectDataset(data, { directory: null })).warnings.map((words) => inEnglish(words));
};
const different = Array.from({ length: 200 }, (_, row) => line(row));

test('held-out rows that are copies of training rows are counted', async () => {
  const copies = different.slice(0, 40);
  const warnings = await look([...different, ...copies]);
  const [, count] = /^Rows of validation and test that are the same as a training row: (\d+)\./.exec(
    warnings.find((one) => one.includes('the same as a training row'))!,
  )!;
  // Of 40 pairs, a third or so is parted by the split.
  expect(Number(count)).toBeGreaterThan(5);
  expect(Number(count)).toBeLessThan(30);
});

test('different rows are none, and neither are rows of columns with few values', async () => {
  const few = Array.from({ length: 200 }, (_, row) => `${row % 3},${row % 2},${row % 2 ? 'a' : 'b'}`);
  for (const lines of [different, few])
    expect((await look(lines)).filter((one) => one.includes('the same as'))).toEqual([]);
});
