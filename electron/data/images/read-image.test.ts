import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { createFileMemory, readImageFile } from './read-image.ts';

/** What bitmaps begin with. */
const mark = 'BM';

test('files that are read to the same memory have their own lengths, and large ones leave it as it was', () => {
  const folder = temporaryFolder();
  const memory = createFileMemory();
  const read = (bytes: number, fill: string) => {
    const path = join(folder, 'image.bmp');
    writeFileSync(path, mark + fill.repeat(bytes - mark.length));
    return readImageFile(path, memory).bytes;
  };
  const first = read(1000, 'a');
  const second = read(10, 'b');
  expect(second.toString()).toBe(`${mark}bbbbbbbb`);
  expect(second.buffer).toBe(first.buffer);
  const large = read(5_000_000, 'c');
  expect([large.length, large.at(-1)]).toEqual([5_000_000, 'c'.charCodeAt(0)]);
  expect(read(1000, 'd').buffer).toBe(first.buffer);
  expect(readImageFile(join(folder, 'image.bmp')).bytes.buffer).not.toBe(first.buffer);
});
