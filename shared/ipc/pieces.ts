import { z } from 'zod';

/** About how many characters of JSON a piece has: to read and check one takes a window a few milliseconds. */
const pieceSize = 128 * 1024;

/** Some items of a list of an answer, in their order; the answer itself comes after all of them, with these lists empty. */
export interface Piece {
  readonly list: string;
  readonly items: readonly unknown[];
}

/** Parts an answer whose lists are long, such as those of ten thousand columns: whoever reads it has turns for other things in between. */
export function takeApart(answer: unknown): { readonly pieces: readonly Piece[]; readonly rest: unknown } {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return { pieces: [], rest: answer };
  const pieces: Piece[] = [];
  const rest = Object.entries(answer).map(([list, value]) => {
    if (!Array.isArray(value)) return [list, value];
    const parts = inParts(value);
    if (parts.length < 2) return [list, value];
    for (const items of parts) pieces.push({ list, items });
    return [list, []];
  });
  return { pieces, rest: pieces.length === 0 ? answer : Object.fromEntries(rest) };
}

function inParts(items: readonly unknown[]): readonly (readonly unknown[])[] {
  const parts: unknown[][] = [];
  let size = pieceSize;
  for (const item of items) {
    if (size >= pieceSize) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(item);
    size += sizeOf(item);
  }
  return parts;
}

/** About how many characters a value has as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let size = 2;
  for (const [key, item] of Object.entries(value)) size += sizeOf(item) + (Array.isArray(value) ? 0 : key.length + 3);
  return size;
}

/** What a list of an answer holds by its schema; throws where it has no such list. */
export function itemsOf(schema: z.ZodType, list: string): z.ZodType {
  const answer = unwrapped(schema);
  const items =
    answer instanceof z.ZodObject && Object.hasOwn(answer.shape, list) ? unwrapped(answer.shape[list]) : null;
  if (!(items instanceof z.ZodArray)) throw new Error(`An answer has no list of that name. Received: "${list}".`);
  return items as z.ZodType;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
