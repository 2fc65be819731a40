import type { Part } from '../../../../shared/data/dataset.ts';
import { beforeSpace } from './byte-alphabet.ts';

type Pieces = AsyncIterable<string>;

/** Where each part of a text begins, and where it ends, in characters. */
export type TextParts = Readonly<Record<Part, { readonly start: number; readonly end: number }>>;

/** How far after its place a border may lie, so that it falls between words. */
const farthest = 1000;

/**
 * Divides a text by position: the beginning for training, what follows for validation, the end for the test, as a shuffled text would
 * have the model read what it is judged by. A border lies before the first space after its share of the characters, so that no word is
 * torn; where none is near, as in Chinese, at its share. `read` gives the text from its beginning each time it is called.
 */
export async function divideText(
  read: () => Pieces,
  { validation, test }: { readonly validation: number; readonly test: number },
): Promise<TextParts> {
  let length = 0;
  for await (const piece of read()) length += piece.length;
  const held = Math.min(length, Math.round(length * test));
  const also = Math.min(length - held, Math.round(length * validation));
  const first = await borderAt(read, length - held - also, length);
  const second = Math.max(first, await borderAt(read, length - held, length));
  return {
    train: { start: 0, end: first },
    validation: { start: first, end: second },
    test: { start: second, end: length },
  };
}

/** The border at or soon after a place. */
async function borderAt(read: () => Pieces, place: number, length: number): Promise<number> {
  if (place === 0 || place === length) return place;
  // From the character before: a border lies behind something that is no space.
  const start = place - 1;
  let near = '';
  for await (const piece of sliceText(read(), { start, end: place + farthest })) near += piece;
  const space = beforeSpace(near, 0);
  if (space < near.length) return start + space;
  // Half of a surrogate pair stays with the other.
  return /[\udc00-\udfff]/.test(near[1]!) ? place + 1 : place;
}

/** A stretch of a text, from one position to another; no more of it is read than is needed. */
export async function* sliceText(
  pieces: Pieces,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<string> {
  let at = 0;
  for await (const piece of pieces) {
    if (at >= end) return;
    const slice = piece.slice(Math.max(0, start - at), end - at);
    if (slice !== '' && at + piece.length > start) yield slice;
    at += piece.length;
  }
}
