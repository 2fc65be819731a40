import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from './safetensors.ts';

const file: SafetensorsFile = {
  tensors: new Map([
    ['bytes', { shape: [3], data: Uint8Array.of(1, 2, 255) }],
    ['dense/kernel', { shape: [2, 3], data: Float32Array.of(0, -0, 1.5, Number.NaN, 1e-45, -3.4028234663852886e38) }],
    ['scalar', { shape: [], data: Int32Array.of(-7) }],
    ['empty', { shape: [0, 4], data: new Float32Array(0) }],
    ['words', { shape: [4], data: Uint32Array.of(0, 1, 2 ** 31, 2 ** 32 - 1) }],
    ['precise', { shape: [1], data: Float64Array.of(Math.PI) }],
  ]),
  metadata: { format: 'test', größe: 'ü' },
};

const bytesOf = (pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));

describe('a safetensors file', () => {
  it('gives back every tensor, bit for bit, and its texts', async () => {
    const path = join(temporaryFolder(), 'a.safetensors');
    await writeSafetensors(path, file);
    const read = await readSafetensors(path);
    expect(read.metadata).toEqual(file.metadata);
    expect(new Map(read.tensors)).toEqual(new Map(file.tensors));
    for (const [name, { data }] of file.tensors)
      expect(read.tensors.get(name)!.data.constructor).toBe(data.constructor);
  });

  it('has the header of the specification: its length, JSON, then numbers without gaps', () => {
    const bytes = bytesOf(
      encodeSafetensors({ tensors: new Map([['x', { shape: [2], data: Float32Array.of(1, 2) }]]), metadata: {} }),
    );
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    });
    expect([...new Float32Array(bytes.slice(8 + length).buffer)]).toEqual([1, 2]);
  });

  it('is read from bytes that do not begin at a multiple of a number', () => {
    const bytes = bytesOf(encodeSafetensors(file));
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(decodeSafetensors(shifted.subarray(1), 'x').tensors.get('precise')!.data[0]).toBe(Math.PI);
  });

  it('that is cut off anywhere is refused in words that name it', () => {
    const bytes = bytesOf(encodeSafetensors(file));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'last.safetensors')).toThrow(UserError);
    }
    expect(() => decodeSafetensors(bytes.subarray(0, bytes.length - 1), 'last.safetensors')).toThrow(
      `last.safetensors is not sound: the file is cut off; its tensors end at byte ${bytes.length}. Received: ${bytes.length - 1} bytes.`,
    );
  });

  it.each([
    [
      'more bytes than its tensors',
      (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.of(0)]),
      'ends with its tensors',
    ],
    ['a header that is no JSON', () => withHeader('nonsense'), 'its header is JSON'],
    ['a header that is a list', () => withHeader('[]'), 'lists tensors by name'],
    ['a gap', () => withHeader('{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8), 'at byte 0. Received: 4'],
    [
      'an overlap',
      () =>
        withHeader(
          '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
          4,
        ),
      'at byte 4. Received: 0',
    ],
    [
      'a size that does not fit the shape',
      () => withHeader('{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
      'has 8 bytes. Received: 4',
    ],
    [
      'an unknown type',
      () => withHeader('{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', 4),
      'Received: BF16',
    ],
    ['a header longer than allowed', () => Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), 'at most 100 million bytes'],
  ])('with %s is refused', (_what, make, words) => {
    expect(() => decodeSafetensors(make(bytesOf(encodeSafetensors(file))), 'x')).toThrow(words);
  });

  it('that cannot be written leaves the earlier one whole and nothing beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, file);
    const before = readFileSync(path);
    const broken = { tensors: new Map([['x', { shape: [3], data: new Float32Array(2) }]]), metadata: {} };
    await expect(writeSafetensors(path, broken)).rejects.toThrow('needs 3 numbers for its shape. Received: 2.');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['a.safetensors']);
  });

  it('that is not there is named', async () => {
    const path = join(temporaryFolder(), 'none.safetensors');
    await expect(readSafetensors(path)).rejects.toThrow(
      `${path} could not be read: it is not there. Received: ENOENT.`,
    );
    writeFileSync(path, '');
    await expect(readSafetensors(path)).rejects.toThrow('at least 8 bytes. Received: 0 bytes.');
  });
});

function withHeader(header: string, numbers = 0): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, Buffer.alloc(numbers)]));
}
