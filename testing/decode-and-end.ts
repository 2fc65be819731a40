/**
 * Decodes an image again and again, and ends while threads are at it: `decode-and-end.mjs FILE HOW`. HOW is `close`, which closes ten pools before it
 * ends, `exit` or `throw`, which end at once. The exit code is 7 unless it throws.
 */
import { setTimeout } from 'node:timers/promises';
import { createDecodePool, type DecodePool } from '../electron/data/images/decoding/decode-pool.ts';
import type { ImageForm } from '../shared/data/image-form.ts';

const [path, how] = process.argv.slice(2);
const form: ImageForm = {
  height: 224,
  width: 224,
  colorMode: 'rgb',
  resizing: 'stretch',
  interpolation: 'bilinear',
  antialias: true,
};
const items = Array.from({ length: 200 }, () => ({ path: path!, form }));

/** A pool whose threads are at work. */
async function atWork(): Promise<DecodePool> {
  const pool = createDecodePool({ threads: 2 });
  const images = pool.decode(items);
  await images.next();
  images.next().catch(() => undefined);
  return pool;
}

for (let round = 0; round < (how === 'close' ? 10 : 1); round++) {
  const pool = await atWork();
  await setTimeout(round * 3);
  if (how === 'close') await pool.close();
}
if (how === 'throw') throw new Error('as asked');
process.exit(7);
