import { z } from 'zod';

/** The colours of frames, by the token of the category of blocks that has it: `core` is `--k-core`. */
export const frameColours = ['io', 'core', 'conv', 'pool', 'rec', 'norm', 'reg', 'reshape', 'merge', 'attn'] as const;
export type FrameColour = (typeof frameColours)[number];

/** Smallest width and height, in canvas pixels: less could hardly be taken hold of. */
export const smallest = { frame: [120, 80], note: [96, 48] } as const;

const pair = z.tuple([z.number(), z.number()]).readonly();
const size = z.tuple([z.number().positive(), z.number().positive()]).readonly();

/** A titled rectangle behind blocks. */
const frameSchema = z.strictObject({
  kind: z.literal('frame'),
  /** Empty where the person gave none. */
  name: z.string(),
  colour: z.enum(frameColours),
  /** Its upper left corner. */
  place: pair,
  size,
});

/** Plain text on the canvas. */
const noteSchema = z.strictObject({ kind: z.literal('note'), text: z.string(), place: pair, size });

/** What a person puts beside blocks to explain them; nothing of it changes the model. */
export const annotationSchema = z.discriminatedUnion('kind', [frameSchema, noteSchema]);

export type AnnotationId = string;
export type Frame = Readonly<z.infer<typeof frameSchema>>;
export type Note = Readonly<z.infer<typeof noteSchema>>;
export type Annotation = Frame | Note;
export type Annotations = Readonly<Record<AnnotationId, Annotation>>;

export const noAnnotations: Annotations = {};
