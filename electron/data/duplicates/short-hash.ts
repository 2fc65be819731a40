import { createHash } from 'node:crypto';

/**
 * 128 bits of SHA-256 of texts and bytes one after the other, as a key to look up by: no two different things have had the same one yet.
 * Texts go in as UTF-16, so that halves of surrogate pairs stay apart.
 */
export function shortHash(parts: Iterable<string | NodeJS.ArrayBufferView>): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    if (typeof part === 'string') hash.update(part, 'utf16le');
    else hash.update(part);
  }
  return hash.digest().toString('latin1', 0, 16);
}

/** Characters of a text that is its own key. */
const longestKey = 64;

/** What a text is told apart by without being held: itself where it is short, else its hash. */
export function keyOfText(text: string): string {
  return text.length <= longestKey ? text : shortHash([text]);
}
