import type Library from 'sharp';
import type { Metadata, ResizeOptions, Sharp } from 'sharp';
import { bytesOf, channelsOf, type ImageForm } from '../../../../shared/data/image-form.ts';
import { UserError } from '../../../../shared/ipc/port.ts';
import { dataMessages } from '../../../../shared/messages/data.ts';
import { phrases } from '../../../../shared/messages/phrases.ts';
import { say } from '../../../../shared/messages/sentence.ts';
import { type FileMemory, type ImageFile, readImageFile, readImageHead, unreadable } from '../read-image.ts';
import { fitHere, middleOf } from '../resampling/fit-image.ts';
import { canResample } from '../resampling/resample.ts';
import { decodeBmp, readBitmapHead } from './decode-bmp.ts';
import { decodePlainJpeg } from './decode-jpeg.ts';
import { decodeSmallPng } from './decode-png.ts';
import type { ImageKind } from './image-kind.ts';
import { BrokenImage, isOpaque, type OpaqueImage, type RawImage } from './raw-image.ts';

/**
 * The most pixels of an image; Pillow's limit too. A file of a few kilobytes can hold billions of equal ones, and would fill the memory.
 */
export const mostPixels = 178_956_970;

/** What shows through where an image is transparent, and around it with `pad`: what Keras pads with. */
const background = 'black';

/** What an image file holds. */
export interface ImageMeasures {
  /** As it is seen, turned the way the camera noted. */
  readonly width: number;
  readonly height: number;
  /** Without opacity: 1 for grey, 3 for everything else. */
  readonly channels: 1 | 3;
  readonly hasAlpha: boolean;
  readonly kind: ImageKind;
}

/** Size and colours of an image file, from its head alone. Throws UserError naming the file. */
export async function measureImage(path: string): Promise<ImageMeasures> {
  const file = readImageHead(path);
  try {
    if (file.kind === 'bmp') {
      const { width, height, masks } = readBitmapHead(file.bytes);
      return { width, height, channels: 3, hasAlpha: masks[3] !== 0, kind: file.kind };
    }
    const { autoOrient, channels, hasAlpha, space } = await (await openSharp(path)).metadata();
    const isGrey = channels - Number(hasAlpha) === 1 && space !== 'cmyk';
    return { ...autoOrient, channels: isGrey ? 1 : 3, hasAlpha, kind: file.kind };
  } catch (error) {
    throw await describeImageError(error, file);
  }
}

/**
 * Decodes an image file: PNG, JPEG, WebP, GIF (the first picture), TIFF (the first page), BMP or AVIF. It is turned the way the camera noted,
 * what is transparent is laid on black, 16 bits a value become 8, and colours are taken as they are stored: colour profiles of cameras and
 * screens are left aside, as Keras and Pillow leave them, so that an exported model sees the same pixels; CMYK alone is converted, by a
 * profile of coated paper. Grey is 0.299 red + 0.587 green + 0.114 blue, as in Pillow and TensorFlow.
 *
 * A file that is cut off, or whose values make no sense, is refused; what other programs read without complaint, such as a comment of the
 * wrong length, is read. Throws UserError naming the file and saying why. The pixels go to `target` if there is one, the file to `memory`: who gives
 * that decodes one image after the other.
 */
export async function decodeImage(
  path: string,
  form: ImageForm,
  target: Uint8Array = new Uint8Array(bytesOf(form)),
  memory?: FileMemory,
): Promise<Uint8Array> {
  const file = readImageFile(path, memory);
  try {
    // What is decoded here is converted before anything else is: the next image may be decoded to the same memory.
    convertColors(decodeHere(file, form, target) ?? (await decodeByLibrary(file, form)), form, target);
    return target;
  } catch (error) {
    throw await describeImageError(error, file);
  }
}

/** An image in the wanted height and width, in colours of its own. */
type Fitted = Pick<OpaqueImage, 'channels' | 'pixels'>;

/** What is decoded without the image library, as most images of most datasets are; null for what is left to it. */
function decodeHere(file: ImageFile, form: ImageForm, target: Uint8Array): Fitted | null {
  if (file.kind === 'png') {
    const image = decodeSmallPng(file.bytes);
    return image && canResample(image, form) ? fitHere(image, form, target) : null;
  }
  if (file.kind === 'jpeg') {
    const image = decodePlainJpeg(file.bytes, (size) => canResample(size, form));
    return image && fitHere(image, form, target);
  }
  if (file.kind === 'bmp') {
    const image = openBitmap(file);
    return isOpaque(image) && canResample(image, form) ? fitHere(image, form, target) : null;
  }
  return null;
}

function openBitmap(file: ImageFile): RawImage {
  const head = readBitmapHead(file.bytes);
  checkSize(file.path, head);
  return decodeBmp(file.bytes, head);
}

