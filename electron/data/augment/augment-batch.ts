import { rowRandom } from '../../../shared/data/augmentation/draw.ts';
import { addNoise } from '../../../shared/data/augmentation/gaussian-noise.ts';
import { type Augmentation, actsOn, augmentImage } from '../../../shared/data/augmentation/index.ts';
import { drawShare, mixRows } from '../../../shared/data/augmentation/mix-up.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import type { Batch, BatchTensor } from '../dataset.ts';
import { dropWords } from '../text/word-dropout.ts';
import type { AugmentationPlan, AugmentedFeature } from './plan-augmentation.ts';

/** A batch whose rows are known by their numbers in the source. */
export interface NumberedBatch extends Batch {
  readonly sources: Int32Array;
}

/**
 * A batch as the model is shown it in an epoch, `seed` being that of the epoch. What a row becomes follows from seed and row alone, but
 * for mixup, where it follows from the rows of its batch. The batch that is given may be overwritten.
 */
export function augmentBatch(plan: AugmentationPlan, batch: NumberedBatch, seed: number): NumberedBatch {
  return plan.steps.reduce<NumberedBatch>(
    (before, step, at) =>
      step.step === 'mix-up' ? mixed(step, at, plan, before, seed) : changed(step, at, plan, before, seed),
    batch,
  );
}

function changed(
  step: Augmentation,
  at: number,
  { features }: AugmentationPlan,
  batch: NumberedBatch,
  seed: number,
): NumberedBatch {
  const inputs = { ...batch.inputs };
  for (const feature of features) {
    if (feature.kind === 'others' || !actsOn(step, feature.kind)) continue;
    // Two images of one row are not turned by the same angle.
    const own = features.length === 1 ? seed : deriveSeed(seed, feature.name);
    const data = changedFeature(step, at, feature, batch, own);
    inputs[feature.name] = { ...batch.inputs[feature.name]!, data };
  }
  return { ...batch, inputs };
}

function changedFeature(
  step: Augmentation,
  at: number,
  feature: AugmentedFeature,
  { inputs, sources }: NumberedBatch,
  seed: number,
): BatchTensor['data'] {
  const { data } = inputs[feature.name]!;
  switch (feature.kind) {
    case 'image': {
      const { height, width, channels } = feature;
      const size = height * width * channels;
      for (let row = 0; row < sources.length; row++) {
        const own = (data as Float32Array).subarray(row * size, (row + 1) * size);
        const image = { data: own, height, width, channels };
        data.set(augmentImage(step, image, rowRandom(seed, at, sources[row]!)), row * size);
      }
      return data;
    }
    case 'numbers': {
      const { width, scaled } = feature;
      for (let row = 0; row < sources.length; row++) {
        const own = (data as Float32Array).subarray(row * width, (row + 1) * width);
        if (step.step === 'gaussian-noise') addNoise(step, own, scaled, rowRandom(seed, at, sources[row]!));
      }
      return data;
    }
    case 'tokens':
      return step.step === 'word-dropout'
        ? dropWords(data as Int32Array, sources, { probability: step.rate, seed: deriveSeed(seed, at) })
        : data;
    case 'others':
      return data;
  }
}

/** Every row with another one of its batch, inputs and targets alike. */
function mixed(
  step: Extract<Augmentation, { readonly step: 'mix-up' }>,
  at: number,
  { targets }: AugmentationPlan,
  batch: NumberedBatch,
  seed: number,
): NumberedBatch {
  const { sources } = batch;
  // A batch is known by its first row, which no other has.
  const others = createRandom(deriveSeed(seed, 'mix-up', at, sources[0] ?? 0)).permutation(batch.rows);
  const shares = Float64Array.from(sources, (row) => drawShare(step, rowRandom(seed, at, row)));
  const mix = ({ data, shape }: BatchTensor): BatchTensor => ({
    data: mixRows(data as Float32Array, data.length / batch.rows, others, shares),
    shape,
  });
  const mixTarget = (target: BatchTensor, classes: number | null): BatchTensor =>
    classes === null ? mix(target) : { ...mix(asShares(target, classes)), mixed: true };
  return {
    ...batch,
    inputs: Object.fromEntries(Object.entries(batch.inputs).map(([name, input]) => [name, mix(input)])),
    targets: Object.fromEntries(
      Object.entries(batch.targets).map(([name, target]) => [name, mixTarget(target, targets[name]!)]),
    ),
  };
}

/** Class numbers as shares of the classes: all of one. Mixed ones stay what they are. */
function asShares(target: BatchTensor, classes: number): BatchTensor {
  if (target.mixed) return target;
  const shares = new Float32Array(target.data.length * classes);
  target.data.forEach((number, row) => {
    shares[row * classes + number] = 1;
  });
  return { data: shares, shape: [...target.shape, classes] };
}
