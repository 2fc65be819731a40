import { z } from 'zod';
import { colorModes, type ImageForm, interpolations, largestSide, resizings } from './image-form.ts';

const sideSchema = z.int().min(1).max(largestSide);

/** What an image's form must be in a project's files. */
export const imageFormSchema = z.strictObject({
  height: sideSchema,
  width: sideSchema,
  colorMode: z.enum(colorModes),
  resizing: z.enum(resizings),
  interpolation: z.enum(interpolations),
  // Projects that were saved before there was a choice had it.
  antialias: z.boolean().default(true),
} satisfies Record<keyof ImageForm, z.ZodType>);
