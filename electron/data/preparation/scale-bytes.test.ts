import { expect, test } from 'vitest';
import { scaleBytes } from './scale-bytes.ts';

const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7 + (at >> 8)) % 256);

// On both sides of where vectors begin, of sixteen at a time, and of a block.
test.for([1, 100, 128, 129, 144, 145, 256, 784, 4095, 4096, 4097, 10_000])(
  '%d bytes are what dividing by 255 gives, and nothing beside them is written',
  (count) => {
    const target = new Float32Array(20_000).fill(-1);
    scaleBytes(bytes, 3, count, target, 5);
    const expected = new Float32Array(20_000).fill(-1);
    expected.set(
      Float32Array.from(bytes.subarray(3, 3 + count), (byte) => byte / 255),
      5,
    );
    expect(target).toEqual(expected);
  },
);

test('every byte has its number, to the last bit', () => {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const target = new Float32Array(256);
  scaleBytes(every, 0, 256, target, 0);
  expect(target).toEqual(Float32Array.from(every, (byte) => byte / 255));
});
