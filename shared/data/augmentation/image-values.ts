/** The values of an image, row by row, those of a pixel next to each other: from 0 to 1, as images come from preparation. */
export interface ImageValues {
  readonly data: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A value that got beyond 0 or 1, cut off, as Keras's layers do at the ends of their `value_range`. */
export function cutOff(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
