import { activation } from './activation.ts';
import { add } from './add.ts';
import { batchNormalization } from './batch-normalization.ts';
import { bidirectional } from './bidirectional.ts';
import { conv2d } from './conv-2d.ts';
import type { BlockDefinition } from './define-block.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { lstm } from './lstm.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { output } from './output.ts';
import { simpleRnn } from './simple-rnn.ts';
import { timeDistributed } from './time-distributed.ts';

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
  maxPooling2d,
  lstm,
  gru,
  simpleRnn,
  bidirectional,
  timeDistributed,
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
