import type { Json } from '../blocks/params.ts';

/**
 * JSON that merges well in git: keys sorted, objects opened down to `depth` and each deeper value on a line of its own.
 * Ends in a newline; the same value always gives the same text.
 */
export function serialize(value: unknown, depth: number): string {
  return `${write(value as Json, depth, '')}\n`;
}

/** Levels opened in each project file: down to one block, wire, position or column a line. */
export const fileDepth = { model: 4, layout: 4, data: 2, training: 1 } as const;

function write(value: Json, depth: number, indent: string): string {
  if (depth === 0 || value === null || typeof value !== 'object' || Array.isArray(value)) return inline(value);
  const entries = sorted(value as { readonly [key: string]: Json });
  if (entries.length === 0) return '{}';
  const inner = `${indent}  `;
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${write(item, depth - 1, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = sorted(value as { readonly [key: string]: Json });
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`).join(', ')} }`;
}

function sorted(object: { readonly [key: string]: Json }): [string, Json][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
