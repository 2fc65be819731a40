import { z } from 'zod';
import type { ParamSpecs, ParamValues } from '../../blocks/params.ts';
import type { Random } from '../../training/random.ts';
import type { Feature } from '../dataset.ts';
import { cutout } from './cutout.ts';
import type { AugmentationDefinition } from './define-augmentation.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import type { ImageValues } from './image-values.ts';
import { mixUp } from './mix-up.ts';
import { randomBrightness } from './random-brightness.ts';
import { randomContrast } from './random-contrast.ts';
import { randomCrop } from './random-crop.ts';
import { randomFlip } from './random-flip.ts';
import { randomRotation } from './random-rotation.ts';
import { randomTranslation } from './random-translation.ts';
import { randomZoom } from './random-zoom.ts';
import { wordDropout } from './word-dropout.ts';

/** The kinds of steps of augmentation, in the order in which they are offered. */
export const augmentations = [
  randomFlip,
  randomRotation,
  randomZoom,
  randomTranslation,
  randomCrop,
  randomContrast,
  randomBrightness,
  gaussianNoise,
  cutout,
  mixUp,
  wordDropout,
] as const;
export type AugmentationName = (typeof augmentations)[number]['step'];
export const augmentationNames = augmentations.map(({ step }) => step);

const [first, ...others] = augmentations.map(({ schema }) => schema);

/** A step of augmentation as a project has it. */
export const augmentationSchema = z.discriminatedUnion('step', [
  first,
  ...others,
] as never) as unknown as z.ZodType<Augmentation>;
export type Augmentation = (typeof augmentations)[number]['defaults'];

/** The kind of a step. */
export function augmentationOf({
  step,
}: {
  readonly step: AugmentationName;
}): AugmentationDefinition<AugmentationName> {
  return augmentations.find((one) => one.step === step) as unknown as AugmentationDefinition<AugmentationName>;
}

/** Whether a step changes features of a kind. */
export function actsOn(step: Augmentation, kind: Feature['kind']): boolean {
  return augmentationOf(step).kinds.includes(kind);
}

/** An image after a step; as it was, where the step is none for single images. */
export function augmentImage(step: Augmentation, image: ImageValues, random: Random): Float32Array {
  return augmentationOf(step).image?.(step as unknown as ParamValues<ParamSpecs>, image, random) ?? image.data;
}
