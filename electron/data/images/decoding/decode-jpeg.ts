import type { Size } from '../resampling/resample.ts';
import { memoryForImage } from '../resampling/resample-machine.ts';
import { loadJpegLibrary } from './jpeg-library.ts';
import type { OpaqueImage } from './raw-image.ts';

/** The most passes of a progressive file, as in the image library: each takes time, and a small file can ask for thousands of a large image. */
const mostScans = 100;

/** What the head of a JPEG file says. */
interface JpegHead {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly isProgressive: boolean;
}

/**
 * A plain JPEG: baseline or progressive, of 8 bits, grey or in the usual colours (YCbCr), upright. libjpeg-turbo alone takes a third of the
 * time that the image library takes to decode it. The pixels are those of TensorFlow's decoder, to the last bit. Null for every other one, be
 * it turned, in print colours or broken: those are the library's, which also finds the words for what is wrong.
 *
 * `isWanted` is asked before anything is decoded. The next call may write over the pixels.
 */
export function decodePlainJpeg(file: Buffer, isWanted: (size: Size) => boolean): OpaqueImage | null {
  const head = readHead(file);
  const library = head && loadJpegLibrary();
  if (!head || !library) return null;
  const { width, height, channels } = head;
  if (!isWanted(head) || (head.isProgressive && countScans(file) > mostScans)) return null;
  const format = channels === 1 ? library.FORMAT_GRAY : library.FORMAT_RGB;
  const memory = memoryForImage(width * height * channels);
  try {
    const found = library.decompressSync(file, memory, { format });
    if (found.width !== width || found.height !== height) return null;
  } catch {
    // It complains of everything that is not as it should be, also of what the image library reads.
    return null;
  }
  const pixels = new Uint8Array(memory.buffer, memory.byteOffset, width * height * channels);
  return { width, height, channels, pixels };
}

const markers = { start: 0xd8, end: 0xd9, scan: 0xda, exif: 0xe1, adobe: 0xee, jfif: 0xe0 } as const;

/** Frames that are decoded here: baseline, extended and progressive; the others are lossless or of other codes. */
const frames: readonly number[] = [0xc0, 0xc1, 0xc2];
const progressive = 0xc2;

/** What else begins a frame; between them lie the tables of codes (0xc4), an extension (0xc8) and arithmetic conditions (0xcc). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The head of a plain JPEG up to its first scan: ITU T.81, annex B. */
function readHead(file: Buffer): JpegHead | null {
  if (file.length < 4 || file[0] !== 0xff || file[1] !== markers.start) return null;
  let head: JpegHead | null = null;
  let ids = '';
  let isJfif = false;
  let transform: number | null = null;
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1]!;
    // Any number of these may stand in front of a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const content = file.subarray(at + 4, at + 2 + file.readUInt16BE(at + 2));
    if (marker === markers.scan) return head && isUsual(head, { isJfif, transform, ids }) ? head : null;
    if (marker < 0xc0 || marker === markers.end || at + 4 + content.length > file.length) return null;
    if (isFrame(marker)) {
      if (head !== null || !frames.includes(marker) || content.length < 9) return null;
      const [depth, channels] = [content[0], content[5]];
      const [height, width] = [content.readUInt16BE(1), content.readUInt16BE(3)];
      if (depth !== 8 || height === 0 || width === 0 || (channels !== 1 && channels !== 3)) return null;
      if (content.length < 6 + channels * 3) return null;
      head = { width, height, channels, isProgressive: marker === progressive };
      ids = Array.from({ length: channels }, (_, one) => content[6 + one * 3]).join(' ');
    } else if (marker === markers.jfif && content.toString('latin1', 0, 5) === 'JFIF\0') isJfif = true;
    else if (marker === markers.adobe && content.toString('latin1', 0, 5) === 'Adobe') transform = content[11] ?? null;
    else if (marker === markers.exif && content.toString('latin1', 0, 6) === 'Exif\0\0') {
      if (!isUpright(content.subarray(6))) return null;
    }
    at += 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

/** Whether three channels are luminance and colour differences, by what libjpeg goes by too: JFIF always is, then Adobe says, then the names. */
function isUsual(
  { channels }: JpegHead,
  { isJfif, transform, ids }: { isJfif: boolean; transform: number | null; ids: string },
): boolean {
  if (channels === 1 || isJfif) return true;
  return transform === null ? ids === '1 2 3' : transform === 1;
}

/** The tag of TIFF that says how a camera was held; 1 is upright. */
const orientationTag = 0x112;

/** Whether Exif notes say that the image is to be seen as it is stored; false if they cannot be read. */
function isUpright(notes: Buffer): boolean {
  if (notes.length < 8) return false;
  const order = notes.toString('latin1', 0, 4);
  if (order !== 'II*\0' && order !== 'MM\0*') return false;
  const isLittle = order === 'II*\0';
  const short = (at: number) => (isLittle ? notes.readUInt16LE(at) : notes.readUInt16BE(at));
  const start = isLittle ? notes.readUInt32LE(4) : notes.readUInt32BE(4);
  if (start + 2 > notes.length) return false;
  const count = short(start);
  if (start + 2 + count * 12 > notes.length) return false;
  for (let entry = 0; entry < count; entry++) {
    const at = start + 2 + entry * 12;
    if (short(at) === orientationTag) return short(at + 2) === 3 && short(at + 8) === 1;
  }
  return true;
}

/** Scans of a file; a few more where its notes have a small picture, or bytes that look alike. */
function countScans(file: Buffer): number {
  const mark = Buffer.from([0xff, markers.scan]);
  let count = 0;
  for (let at = file.indexOf(mark); at >= 0 && count <= mostScans; at = file.indexOf(mark, at + 2)) count++;
  return count;
}
