import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { readIdx } from './idx.ts';

function write(header: readonly number[], values: readonly number[]): string {
  const bytes = Buffer.alloc(header.length * 4 + values.length);
  header.forEach((number, at) => {
    bytes.writeUInt32BE(number, at * 4);
  });
  bytes.set(values, header.length * 4);
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  return path;
}

const images = [
  [0x803, 2, 2, 3],
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
] as const;

test('an IDX file gives its shape and its values', async () => {
  const { shape, values } = await readIdx(write(...images), 3);
  expect({ shape, values: [...values] }).toEqual({ shape: [2, 2, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] });
});

test('the first items can be read alone, and into a place of the caller', async () => {
  const into = new Uint8Array(8);
  const { values } = await readIdx(write(...images), 3, { items: 1, into: into.subarray(1, 7) });
  expect(values.length).toBe(6);
  expect([...into]).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
});

test('labels are not taken for images, nor images for labels', async () => {
  const labels = write([0x801, 2], [7, 3]);
  expect((await readIdx(labels, 1)).shape).toEqual([2]);
  await expect(readIdx(labels, 3)).rejects.toThrow(
    `${labels} is not an IDX file of images. Received: a file that begins with 00000801.`,
  );
  await expect(readIdx(write(...images), 1)).rejects.toThrow('Received: a file that begins with 00000803.');
});

test.each([
  ['cut off', 3, [0x803, 2, 2, 3], [1, 2, 3], 'Expected: 28 bytes. Received: 19 bytes.'],
  ['too long', 1, [0x801, 1], [1, 2], 'Expected: 9 bytes. Received: 10 bytes.'],
  ['cut off within its sizes', 3, [0x803, 2], [], 'Expected: 16 or more bytes. Received: 8 bytes.'],
  ['empty', 3, [], [], 'Received: an empty file.'],
  ['of another kind', 3, [0x68656c6c], [], 'Received: a file that begins with 68656c6c.'],
] as const)('a file that is %s says so', async (_, dimensions, header, values, message) => {
  await expect(readIdx(write(header, values), dimensions)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(message),
  });
});

test('a missing file and a folder are named', async () => {
  const folder = temporaryFolder();
  const nowhere = join(folder, 'nowhere');
  await expect(readIdx(nowhere, 3)).rejects.toThrow(`${nowhere} could not be read: it is not there. Received: ENOENT.`);
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  await expect(readIdx(directory, 3)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('it is a folder'),
  });
});
