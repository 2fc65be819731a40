/** A .npy file of float64 in C order, as NumPy writes it. */
export function npyOf(shape: readonly number[], numbers: readonly number[]): Buffer {
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = head.padEnd(64 * Math.ceil((head.length + 11) / 64) - 11, ' ');
  const size = Buffer.alloc(2);
  size.writeUInt16LE(padded.length + 1);
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([magic, size, Buffer.from(`${padded}\n`), Buffer.from(Float64Array.from(numbers).buffer)]);
}
