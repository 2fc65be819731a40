import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataOf } from '../../../testing/datasets.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { workbookOf } from '../../../testing/workbooks.ts';
import { listSheets } from './list-sheets.ts';

test('a workbook has its sheets, whichever is chosen of it; another file has none', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'book.xlsx'), workbookOf({ sold: { rows: [['a'], [1]] }, empty: { rows: [] } }));
  writeFileSync(join(folder, 'table.csv'), 'a,b\n1,2\n');
  const listed = (path: string) => listSheets(dataOf({ kind: 'table', path, sheet: 'gone' }), folder);
  expect(await listed('book.xlsx')).toEqual(['sold', 'empty']);
  expect([await listed('table.csv'), await listed('gone.xlsx')]).toEqual([[], []]);
});
