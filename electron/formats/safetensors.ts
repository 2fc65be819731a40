// The safetensors file format: eight bytes with the header's length, a JSON header, then the numbers of all tensors without gaps.
// Specification: https://github.com/huggingface/safetensors, README, "Format".
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { z } from 'zod';
import { UserError } from '../../shared/ipc/port.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { brokenJson, foundAt, misfitOf, misfitWords } from '../../shared/messages/schema-problem.ts';
import { type Sentence, say, type Value } from '../../shared/messages/sentence.ts';
import { describeFileError } from '../data/disk/file-error.ts';
import { writeFileAtomic } from '../data/disk/files.ts';

/** Number types this version reads and writes, by the format's names. */
const types = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
type TypeName = keyof typeof types;

/** The numbers of a tensor; the array's class is its type in the file. */
export type SafetensorsData = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** One tensor: row by row, `shape` with all dimensions (empty for a single number). */
export interface SafetensorsTensor {
  readonly shape: readonly number[];
  readonly data: SafetensorsData;
}

/** What a safetensors file holds: tensors by name, and texts about them. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
/** The specification's limit, against files that make a reader reserve memory without end. */
const largestHeader = 100_000_000;

const headerSchema = z.record(
  z.string(),
  z.union([
    z.strictObject({
      dtype: z.string(),
      shape: z.array(z.int().min(0)),
      data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
    }),
    z.record(z.string(), z.string()),
  ]),
);

/** Writes a safetensors file atomically. Throws UserError for failures of the disk. */
export async function writeSafetensors(path: string, file: SafetensorsFile): Promise<void> {
  await writeFileAtomic(path, encodeSafetensors(file));
}

/** Reads a safetensors file. Throws UserError, naming the file, if it is missing, cut off or not sound. */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
  return decodeSafetensors(bytes, path);
}

/** The bytes of a safetensors file in pieces, to be written one after the other; tensors are not copied. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): readonly Uint8Array[] {
  checkEndianness();
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  const pieces: Uint8Array[] = [];
  let offset = 0;
  // Larger number types first, so that every tensor lies at a multiple of its number's size.
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  for (const [name, { shape, data }] of ordered) {
    if (name === '__metadata__')
      throw new Error('A tensor cannot have the name "__metadata__". Received: "__metadata__".');
    if (data.length !== sizeOf(shape)) {
      throw new Error(`The tensor "${name}" needs ${sizeOf(shape)} numbers for its shape. Received: ${data.length}.`);
    }
    const end = offset + data.byteLength;
    header[name] = { dtype: typeOf(data), shape, data_offsets: [offset, end] };
    pieces.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header are allowed, and let the numbers begin at a multiple of eight.
  const length = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(lengthBytes + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(text, lengthBytes);
  return [head, ...pieces];
}

/** What the bytes of a safetensors file say; `name` is used in messages. Throws UserError if they are cut off or not sound. */
export function decodeSafetensors(bytes: Uint8Array, name: string): SafetensorsFile {
  checkEndianness();
  const broken: Broken = (what, received, values = {}) =>
    new UserError(say(fileMessages[`tensors-${what}`], { file: name, received, ...values }));
  const size = say(phrases.bytes, { count: bytes.length });
  if (bytes.length < lengthBytes) throw broken('short', size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > largestHeader) throw broken('header-long', `${length}`);
  const start = lengthBytes + Number(length);
  if (bytes.length < start) throw broken('header-cut', size, { end: start });
  const header = decodeHeader(bytes.subarray(lengthBytes, start), broken);

  const entries: { name: string; type: TypeName; shape: number[]; from: number; to: number }[] = [];
  let metadata: Record<string, string> = {};
  for (const [key, entry] of Object.entries(header)) {
    if (key === '__metadata__') {
      metadata = z.record(z.string(), z.string()).parse(entry);
      continue;
    }
    if (!isTensorEntry(entry)) throw broken('entry', JSON.stringify(entry), { name: key });
    const { dtype, shape, data_offsets } = entry;
    if (!(dtype in types)) throw broken('type', dtype, { name: key, expected: Object.keys(types).join(', ') });
    const type = dtype as TypeName;
    const [from, to] = data_offsets;
    const expected = sizeOf(shape) * types[type].BYTES_PER_ELEMENT;
    if (to - from !== expected) throw broken('size', to - from, { name: key, shape: `[${shape}]`, type, expected });
    entries.push({ name: key, type, shape, from, to });
  }
  let end = 0;
  for (const { name: key, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw broken('gap', from, { name: key, expected: end });
    end = to;
  }
  if (bytes.length < start + end) throw broken('cut', size, { end: start + end });
  if (bytes.length > start + end) throw broken('more', size, { end: start + end });

  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name: key, type, shape, from, to } of entries) {
    tensors.set(key, { shape, data: numbersAt(bytes, start + from, start + to, type) });
  }
  return { tensors, metadata };
}

type TensorMessage = Extract<keyof typeof fileMessages, `tensors-${string}`>;
type What = TensorMessage extends `tensors-${infer Rest}` ? Rest : never;
type Broken = (what: What, received: Value, values?: Sentence['values']) => UserError;
type Header = z.infer<typeof headerSchema>;
type TensorEntry = { dtype: string; shape: number[]; data_offsets: [number, number] };

function decodeHeader(bytes: Uint8Array, broken: Broken): Header {
  if (!isUtf8(bytes)) throw broken('header-json', say(phrases['not-utf-8']));
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken('header-json', foundAt(brokenJson(text, error)));
  }
  const header = headerSchema.safeParse(value);
  if (!header.success) throw broken('header-list', misfitWords(misfitOf(header.error, value)));
  return header.data;
}

function isTensorEntry(entry: Header[string]): entry is TensorEntry {
  return Array.isArray(entry.data_offsets);
}

function numbersAt(bytes: Uint8Array, from: number, to: number, type: TypeName): SafetensorsData {
  const Numbers = types[type];
  const at = bytes.byteOffset + from;
  const aligned = at % Numbers.BYTES_PER_ELEMENT === 0;
  const buffer = aligned ? bytes.buffer : new Uint8Array(bytes.subarray(from, to)).buffer;
  return new Numbers(buffer as ArrayBuffer, aligned ? at : 0, (to - from) / Numbers.BYTES_PER_ELEMENT);
}

function typeOf(data: SafetensorsData): TypeName {
  const found = Object.entries(types).find(([, Numbers]) => data instanceof Numbers);
  return found![0] as TypeName;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The format is little-endian, as is every machine Layerloom runs on: numbers go in and out as they lie in memory. */
function checkEndianness(): void {
  if (endianness() !== 'LE')
    throw new Error(`Weights can be kept on little-endian machines. Received: ${endianness()}.`);
}
