import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { digitSize, readDigits } from '../../electron/data/sources/mnist.ts';

/** MNIST digits as PNG files, in a folder for each. */
export async function writeDigits(folder: string, count: number): Promise<void> {
  const { images, labels } = await readDigits();
  const size = digitSize * digitSize;
  for (let digit = 0; digit < 10; digit++) mkdirSync(join(folder, String(digit)), { recursive: true });
  for (let at = 0; at < count; at++)
    await sharp(images.subarray(at * size, (at + 1) * size), {
      raw: { width: digitSize, height: digitSize, channels: 1 },
    })
      .toColourspace('b-w')
      .png()
      .toFile(join(folder, String(labels[at]), `${at}.png`));
}
