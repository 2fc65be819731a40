import { activation } from './activation.ts';
import { add } from './add.ts';
import { averagePooling1d } from './average-pooling-1d.ts';
import { averagePooling2d } from './average-pooling-2d.ts';
import { batchNormalization } from './batch-normalization.ts';
import { conv1d } from './conv-1d.ts';
import { conv2d } from './conv-2d.ts';
import { conv2dTranspose } from './conv-2d-transpose.ts';
import type { BlockDefinition } from './define-block.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv-2d.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling1d } from './global-average-pooling-1d.ts';
import { globalAveragePooling2d } from './global-average-pooling-2d.ts';
import { globalMaxPooling1d } from './global-max-pooling-1d.ts';
import { globalMaxPooling2d } from './global-max-pooling-2d.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { lstm } from './lstm.ts';
import { maxPooling1d } from './max-pooling-1d.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { output } from './output.ts';
import { separableConv2d } from './separable-conv-2d.ts';

/** A block type whose params are not known at compile time. */
export type AnyBlock = BlockDefinition;

/** Every block type, in palette order. Everything else that lists blocks is derived from this. */
export const blocks = [
  input,
  output,
  dense,
  activation,
  embedding,
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
  batchNormalization,
  layerNormalization,
  groupNormalization,
  dropout,
  flatten,
  add,
] as const;

/** The types of blocks this version has. */
export type BlockType = (typeof blocks)[number]['type'];

const byType: ReadonlyMap<string, AnyBlock> = new Map(blocks.map((block) => [block.type, block as AnyBlock]));

/** The definition of a type, or undefined for one this version does not have. */
export function findBlock(type: string): AnyBlock | undefined {
  return byType.get(type);
}
