/** A whole image as its file has it: height by width by channels, one byte a value. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** Grey, red-green-blue, or the latter with opacity. */
  readonly channels: 1 | 3 | 4;
  readonly pixels: Uint8Array;
}

/** An image that has no opacity. */
export interface OpaqueImage extends RawImage {
  readonly channels: 1 | 3;
}

export function isOpaque(image: RawImage): image is OpaqueImage {
  return image.channels !== 4;
}

/** A file that does not hold what its kind of file must; the words go into a message that names it. */
export class BrokenImage extends Error {
  override readonly name = 'BrokenImage';
}
