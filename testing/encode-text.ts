import { TextDecoder } from 'node:util';

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The bytes of each character that an encoding of one or two bytes has, by what the platform's decoder makes of them: it has no encoder. */
function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // No character is written so.
    }
  };
  for (let first = 0; first < 256; first++) add(first);
  for (let first = 0x81; first < 256; first++) for (let second = 0x30; second < 256; second++) add(first, second);
  tables.set(encoding, table);
  return table;
}

/** A text in an encoding of one or two bytes a character, such as GB18030, Big5, Shift_JIS, EUC-KR or KOI8-R. */
export function encodeText(text: string, encoding: string): Buffer {
  const table = tableOf(encoding);
  return Buffer.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${encoding} has no character ${character} of two bytes.`);
      return bytes;
    }),
  );
}
