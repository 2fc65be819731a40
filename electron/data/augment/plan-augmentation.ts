import { sizeOf } from '../../../shared/blocks/define-block.ts';
import { type Augmentation, actsOn } from '../../../shared/data/augmentation/index.ts';
import type { Feature, Target } from '../../../shared/data/dataset.ts';
import { namesAfter } from '../../../shared/data/steps/index.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { FittedPreparation } from '../dataset.ts';
import { type Preparation, parsePreparation } from '../preparation/preparation.ts';

/** A feature that a step changes, and what the step has to know of it. Plain values, so that a thread can be given them. */
export type AugmentedFeature =
  | {
      readonly name: string;
      readonly kind: 'image';
      readonly height: number;
      readonly width: number;
      readonly channels: number;
    }
  /** Of a row's `width` numbers, those at `scaled` are of one size, so that noise means the same for all of them. */
  | { readonly name: string; readonly kind: 'numbers'; readonly width: number; readonly scaled: readonly number[] }
  | { readonly name: string; readonly kind: 'tokens' }
  /** What no step changes, such as numbers of categories. */
  | { readonly name: string; readonly kind: 'others' };

/** What is done to batches of the training part. */
export interface AugmentationPlan {
  readonly steps: readonly Augmentation[];
  readonly features: readonly AugmentedFeature[];
  /** How many classes each target has; null for numbers. */
  readonly targets: Readonly<Record<string, number | null>>;
}

/** What a plan has to know of a dataset. */
export interface AugmentedData {
  readonly features: readonly Feature[];
  readonly targets: readonly Target[];
  readonly preparation: FittedPreparation;
}

/**
 * What the steps do to batches of a dataset; null where they change nothing of it. Throws UserError for mixup of data that has tokens: what
 * lies between two words is none.
 */
export function planAugmentation(augmentation: readonly Augmentation[], data: AugmentedData): AugmentationPlan | null {
  const preparation = parsePreparation(data.preparation);
  const features = data.features.map((feature) => describeFeature(feature, preparation));
  const unmixable = data.features.find(({ kind }) => kind === 'tokens');
  if (unmixable !== undefined && augmentation.some(({ step }) => step === 'mix-up')) {
    const values = { feature: unmixable.name, received: say(phrases['prepared-tokens']) };
    throw new UserError(say(dataMessages['mix-up-tokens'], values));
  }
  const steps = augmentation.filter((step) => features.some(({ kind }) => kind !== 'others' && actsOn(step, kind)));
  if (steps.length === 0) return null;
  return {
    steps,
    features,
    targets: Object.fromEntries(data.targets.map(({ name, classes }) => [name, classes?.length ?? null])),
  };
}

function describeFeature({ name, kind, shape }: Feature, preparation: Preparation): AugmentedFeature {
  switch (kind) {
    case 'image': {
      const [height, width, channels] = shape as [number, number, number];
      return { name, kind, height, width, channels };
    }
    case 'numbers':
      return { name, kind, width: sizeOf(shape), scaled: scaledPlaces(name, preparation, sizeOf(shape.slice(0, -1))) };
    case 'tokens':
      // Categories by number come as tokens too.
      return { name, kind: preparation.features[name]?.kind === 'index' ? 'others' : kind };
  }
}

/** The places of numbers that went through a scale, of what a row of a feature has; those that say which cells were empty are none of them. */
function scaledPlaces(name: string, { features }: Preparation, times: number): readonly number[] {
  const feature = features[name];
  if (feature?.kind !== 'numbers') return [];
  const places: number[] = [];
  let first = 0;
  for (const { column, kind, steps } of feature.columns) {
    const names = namesAfter(column, steps);
    const tells = steps.some((step) => step.step === 'impute' && step.indicator);
    const own = names.length - (tells ? 1 : 0);
    if (kind !== 'categorical' && steps.some(({ step }) => step === 'scale'))
      for (let place = 0; place < own; place++) places.push(first + place);
    first += names.length;
  }
  // A window has the numbers of each of its rows.
  return Array.from({ length: times }, (_, at) => places.map((place) => at * first + place)).flat();
}
