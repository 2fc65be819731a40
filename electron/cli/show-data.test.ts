import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
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
