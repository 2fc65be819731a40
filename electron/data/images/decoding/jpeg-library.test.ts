import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { formOf } from '../../../../testing/pictures.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { decodeImage } from './decode-image.ts';
import { loadJpegLibrary } from './jpeg-library.ts';

vi.mock('./jpeg-library.ts', { spy: true });

test('where the library cannot be loaded the image library decodes, nearly the same', async () => {
  const path = join(temporaryFolder(), 'photo.jpg');
  const pixels = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => ((at * 3) % 199) + ((at * 7919) % 40));
  await sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(path);
  expect(loadJpegLibrary()).not.toBeNull();
  const form = formOf(48, 64);
  const here = await decodeImage(path, form);
  vi.mocked(loadJpegLibrary).mockReturnValue(null);
  const byLibrary = await decodeImage(path, form);
  expect([...byLibrary]).toEqual([...(await sharp(path).raw().toBuffer())]);
  const differences = Array.from(here, (value, at) => Math.abs(value - byLibrary[at]!));
  expect(differences.reduce((sum, value) => sum + value) / differences.length).toBeLessThan(1.5);
  expect(Math.max(...differences)).toBeGreaterThan(0);
});
