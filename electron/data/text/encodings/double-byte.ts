import { TextDecoder } from 'node:util';

/** Encodings in which a character has one byte or two. */
export type DoubleByteEncoding = 'big5' | 'shift_jis' | 'euc-kr' | 'euc-jp' | 'gb18030';

const tables = new Map<DoubleByteEncoding, Uint16Array>();

/**
 * The characters of an encoding by their bytes: that of one above 7F at its number, that of two at 256 times the first and the second; 0 where there is none. The
 * platform's decoder says which; characters for private use are none.
 */
export function charactersOf(encoding: DoubleByteEncoding): Uint16Array {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Uint16Array(65_536);
  const decoder = new TextDecoder(encoding);
  /** Decoded together, a character a line: to ask for each alone takes half a second. */
  const take = (numbers: readonly number[]) => {
    const bytes = numbers.flatMap((number) => (number < 0x100 ? [number, 0x0a] : [number >> 8, number & 0xff, 0x0a]));
    const lines = decoder.decode(Uint8Array.from(bytes)).split('\n');
    for (const [at, number] of numbers.entries()) {
      const line = lines[at]!;
      const code = line.charCodeAt(0);
      if (line.length === 1 && code > 0xa0 && !(code >= 0xd800 && code <= 0xf8ff) && code !== 0xfffd)
        table[number] = code;
    }
  };
  const above = Array.from({ length: 0x80 }, (_, at) => 0x80 + at);
  take(above);
  const leads = above.filter((first) => table[first] === 0);
  take(leads.flatMap((first) => Array.from({ length: 0xc0 }, (_, at) => first * 256 + 0x40 + at)));
  if (encoding === 'euc-kr') addSyllables(table);
  tables.set(encoding, table);
  return table;
}

/** What the decoder of Node leaves out of the code page 949: two signs, and in their order the syllables that EUC-KR lacks. */
function addSyllables(table: Uint16Array): void {
  table[0xa2e6] = 0x20ac;
  table[0xa2e7] = 0xae;
  const there = new Set(table);
  let syllable = 0xac00;
  for (let first = 0x81; first <= 0xc6; first++) {
    const last = first <= 0xa0 ? 0xfe : 0xa0;
    for (let second = 0x41; second <= last; second++) {
      if ((second > 0x5a && second < 0x61) || (second > 0x7a && second < 0x81)) continue;
      while (there.has(syllable)) syllable++;
      if (syllable > 0xd7a3) return;
      table[first * 256 + second] = syllable++;
    }
  }
}

/** Decodes piece after piece, and at null what is left. Throws TypeError for bytes that are no character. */
export function doubleByteDecoder(encoding: DoubleByteEncoding): (chunk: Uint8Array | null) => string {
  const table = charactersOf(encoding);
  let lead = 0;
  return (chunk) => {
    if (chunk === null) {
      if (lead !== 0) throw new TypeError(`A text in ${encoding} ends within a character.`);
      return '';
    }
    const codes = new Uint16Array(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      const code = lead === 0 ? (byte < 0x80 ? byte : table[byte]!) : table[lead * 256 + byte]!;
      if (code === 0 && byte !== 0) {
        if (lead !== 0) throw new TypeError(`No character of ${encoding} has the bytes ${lead} and ${byte}.`);
        lead = byte;
      } else {
        codes[length++] = code;
        lead = 0;
      }
    }
    return Buffer.from(codes.buffer, 0, length * 2).toString('utf16le');
  };
}
