import type { Exportable } from './format.ts';

/** The file that says how data is prepared for the model; null for a model whose data needs no preparation. */
export function preparationFile({
  preparation,
}: Exportable): { readonly name: string; readonly bytes: Uint8Array } | null {
  if (preparation === null) return null;
  return { name: 'preparation.json', bytes: new TextEncoder().encode(`${JSON.stringify(preparation, null, 2)}\n`) };
}
