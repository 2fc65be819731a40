import { z } from 'zod';
import { type Component, defaultParams, type ParamSpecs, type ParamValues, paramsSchema } from '../../blocks/params.ts';
import type { Random } from '../../training/random.ts';
import type { Feature } from '../dataset.ts';
import type { ImageValues } from './image-values.ts';

/** One kind of step of augmentation: its settings, in the form of a block's, and what of the data it acts on. */
export interface AugmentationDefinition<Name extends string = string, Specs extends ParamSpecs = ParamSpecs>
  extends Component<Specs> {
  readonly type: Name;
  /** The same: what a step of a project is known by. */
  readonly step: Name;
  /** The kinds of features that it changes; others it leaves as they are. */
  readonly kinds: readonly Feature['kind'][];
  /** What becomes of an image, for what acts on images; the image itself stays as it was. */
  readonly image?: (params: ParamValues<Specs>, image: ImageValues, random: Random) => Float32Array;
  readonly schema: z.ZodType<{ readonly step: Name } & ParamValues<Specs>>;
  readonly defaults: { readonly step: Name } & ParamValues<Specs>;
}

/** Declares a kind of step; this is the only way to make one. */
export function defineAugmentation<const Name extends string, const Specs extends ParamSpecs>(
  definition: Pick<AugmentationDefinition<Name, Specs>, 'step' | 'title' | 'docs' | 'params' | 'kinds' | 'image'>,
): AugmentationDefinition<Name, Specs> {
  const { step, params } = definition;
  const schema = paramsSchema(params).extend({ step: z.literal(step) });
  return {
    ...definition,
    type: step,
    schema: schema as unknown as AugmentationDefinition<Name, Specs>['schema'],
    defaults: { step, ...defaultParams(params) },
  };
}
