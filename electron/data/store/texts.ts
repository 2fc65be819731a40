import type { BlockForm, Room } from './room.ts';

/** One text a row. */
export interface Texts extends Iterable<string> {
  readonly length: number;
  /** Bytes that they take in their room; 0 where they are in an array. */
  readonly bytes: number;
  at(row: number): string;
}

/** Takes texts, row after row. */
export interface TextsWriter {
  add(text: string): void;
  /** What was added; nothing can be added after it. */
  finish(): Texts;
}

/** A block is full when it has so many texts, or so many characters. */
const textsOfBlock = 4096;
const charactersOfBlock = 512 * 1024;

/** A character that takes two bytes. V8 looks for none in a text that it has with one byte a character. */
const wide = /[^\0-\xff]/;

/** Bytes of each character, in memory as in a file. */
function widthOf(text: string): 1 | 2 {
  return wide.test(text) ? 2 : 1;
}

/**
 * Characters as JavaScript has them, in one byte each where that is enough: a text comes back as it was, halves of a surrogate pair
 * included. Lengths first, twice each and one more where characters take two bytes; then the characters.
 */
const form: BlockForm<readonly string[]> = {
  encode(texts) {
    const head = 4 * (texts.length + 1);
    const bytes = Buffer.alloc(head + texts.reduce((sum, text) => sum + widthOf(text) * text.length, 0));
    bytes.writeUInt32LE(texts.length, 0);
    let at = head;
    texts.forEach((text, index) => {
      const width = widthOf(text);
      bytes.writeUInt32LE(2 * text.length + (width - 1), 4 * (index + 1));
      at += bytes.write(text, at, width === 1 ? 'latin1' : 'utf16le');
    });
    return bytes;
  },
  decode({ buffer }) {
    const bytes = Buffer.from(buffer);
    const count = bytes.readUInt32LE(0);
    let at = 4 * (count + 1);
    return Array.from({ length: count }, (_, index) => {
      const written = bytes.readUInt32LE(4 * (index + 1));
      const isWide = written % 2 === 1;
      const end = at + (written >>> 1) * (isWide ? 2 : 1);
      const text = bytes.toString(isWide ? 'utf16le' : 'latin1', at, end);
      at = end;
      return text;
    });
  },
  sizeOf: (texts) => texts.reduce((sum, text) => sum + widthOf(text) * text.length + 32, 0),
};

/** Texts in a room. */
export function writeTexts(room: Room): TextsWriter {
  const blocks = room.blocks(form);
  /** The row of each block's first text. */
  const firsts: number[] = [];
  let current: string[] = [];
  let characters = 0;
  let length = 0;
  let bytes = 0;

  function flush(): void {
    if (current.length === 0) return;
    firsts.push(length - current.length);
    bytes += form.sizeOf(current);
    blocks.push(current);
    current = [];
    characters = 0;
  }

  return {
    add(text) {
      current.push(text);
      characters += text.length;
      length++;
      if (current.length === textsOfBlock || characters >= charactersOfBlock) flush();
    },
    finish() {
      flush();
      /** The block of the row that was asked for last: rows are mostly asked for in order. */
      let last = 0;
      const find = (row: number): number => {
        if (firsts[last]! <= row && row < (firsts[last + 1] ?? length)) return last;
        let low = 0;
        let high = firsts.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >>> 1;
          if (firsts[middle]! <= row) low = middle;
          else high = middle - 1;
        }
        last = low;
        return last;
      };
      return {
        length,
        bytes,
        at: (row) => {
          const index = find(row);
          return blocks.get(index)[row - firsts[index]!]!;
        },
        *[Symbol.iterator]() {
          for (let index = 0; index < blocks.count; index++) yield* blocks.get(index);
        },
      };
    },
  };
}

/** Texts that are in an array. */
export function textsIn(texts: readonly string[]): Texts {
  return {
    length: texts.length,
    bytes: 0,
    at: (row) => texts[row]!,
    [Symbol.iterator]: () => texts[Symbol.iterator](),
  };
}
