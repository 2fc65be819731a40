import type { CachedFile } from '../electron/data/images/cache/decoded-cache.ts';
import { bytesOf } from '../shared/data/image-form.ts';
import { formOf } from './pictures.ts';

/** Images of 100 bytes. */
export const smallForm = formOf(10, 10, { colorMode: 'grayscale' });

/** Files that are nowhere: a cache never opens them. */
export function cachedFiles(count: number): CachedFile[] {
  return Array.from({ length: count }, (_, place) => ({
    path: `/images/${place}.png`,
    bytes: 100 + place,
    modified: 1e12,
  }));
}

/** Pixels that differ from place to place. */
export function pixelsOf(place: number, form = smallForm): Uint8Array {
  const pixels = new Uint8Array(bytesOf(form));
  for (let at = 0; at < pixels.length; at++) pixels[at] = at * 31 + place * 17 + (place >> 8);
  return pixels;
}
