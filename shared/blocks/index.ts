import { activation } from './activation.ts';
import { activityRegularization } from './activity-regularization.ts';
import { add } from './add.ts';
import { attention } from './attention.ts';
import { average } from './average.ts';
import { averagePooling1d } from './average-pooling-1d.ts';
import { averagePooling2d } from './average-pooling-2d.ts';
import { batchNormalization } from './batch-normalization.ts';
import { bidirectional } from './bidirectional.ts';
import { concatenate } from './concatenate.ts';
import { conv1d } from './conv-1d.ts';
import { conv2d } from './conv-2d.ts';
import { conv2dTranspose } from './conv-2d-transpose.ts';
import { cropping2d } from './cropping-2d.ts';
import type { BlockDefinition } from './define-block.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv-2d.ts';
import { dot } from './dot.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { globalAveragePooling1d } from './global-average-pooling-1d.ts';
import { globalAveragePooling2d } from './global-average-pooling-2d.ts';
import { globalMaxPooling1d } from './global-max-pooling-1d.ts';
import { globalMaxPooling2d } from './global-max-pooling-2d.ts';
import { structures } from './group.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyRelu } from './leaky-relu.ts';
import { lstm } from './lstm.ts';
import { masking } from './masking.ts';
import { maxPooling1d } from './max-pooling-1d.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiHeadAttention } from './multi-head-attention.ts';
import { multiply } from './multiply.ts';
import { output } from './output.ts';
import { permute } from './permute.ts';
import { prelu } from './prelu.ts';
import { randomBrightness } from './random-brightness.ts';
import { randomContrast } from './random-contrast.ts';
import { randomCrop } from './random-crop.ts';
import { randomFlip } from './random-flip.ts';
import { randomRotation } from './random-rotation.ts';
import { randomTranslation } from './random-translation.ts';
import { randomZoom } from './random-zoom.ts';
import { relu } from './relu.ts';
import { repeatVector } from './repeat-vector.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { resizing } from './resizing.ts';
import { separableConv2d } from './separable-conv-2d.ts';
import { simpleRnn } from './simple-rnn.ts';
import { softmax } from './softmax.ts';
import { spatialDropout1d } from './spatial-dropout-1d.ts';
import { spatialDropout2d } from './spatial-dropout-2d.ts';
import { subtract } from './subtract.ts';
import { timeDistributed } from './time-distributed.ts';
import { tokenAndPositionEmbedding } from './token-and-position-embedding.ts';
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
  tokenAndPositionEmbedding,
  masking,
  conv2d,
  conv1d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  maxPooling2d,
  maxPooling1d,
  averagePooling2d,
  averagePooling1d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  globalAveragePooling1d,
  globalMaxPooling1d,
  lstm,
  gru,
  multiHeadAttention,
  attention,
  simpleRnn,
  bidirectional,
  timeDistributed,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rescaling,
  dropout,
  spatialDropout1d,
  spatialDropout2d,
  gaussianNoise,
  activityRegularization,
  randomFlip,
  randomRotation,
  randomZoom,
  randomTranslation,
  randomCrop,
  randomContrast,
  randomBrightness,
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
  dot,
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
