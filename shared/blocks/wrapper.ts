import type { BlockDefinition } from './define-block.ts';
import type { ComponentValue, ParamSpecs, ParamValues } from './params.ts';

/** The block type that a wrapper's `layer` names, and the params it has there. */
export interface Wrapped {
  readonly block: BlockDefinition;
  readonly params: ParamValues<ParamSpecs>;
}

/** What a wrapper's `layer` is. Throws for a type that is not among its blocks, which no checked value has. */
export function wrappedBlock(blocks: readonly BlockDefinition[], value: ComponentValue): Wrapped {
  const block = blocks.find(({ type }) => type === value.type);
  if (!block) {
    const expected = blocks.map(({ type }) => type).join(', ');
    throw new Error(`The layer of a wrapper: expected one of ${expected}. Received: ${value.type}.`);
  }
  return { block, params: value as ParamValues<ParamSpecs> };
}
