import type { BlockDefinition } from './define-block.ts';
import type { ComponentValue, ParamSpecs, ParamValues } from './params.ts';

/** The block type that a wrapper's `layer` names, and the params it has there. */
export interface Wrapped {
  readonly block: BlockDefinition;
  readonly params: ParamValues<ParamSpecs>;
}

/** What a wrapper's `layer` is. Throws for a type that is not among its blocks, which no checked value has. */
export function wrappedBlock(layers: readonly { readonly type: string }[], value: ComponentValue): Wrapped {
  // From here on the params are only data.
  const block = (layers as readonly BlockDefinition[]).find(({ type }) => type === value.type);
  if (!block) {
    const expected = layers.map(({ type }) => type).join(', ');
    throw new Error(`The layer of a wrapper: expected one of ${expected}. Received: ${value.type}.`);
  }
  return { block, params: value as ParamValues<ParamSpecs> };
}
