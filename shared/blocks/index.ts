import type { BlockDefinition } from './define-block.ts';
import { dense } from './dense.ts';
import { input } from './input.ts';
import { output } from './output.ts';

/** A block type whose params are not known at compile time. */
export type AnyBlock = BlockDefinition;

/** Every block type, in palette order. Everything else that lists blocks is derived from this. */
export const blocks = [input, output, dense] as const;

/** The types of blocks this version has. */
export type BlockType = (typeof blocks)[number]['type'];

const byType: ReadonlyMap<string, AnyBlock> = new Map(blocks.map((block) => [block.type, block as AnyBlock]));

/** The definition of a type, or undefined for one this version does not have. */
export function findBlock(type: string): AnyBlock | undefined {
  return byType.get(type);
}
