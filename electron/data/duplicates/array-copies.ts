import { originalArrays } from '../arrays/open-arrays.ts';
import type { ArrayFacts, ArraysPlan } from '../arrays/plan-arrays.ts';
import { inChunksOf } from '../preparation/values.ts';
import type { Reading } from '../reading.ts';
import { findEqualRows, type Value } from './exact-rows.ts';
import { counted, orderParts } from './ordered-parts.ts';
import type { FoundCopies } from './tell-copies.ts';

/** Numbers that are read at a time. */
const numbersAtOnce = 1_000_000;

/** Rows of arrays that are equal in all numbers of all arrays that are used. */
export async function findArrayCopies(
  facts: readonly ArrayFacts[],
  { rows, preparation }: ArraysPlan,
  reading: Reading,
): Promise<FoundCopies> {
  const ordered = orderParts(rows);
  const { length } = ordered.rows;
  const used = facts.filter(({ role }) => role !== 'ignored').map(({ array }) => array);
  const targets = facts.filter(({ role, array }) => role === 'target' && array.width === 1).map(({ array }) => array);
  const width = used.reduce((sum, array) => sum + array.width, 0);
  function* valuesInOrder(): Generator<readonly Value[]> {
    for (const some of inChunksOf(ordered.rows, Math.max(1, Math.floor(numbersAtOnce / width)))) {
      const read = used.map((array) => {
        const numbers = new Float64Array(some.length * array.width);
        array.read(some, numbers);
        return { bytes: new Uint8Array(numbers.buffer), size: array.width * Float64Array.BYTES_PER_ELEMENT };
      });
      for (const at of some.keys()) yield read.map(({ bytes, size }) => bytes.subarray(at * size, (at + 1) * size));
    }
  }
  const { pairs } = await findEqualRows(counted(valuesInOrder(), length, reading), length, reading);
  return {
    ordered,
    rows: used[0]?.rows ?? 0,
    pairs: pairs.map((pair) => ({ ...pair, isEqual: true })),
    notes: [],
    paths: null,
    show: async (some) =>
      originalArrays({ arrays: used }, preparation, some).map((features, at) => {
        const originals = Object.values(features);
        const value = new Float64Array(1);
        const answers = targets.map((array) => {
          array.read(some.subarray(at, at + 1), value);
          return { column: array.name, text: String(value[0]) };
        });
        return {
          image: originals.find(({ image }) => image !== undefined)?.image ?? null,
          cells: [...originals.flatMap(({ cells }) => cells ?? []), ...answers],
        };
      }),
  };
}
