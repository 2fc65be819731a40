import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { emptyData } from '../../../shared/data/document.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openDataset } from '../open.ts';
import { readOtherDigits } from './image-files.ts';
import { previewDigits } from './mnist.ts';

async function read(path: string, batchSize = 10): Promise<number[][]> {
  const images: number[][] = [];
  for await (const { inputs } of readOtherDigits(path, { tell: undefined }, batchSize)) {
    const pixels = Array.from(inputs.image!.data, (value) => Math.round(value * 255));
    for (let at = 0; at < pixels.length; at += 784) images.push(pixels.slice(at, at + 784));
  }
  return images;
}

function writeGrey(path: string, bytes: Uint8Array, size = 28) {
  return sharp(bytes, { raw: { width: size, height: size, channels: 1 } }).toFile(path);
}

function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + shape.length * 4);
  bytes.writeUInt32BE(0x800 | shape.length, 0);
  shape.forEach((size, at) => {
    bytes.writeUInt32BE(size, 4 + at * 4);
  });
  return Buffer.concat([bytes, values]);
}

test('a PNG of 28 by 28 gives its own values', async () => {
  const { images } = await previewDigits(1);
  const path = join(temporaryFolder(), 'five.png');
  await writeGrey(path, images.subarray(0, 784));
  expect(await read(path)).toEqual([[...images.subarray(0, 784)]]);
});

test('an image with colours and transparency becomes grey on black', async () => {
  const path = join(temporaryFolder(), 'dot.png');
  const left = {
    create: { width: 14, height: 28, channels: 4 as const, background: { r: 255, g: 255, b: 255, alpha: 1 } },
  };
  const clear = {
    create: { width: 28, height: 28, channels: 4 as const, background: { r: 255, g: 255, b: 255, alpha: 0 } },
  };
  await sharp(clear)
    .composite([{ input: await sharp(left).png().toBuffer(), left: 0, top: 0 }])
    .png()
    .toFile(path);
  const [pixels] = await read(path);
  expect([pixels![0], pixels![13], pixels![14], pixels![27]]).toEqual([255, 255, 0, 0]);
});

test('another size is fitted into the square, on black', async () => {
  const path = join(temporaryFolder(), 'wide.jpg');
  await sharp({ create: { width: 112, height: 56, channels: 3, background: 'white' } })
    .jpeg()
    .toFile(path);
  const [pixels] = await read(path);
  const column = Array.from({ length: 28 }, (_, row) => pixels![row * 28 + 14]!);
  expect(column.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(Math.min(...column.slice(9, 19))).toBeGreaterThan(250);
  expect(column.slice(22)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the images of a folder come in the order people sort names, in batches', async () => {
  const folder = temporaryFolder();
  for (const number of [10, 2, 1])
    await writeGrey(join(folder, `image ${number}.png`), new Uint8Array(784).fill(number));
  writeFileSync(join(folder, 'notes.txt'), 'no image');
  const sizes: number[] = [];
  for await (const { rows } of readOtherDigits(folder, { tell: undefined }, 2)) sizes.push(rows);
  expect(sizes).toEqual([2, 1]);
  expect((await read(folder)).map(([first]) => first)).toEqual([1, 2, 10]);
});

test('an IDX file gives its images in batches', async () => {
  const path = join(temporaryFolder(), 'images');
  writeFileSync(
    path,
    idx(
      [3, 28, 28],
      Uint8Array.from({ length: 3 * 784 }, (_, at) => Math.floor(at / 784)),
    ),
  );
  expect((await read(path, 2)).map(([first]) => first)).toEqual([0, 1, 2]);
});

test('a dataset reads them as numbers from 0 to 1, without answers', async () => {
  const path = join(temporaryFolder(), 'white.png');
  await writeGrey(path, new Uint8Array(784).fill(255));
  const dataset = await openDataset({ ...emptyData, source: { kind: 'mnist' } }, { directory: null, limit: 1 });
  const batches = [];
  for await (const batch of dataset.readFile(path, { batchSize: 8 })) batches.push(batch);
  expect(batches).toEqual([
    {
      rows: 1,
      files: ['white.png'],
      inputs: { image: { data: new Float32Array(784).fill(1), shape: [1, 28, 28, 1] } },
      targets: {},
    },
  ]);
});

test('what is no image is refused by its name', async () => {
  const folder = temporaryFolder();
  const text = join(folder, 'text.png');
  writeFileSync(text, 'not an image');
  await expect(read(text)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(`${text} is not an image that can be read.`),
  });
  const cut = join(folder, 'cut.png');
  const whole = await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  writeFileSync(cut, whole.subarray(0, whole.length / 2));
  await expect(read(cut)).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(cut) });
  const none = join(folder, 'none');
  mkdirSync(none);
  await expect(read(none)).rejects.toThrow(
    `${none} has no images. Expected: image files such as PNG or JPEG, in it or in folders of it. Received: an empty folder.`,
  );
  await expect(read(join(folder, 'nowhere.png'))).rejects.toThrow(
    'could not be read: it is not there. Received: ENOENT.',
  );
  const small = join(folder, 'small');
  writeFileSync(small, idx([1, 8, 8], new Uint8Array(64)));
  await expect(read(small)).rejects.toThrow(
    `${small} has not what was expected. Expected: images of 28\u00d728. Received: 8\u00d78.`,
  );
});
