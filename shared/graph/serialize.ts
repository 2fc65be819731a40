import type { Json } from '../blocks/params.ts';

/**
 * JSON that merges well in git: keys sorted, objects and lists of objects opened down to `depth` and each deeper value on a line of its own.
 * Ends in a newline; the same value always gives the same text.
 */
export function serialize(value: unknown, depth: number): string {
  return `${write(value as Json, depth, '')}\n`;
}

/** Levels opened in each project file: down to one block, wire, position, column or step a line. */
export const fileDepth = { model: 4, layout: 4, data: 2, training: 1 } as const;

function write(value: Json, depth: number, indent: string): string {
  if (depth === 0 || value === null || typeof value !== 'object') return inline(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isOfObjects = value.some((item) => item !== null && typeof item === 'object' && !Array.isArray(item));
    if (!isOfObjects) return inline(value);
    return `[\n${value.map((item) => `${inner}${write(item, depth - 1, inner)}`).join(',\n')}\n${indent}]`;
  }
  const entries = sorted(value as { readonly [key: string]: Json });
  if (entries.length === 0) return '{}';
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
