import type { Random } from '../training/random.ts';

/**
 * A random matrix, row by row, whose columns (or rows, where those are fewer) are orthogonal and of length |gain|, every such
 * matrix being equally likely. Computed in double precision.
 * Source: Householder's QR of a matrix of normal numbers, with R's diagonal made positive (Mezzadri, "How to generate random
 * matrices from the classical compact groups", Notices of the AMS 54, 2007).
 */
export function orthogonalMatrix(random: Random, rows: number, columns: number, gain: number): Float32Array {
  const long = Math.max(rows, columns);
  const short = Math.min(rows, columns);
  // Column after column, so that the inner loops walk over neighbours.
  const a = Float64Array.from(random.normal(long * short));
  const reflectors: Float64Array[] = [];
  const signs: number[] = [];
  for (let k = 0; k < short; k++) {
    const column = a.subarray(k * long, (k + 1) * long);
    let square = 0;
    for (let i = k; i < long; i++) square += column[i]! ** 2;
    const diagonal = column[k]! > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    const reflector = column.slice(k);
    reflector[0]! -= diagonal;
    normalize(reflector);
    for (let j = k + 1; j < short; j++) reflect(a, j * long + k, reflector);
    reflectors.push(reflector);
    signs.push(diagonal < 0 ? -1 : 1);
  }
  const q = new Float64Array(long * short);
  for (let k = 0; k < short; k++) q[k * long + k] = 1;
  for (let k = short - 1; k >= 0; k--) {
    for (let j = k; j < short; j++) reflect(q, j * long + k, reflectors[k]!);
  }
  const values = new Float32Array(rows * columns);
  for (let k = 0; k < short; k++) {
    for (let i = 0; i < long; i++) {
      const at = rows >= columns ? i * columns + k : k * columns + i;
      values[at] = gain * signs[k]! * q[k * long + i]!;
    }
  }
  return values;
}

/** Scales to length 1; a vector of zeros stays, and reflects nothing. */
function normalize(vector: Float64Array): void {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return;
  const scale = 1 / Math.sqrt(square);
  for (let i = 0; i < vector.length; i++) vector[i]! *= scale;
}

/** Mirrors the piece of `matrix` from `start` at the plane that `reflector` stands on. */
function reflect(matrix: Float64Array, start: number, reflector: Float64Array): void {
  let product = 0;
  for (let i = 0; i < reflector.length; i++) product += matrix[start + i]! * reflector[i]!;
  for (let i = 0; i < reflector.length; i++) matrix[start + i]! -= 2 * product * reflector[i]!;
}
