/** One field of a message: its number, and its value as the wire has it. */
export type Field = Uint8Array;

const text = new TextEncoder();

/** A whole number of at least 0 in groups of seven bits, the last with its top bit clear. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  // Not by shifting: sizes and attribute values may pass 32 bits.
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

/** All fields one after the other: the content of a message. */
export function join(fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((size, field) => size + field.length, 0));
  let at = 0;
  for (const field of fields) {
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

/** A field of a whole number, also for true, false and members of an enumeration. Negative ones take ten bytes, as the wire has them. */
export function integer(number: number, value: number): Field {
  if (value >= 0) return Uint8Array.from([...varint(number * 8), ...varint(value)]);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let i = 0; i < 9; i++) {
    bytes.push(Number(rest & 127n) + 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from([...varint(number * 8), ...bytes]);
}

/** A field of a float32. */
export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...varint(number * 8 + 5), ...bytes]);
}

/** A field of bytes, of text, or of a message. */
export function bytes(number: number, value: Uint8Array | string | readonly Field[]): Field {
  const content = typeof value === 'string' ? text.encode(value) : value instanceof Uint8Array ? value : join(value);
  return join([Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
}
