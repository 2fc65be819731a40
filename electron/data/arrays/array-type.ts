/** The numbers that an array's elements are, by numpy's names. */
export const arrayTypes = [
  'bool',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float16',
  'float32',
  'float64',
] as const;
export type ArrayType = (typeof arrayTypes)[number];

/** Bytes of an element. */
export function bytesOfType(type: ArrayType): number {
  return type === 'bool' ? 1 : Number(/\d+$/.exec(type)![0]) / 8;
}

/** Whether an array's elements are whole numbers by their type. */
export function isWhole(type: ArrayType): boolean {
  return !type.startsWith('float');
}

/** Elements as they lie in a file. */
export interface Encoding {
  readonly type: ArrayType;
  readonly bigEndian: boolean;
}

/**
 * Writes elements as numbers; the bytes may be changed. Every value of the types comes as it is, but whole numbers of 64 bits beyond 2^53 as
 * the nearest there is.
 */
export function decodeElements(bytes: Buffer, { type, bigEndian }: Encoding, into: Float64Array): void {
  const size = bytesOfType(type);
  // A view of elements has to begin at a multiple of their size; the pool that small buffers come from does not.
  const aligned = bytes.byteOffset % size === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  if (bigEndian && size === 2) aligned.swap16();
  if (bigEndian && size === 4) aligned.swap32();
  if (bigEndian && size === 8) aligned.swap64();
  const { buffer, byteOffset } = aligned;
  const length = aligned.length / size;
  switch (type) {
    case 'bool':
    case 'uint8':
      into.set(aligned);
      return;
    case 'int8':
      into.set(new Int8Array(buffer, byteOffset, length));
      return;
    case 'int16':
      into.set(new Int16Array(buffer, byteOffset, length));
      return;
    case 'uint16':
      into.set(new Uint16Array(buffer, byteOffset, length));
      return;
    case 'int32':
      into.set(new Int32Array(buffer, byteOffset, length));
      return;
    case 'uint32':
      into.set(new Uint32Array(buffer, byteOffset, length));
      return;
    case 'float32':
      into.set(new Float32Array(buffer, byteOffset, length));
      return;
    case 'float64':
      into.set(new Float64Array(buffer, byteOffset, length));
      return;
    case 'int64': {
      const values = new BigInt64Array(buffer, byteOffset, length);
      for (let at = 0; at < length; at++) into[at] = Number(values[at]!);
      return;
    }
    case 'uint64': {
      const values = new BigUint64Array(buffer, byteOffset, length);
      for (let at = 0; at < length; at++) into[at] = Number(values[at]!);
      return;
    }
    case 'float16': {
      const values = new Uint16Array(buffer, byteOffset, length);
      for (let at = 0; at < length; at++) into[at] = halfFloat(values[at]!);
    }
  }
}

/** The number that the 16 bits of IEEE 754's binary16 are. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
