/**
 * What `images.ts` runs in a process of its own, as an engine is one: reads the images of a folder in classes, batch by batch.
 * `images-ours.mjs FOLDER SIZE MODE BATCH EPOCHS ANTIALIAS CACHE SEED`; the worker programs are built by the caller.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDecodedCache } from '../../electron/data/images/cache/decoded-cache.ts';
import { createDecodePool } from '../../electron/data/images/decoding/decode-pool.ts';
import { readImageFolder } from '../../electron/data/images/image-folder.ts';
import { readImages } from '../../electron/data/images/read-images.ts';
import { scaleBytes } from '../../electron/data/preparation/scale-bytes.ts';
import { unwatchedReading } from '../../electron/data/reading.ts';
import { bytesOf, type ImageForm } from '../../shared/data/image-form.ts';
import { createRandom } from '../../shared/training/random.ts';
import { answerParent } from './bench.ts';

const [root = '', size, colorMode, batch, epochs, antialias, cacheFolder = '', seed = ''] = process.argv.slice(2);
const form: ImageForm = {
  height: Number(size),
  width: Number(size),
  colorMode: colorMode as ImageForm['colorMode'],
  resizing: 'stretch',
  interpolation: 'bilinear',
  antialias: antialias === 'true',
};
const batchSize = Number(batch);

const random = createRandom(seed);
const pool = createDecodePool();
const started = performance.now();
const { images } = await readImageFolder(root, unwatchedReading());
const begun = performance.now();
const files = images.map(({ path, bytes, modified }) => ({ path: join(root, path), bytes, modified }));
const values = new Float32Array(batchSize * bytesOf(form));
const seconds: number[] = [];
let processor = 0;
const cache = await openDecodedCache({ folder: cacheFolder, mostBytes: 8e9, files, form });
try {
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    const from = epoch === 0 ? begun : performance.now();
    const before = process.cpuUsage();
    let count = 0;
    for await (const { places, pixels, broken } of readImages(
      { files, form, pool, cache },
      { order: random.permutation(files.length), batchSize },
    )) {
      if (broken.length > 0) throw new Error(`A file of the bench is broken: ${JSON.stringify(broken)}.`);
      // Keras gives its pixels as float32 too, from 0 to 255.
      scaleBytes(pixels, 0, pixels.length, values, 0);
      count += places.length;
    }
    if (count !== files.length) throw new Error(`An epoch has ${files.length} images. Received: ${count}.`);
    seconds.push((performance.now() - from) / 1000);
    const { user, system } = process.cpuUsage(before);
    if (epoch === 0) processor = (user + system) / 1000 / count;
  }
} finally {
  await cache.close();
  await pool.close();
  rmSync(cacheFolder, { recursive: true, force: true });
}
answerParent({ listing: (begun - started) / 1000, epochs: seconds, images: files.length, processor });
