import type { Gather, PreparedRows } from '../preparation/gather.ts';
import type { OrderedRows } from './ordered-rows.ts';

/**
 * Prepared rows as windows. A window is known by the row that it tells of, `ahead` rows after its last; 0 for the last itself, where
 * nothing after it is known yet. Inputs are those of a window's rows in their order, targets those of the row it is known by.
 */
export function gatherWindows(
  { inputs, targets }: PreparedRows,
  { rows, places }: OrderedRows,
  { length, ahead }: { readonly length: number; readonly ahead: number },
): PreparedRows {
  const rowsOf = (known: Int32Array) => {
    const all = new Int32Array(known.length * length);
    known.forEach((row, window) => {
      const end = places[row]! - ahead + 1;
      all.set(rows.subarray(end - length, end), window * length);
    });
    return all;
  };
  return {
    inputs: new Map(Array.from(inputs, ([name, gather]) => [name, gatherEach(gather, length, rowsOf)])),
    targets,
  };
}

function gatherEach(gather: Gather, length: number, rowsOf: (rows: Int32Array) => Int32Array): Gather {
  return (rows, allocate) => {
    const { data, shape } = gather(rowsOf(rows), allocate);
    const [, ...ofRow] = shape;
    // The one number of an index is a token of the window's sequence.
    const isIndex = data instanceof Int32Array && ofRow.length === 1 && ofRow[0] === 1;
    return { data, shape: [rows.length, length, ...(isIndex ? [] : ofRow)] };
  };
}
