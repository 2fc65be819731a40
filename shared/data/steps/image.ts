import { z } from 'zod';
import { imageFormSchema } from '../image-form-schema.ts';
import { columnsOfStep } from './columns-of-step.ts';

/** Brings images to one size and colour mode; their values, 0 to 255, become 0 to 1. It learns nothing, and is done where they are decoded. */
export const image = {
  settings: z.strictObject({ step: z.literal('image'), columns: columnsOfStep, ...imageFormSchema.shape }),
  defaults: {
    step: 'image',
    columns: null,
    height: 64,
    width: 64,
    colorMode: 'rgb',
    resizing: 'stretch',
    interpolation: 'bilinear',
    antialias: true,
  },
  /** Images are no column of a table. */
  suits: (): boolean => false,
} as const;
