import type { Json } from '../blocks/params.ts';
import type { Block } from './document.ts';

/** The activation that a block ends with, or undefined: its own, or that of the layer it wraps. */
export function activationOf({ params }: Block): string | undefined {
  const { activation } = params;
  if (typeof activation === 'string') return activation;
  const inner = layerIn(params);
  return typeof inner?.activation === 'string' ? inner.activation : undefined;
}

/** The param to set, and to what, so that a block ends with an activation. */
export function activationEdit(
  { params }: Block,
  activation: string,
): { readonly param: string; readonly value: Json } {
  const inner = layerIn(params);
  return params.activation === undefined && inner
    ? { param: 'layer', value: { ...inner, activation } }
    : { param: 'activation', value: activation };
}

function layerIn({ layer }: Block['params']): { readonly [param: string]: Json } | undefined {
  return typeof layer === 'object' && layer !== null && !Array.isArray(layer)
    ? (layer as { readonly [param: string]: Json })
    : undefined;
}
