/** A whole image as its file has it: height by width by channels, one byte a value. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** Grey, red-green-blue, or the latter with opacity. */
  readonly channels: 1 | 3 | 4;
  readonly pixels: Uint8Array;
}

/** A file that does not hold what its kind of file must; the words go into a message that names it. */
export class BrokenImage extends Error {
  override readonly name = 'BrokenImage';
}
