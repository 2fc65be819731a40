import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { projectForData } from './project-for-data.ts';

test('data that nothing can be learned from say why', async () => {
  const path = join(temporaryFolder(), 'prices.csv');
  const rows = Array.from({ length: 30 }, (_, at) => `$${at + 0.5},${at}`);
  writeFileSync(path, ['price,y', ...rows].join('\n'));
  await expect(projectForData(path, {})).rejects.toThrow(
    /^"price" looks like numbers, but 30 of its cells .* "\$0\.5"\. .*No column is an input, .* Received: none\.$/,
  );
});
