import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import { npyOf } from '../../testing/arrays.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from '../data/inspect.ts';
import { showData } from './show-data.ts';

test('a look at arrays has the numbers that are known of them', async () => {
  const folder = temporaryFolder();
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  writeFileSync(join(folder, 'x.npy'), npyOf([20, 3], numbers));
  writeFileSync(
    join(folder, 'y.npy'),
    npyOf(
      [20],
      numbers.slice(0, 20).map((at) => at / 4),
    ),
  );
  const data = { ...emptyData, source: { kind: 'arrays', path: folder } } as const;
  const lines = showData(folder, await inspectDataset(data, { directory: null }));
  expect(lines).toContain('x       numeric  input   0      0 to 59, mean 29.5');
  expect(lines).toContain('y       numeric  target  0      0 to 4.75, mean 2.375');
});

test('of hundreds of warnings that say the same twenty are shown, and how many more there are', async () => {
  const summary = await inspectDataset(emptyData, { directory: null });
  const warningOf = (at: number) =>
    say(dataMessages['image-unreadable'], { file: `${at}.png`, received: 'an empty file' });
  const linesOf = (count: number) =>
    showData('x', {
      ...summary,
      warnings: [...Array.from({ length: count }, (_, at) => warningOf(at)), 'another'],
    }).filter((line) => line.startsWith('warning: '));
  expect(linesOf(21)).toHaveLength(22);
  const lines = linesOf(300);
  expect([lines.length, ...lines.slice(-2)]).toEqual([
    22,
    'warning: and 280 more like the one before',
    'warning: another',
  ]);
});
