/**
 * Writes images to a cache until it is killed, as a process of its own: `cache-writer.mjs FOLDER COUNT`. It says the place of each once it is
 * written.
 */
import { crc32 } from 'node:zlib';
import { openDecodedCache } from '../electron/data/images/cache/decoded-cache.ts';
import { cachedFiles, pixelsOf, smallForm } from './cached-images.ts';

const [folder, count] = process.argv.slice(2);
const cache = await openDecodedCache({
  folder: folder!,
  mostBytes: 1e9,
  files: cachedFiles(Number(count)),
  form: smallForm,
});
for (let place = 0; place < Number(count); place++) {
  const pixels = pixelsOf(place);
  await cache.write([place], pixels, [crc32(pixels)]);
  await cache.flush();
  process.stdout.write(`${place}\n`);
}
await cache.close();
