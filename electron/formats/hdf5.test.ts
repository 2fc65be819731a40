import { expect, test } from 'vitest';
import { decodeHdf5, encodeHdf5, type Hdf5Group } from './hdf5.ts';

test('tensors come back as they were written, also empty ones and single numbers', async () => {
  const tensors = {
    '0': { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, Number.NaN, Number.POSITIVE_INFINITY, 1e-40) },
    '1': { shape: [], data: Float32Array.of(0.25) },
    '2': { shape: [], data: Int32Array.of(7) },
    '3': { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
  };
  const groups = new Map<string, Hdf5Group>([
    ['layers/dense/vars', { attributes: { name: 'Überschrift' }, tensors }],
    ['layers/dense_1/vars', { attributes: {}, tensors: {} }],
  ]);
  const read = await decodeHdf5(await encodeHdf5(groups));
  expect(read).toEqual(new Map(Object.entries(tensors).map(([name, tensor]) => [`layers/dense/vars/${name}`, tensor])));
});

test('bytes that are no HDF5 file are refused', async () => {
  await expect(decodeHdf5(new TextEncoder().encode('no HDF5'))).rejects.toThrow(
    'Weights have to be an HDF5 file. Received: 7 bytes of something else.',
  );
});

test('an HDF5 file that is cut off is refused', async () => {
  const tensor = { shape: [5000], data: new Float32Array(5000) };
  const whole = await encodeHdf5(new Map([['vars', { attributes: {}, tensors: { '0': tensor } }]]));
  await expect(decodeHdf5(whole.subarray(0, 4000))).rejects.toThrow(/truncated/i);
});
