import { activation } from './activation.ts';
import { activityRegularization } from './activity-regularization.ts';
import { add } from './add.ts';
import { average } from './average.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2d } from './conv-2d.ts';
import { cropping2d } from './cropping-2d.ts';
import type { BlockDefinition } from './define-block.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { structures } from './group.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyRelu } from './leaky-relu.ts';
import { lstm } from './lstm.ts';
import { masking } from './masking.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { output } from './output.ts';
import { permute } from './permute.ts';
import { prelu } from './prelu.ts';
import { relu } from './relu.ts';
import { repeatVector } from './repeat-vector.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { resizing } from './resizing.ts';
import { softmax } from './softmax.ts';
import { spatialDropout1d } from './spatial-dropout-1d.ts';
import { spatialDropout2d } from './spatial-dropout-2d.ts';
import { subtract } from './subtract.ts';
import { upSampling2d } from './up-sampling-2d.ts';
import { zeroPadding2d } from './zero-padding-2d.ts';

/** A block type whose params are not known at compile time. */
export type AnyBlock = BlockDefinition;

/** Every block type, in palette order. Everything else that lists blocks is derived from this. */
export const blocks = [
  input,
  output,
  dense,
  activation,
  leakyRelu,
  relu,
  prelu,
  elu,
  softmax,
  embedding,
  masking,
  conv2d,
  maxPooling2d,
  lstm,
  gru,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rescaling,
  dropout,
  spatialDropout1d,
  spatialDropout2d,
  gaussianNoise,
  activityRegularization,
  flatten,
  reshape,
  permute,
  repeatVector,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
  resizing,
  add,
  concatenate,
  multiply,
  average,
  maximum,
  minimum,
  subtract,
] as const;

/** The types of blocks this version has. */
export type BlockType = (typeof blocks)[number]['type'];

const byType: ReadonlyMap<string, AnyBlock> = new Map(
  [...blocks, ...structures].map((block) => [block.type, block as AnyBlock]),
);

/** The definition of a type, structures among them, or undefined for one this version does not have. */
export function findBlock(type: string): AnyBlock | undefined {
  return byType.get(type);
}
