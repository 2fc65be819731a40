import { lowerCase } from './lower-case.ts';

/**
 * The bytes in the order of their tokens, GPT-2's: those that Latin-1 has a visible sign for, then the others.
 * Source: Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), `bytes_to_unicode` of their encoder.py.
 */
export const bytesInOrder: readonly number[] = (() => {
  const visible = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  return [...all.filter(visible), ...all.filter((byte) => !visible(byte))];
})();

/** Where each byte stands in that order. */
export const placeOfByte: readonly number[] = (() => {
  const places = new Array<number>(256);
  bytesInOrder.forEach((byte, place) => {
    places[byte] = place;
  });
  return places;
})();

const visibleBytes = 188;

/** The sign that stands for the byte at a place in files that hold tokens as text: its own, or one from 256 on. */
export function signOfPlace(place: number): string {
  return String.fromCharCode(place < visibleBytes ? bytesInOrder[place]! : 256 + place - visibleBytes);
}

/**
 * A text's bytes in UTF-8. Half of a surrogate pair by itself, which UTF-8 has no bytes for, gets those that its number would have
 * (WTF-8), so that any string comes back as it was.
 */
export function bytesOf(text: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      at++;
    }
  }
  return bytes;
}

/** The text of bytes as `bytesOf` gives them; bytes that are no whole character become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  let from = 0;
  for (let at = buffer.indexOf(0xed); at !== -1; at = buffer.indexOf(0xed, at + 1)) {
    const [second, third] = [buffer[at + 1] ?? 0, buffer[at + 2] ?? 0];
    if (second >> 5 !== 0b101 || third >> 6 !== 0b10) continue;
    text += buffer.toString('utf8', from, at) + String.fromCharCode(0xd000 | ((second & 63) << 6) | (third & 63));
    from = at + 3;
  }
  return text + buffer.toString('utf8', from);
}

// GPT-2's pattern. `\s` of JavaScript is not `\s` of Unicode: it has U+FEFF and lacks U+0085.
const piecePattern =
  /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * The pieces that no token goes beyond, which are the whole text: words with the space before them, numbers, signs, spaces. In lists,
 * as a list is gone through faster than what makes one at a time.
 */
export function* piecesOf(text: string, lowercase: boolean): Generator<readonly string[]> {
  // Part by part: the pieces of a whole book at once take more room than the book.
  for (let from = 0; from < text.length; ) {
    const end = beforeSpace(text, from + partLength);
    const part = text.slice(from, end);
    yield (lowercase ? lowerCase(part) : part).match(piecePattern) ?? [];
    from = end;
  }
}

const partLength = 64 * 1024;
const spacePattern = /(?<=\P{White_Space})\p{White_Space}/gu;

/**
 * The first place from `from` on where a text can be parted without changing its tokens: before a space that follows something else,
 * or its end. No word goes over such a place, and no piece of `piecesOf`.
 */
export function beforeSpace(text: string, from: number): number {
  if (from >= text.length) return text.length;
  spacePattern.lastIndex = from;
  return spacePattern.exec(text)?.index ?? text.length;
}
