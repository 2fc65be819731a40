import { extname } from 'node:path';

/** The kinds of image files that are read. */
export type ImageKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'bmp' | 'avif';

/** What the names of images end in, the most frequent first. */
export const imageEndings: ReadonlySet<string> = new Set(
  '.png .jpg .jpeg .jpe .jfif .webp .gif .tif .tiff .bmp .dib .avif'.split(' '),
);

/** True for a name that an image has; what the file really is, only its bytes tell. */
export function isImageName(name: string): boolean {
  return !name.startsWith('.') && imageEndings.has(extname(name).toLowerCase());
}

/** What a file is by its first bytes; null for what is no image that is read. */
export function imageKindOf(bytes: Uint8Array): ImageKind | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  // The last two are of TIFF files beyond four gigabytes, which smaller ones may be written as.
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => text.startsWith(magic))) return 'tiff';
  if (text.startsWith('BM')) return 'bmp';
  if (brandsOf(text).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return null;
}

/** True for the photographs of phones whose compression is patented, so that no free library brings it. */
export function isHeic(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
  return brandsOf(text).some((brand) => /^he[iv]/.test(brand)) && imageKindOf(bytes) === null;
}

/** What the first box of such a file says that it can be read as: the main brand, a version, the other brands. */
function brandsOf(text: string): string[] {
  if (!text.startsWith('ftyp', 4)) return [];
  const length = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE(0);
  return text.slice(8, length).match(/[\s\S]{4}/g) ?? [];
}
