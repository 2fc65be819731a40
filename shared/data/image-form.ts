/** What an image becomes: one grey value a pixel, or red, green and blue. */
export const colorModes = ['grayscale', 'rgb'] as const;

/**
 * How an image of other proportions gets the wanted height and width, as the settings of Keras's `image_dataset_from_directory` have it:
 * `stretch` is its default, `crop` its `crop_to_aspect_ratio` (the middle is kept), `pad` its `pad_to_aspect_ratio` (black around it).
 */
export const resizings = ['stretch', 'crop', 'pad'] as const;

/** How values between pixels are found, by Keras's names. */
export const interpolations = ['bilinear', 'nearest', 'bicubic', 'lanczos3'] as const;

/** The largest height and width that images are brought to. */
export const largestSide = 4096;

/** What every image of a dataset is brought to, whatever its file is. */
export interface ImageForm {
  readonly height: number;
  readonly width: number;
  readonly colorMode: (typeof colorModes)[number];
  readonly resizing: (typeof resizings)[number];
  readonly interpolation: (typeof interpolations)[number];
  /**
   * Whether all pixels that a result covers are weighed where an image becomes smaller, as Pillow does and `keras.ops.image.resize` with its
   * argument of this name. Without it the same few count as where it becomes larger, as in Keras's `image_dataset_from_directory`, and small pictures of
   * large photographs are noise. `nearest` is the same either way.
   */
  readonly antialias: boolean;
}

/** Values of a pixel. */
export function channelsOf({ colorMode }: Pick<ImageForm, 'colorMode'>): 1 | 3 {
  return colorMode === 'grayscale' ? 1 : 3;
}

/** Bytes of one decoded image: height by width by channels, one byte a value. */
export function bytesOf(form: ImageForm): number {
  return form.height * form.width * channelsOf(form);
}