async function decodeByLibrary(file: ImageFile, form: ImageForm): Promise<Fitted> {
  if (file.kind === 'bmp') {
    const sharp = await loadSharp();
    const { width, height, channels, pixels } = openBitmap(file);
    return bringTo(sharp(pixels, { raw: { width, height, channels }, limitInputPixels: mostPixels }), form);
  }
  const image = await openSharp(file.bytes);
  if (file.kind === 'tiff') checkDepth(file.path, await image.metadata());
  return bringTo(image, form);
}

const fits = { stretch: 'fill', crop: 'fill', pad: 'contain' } as const satisfies Record<
  ImageForm['resizing'],
  ResizeOptions['fit']
>;
const kernels = {
  bilinear: 'linear',
  bicubic: 'cubic',
  lanczos3: 'lanczos3',
} as const satisfies Partial<Record<ImageForm['interpolation'], ResizeOptions['kernel']>>;

async function bringTo(image: Sharp, form: ImageForm): Promise<Fitted> {
  const { width, height, resizing, interpolation, antialias } = form;
  image.autoOrient().flatten({ background });
  const { autoOrient: seen } = await image.metadata();
  if (interpolation === 'nearest' || !antialias || canResample(seen, form)) {
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return fitHere({ ...info, channels: info.channels as 1 | 3, pixels: data }, form);
  }
  // A larger one, all of whose pixels are weighed, is never in memory as a whole.
  if (resizing === 'crop') image.extract(middleOf(seen, form));
  const { data, info } = await image
    .resize(width, height, {
      fit: fits[resizing],
      kernel: kernels[interpolation],
      background,
      fastShrinkOnLoad: false,
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { channels: info.channels as 1 | 3, pixels: data };
}

let library: Promise<typeof Library> | null = null;

/** The image library, loaded when it is first needed: most runs need none. */
function loadSharp(): Promise<typeof Library> {
  library ??= import('sharp').then(({ default: sharp }) => {
    // Many images are decoded side by side; that one of them is decoded by several threads, or kept, would only cost time and memory.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return library;
}

async function openSharp(input: Buffer | string): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(input, { failOn: 'error', limitInputPixels: mostPixels, ignoreIcc: true });
}

/** Writes an image in the wanted colours. */
function convertColors({ channels, pixels }: Fitted, form: ImageForm, target: Uint8Array): void {
  const wanted = channelsOf(form);
  if (channels === wanted) {
    if (pixels !== target) target.set(pixels);
    return;
  }
  const count = form.height * form.width;
  if (wanted === 3) for (let at = 0; at < count; at++) target.fill(pixels[at]!, at * 3, at * 3 + 3);
  else {
    for (let at = 0; at < count; at++) {
      const from = at * 3;
      // The three weights as whole numbers of 65536, rounded: to the last bit what Pillow computes.
      target[at] = (pixels[from]! * 19595 + pixels[from + 1]! * 38470 + pixels[from + 2]! * 7471 + 0x8000) >> 16;
    }
  }
}

function checkSize(path: string, { width, height }: { readonly width: number; readonly height: number }): void {
  if (width * height > mostPixels)
    throw new UserError(
      say(dataMessages['image-large'], { file: path, expected: mostPixels, received: `${width}\u00d7${height}` }),
    );
}

/** Measurements of instruments, whose values no rule brings to the 256 steps of an image. */
function checkDepth(path: string, { depth }: Metadata): void {
  if (depth !== 'uchar' && depth !== 'ushort')
    throw unreadable(path, say(phrases['image-depth'], { depth: String(depth) }));
}

/** What is wrong with an image in words for people; an error that is none of an image is given back as it is. */
async function describeImageError(error: unknown, file: ImageFile): Promise<unknown> {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  if (!(error instanceof BrokenImage) && /pixel limit/i.test(error.message)) {
    const sharp = await loadSharp();
    try {
      const { width, height } = await sharp(file.path, { limitInputPixels: false }).metadata();
      checkSize(file.path, { width, height });
    } catch (large) {
      if (large instanceof UserError) return large;
    }
  }
  const kind = file.kind === 'webp' ? 'WebP' : file.kind.toUpperCase();
  return unreadable(file.path, say(phrases['image-broken'], { kind, reason: reasonOf(error) }));
}

/** The first sentence of a library that says several, without the name of the function that says it. */
function reasonOf({ message }: Error): string {
  const [first = message] = message.split('\n').filter((line) => line.trim() !== '');
  const words = first
    .replace(/^Input buffer (has corrupt header|contains unsupported image format):?/, '')
    .replace(/^\s*[a-z0-9]+(_buffer)?:/i, '')
    .trim()
    .replace(/\.$/, '');
  return words === '' ? 'no such header' : words;
}
