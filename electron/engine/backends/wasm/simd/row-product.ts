import {
  add,
  type Body,
  four,
  type Int,
  int,
  isLess,
  type Lanes,
  multiply,
  remainder,
  shiftLeft,
  single,
  subtract,
} from '../../../../simd/assembler.ts';

/** One row of a product: addresses of what it starts from (null for zeros), of the row multiplied, and of where the result goes. */
export interface ProductRow {
  readonly start: Int | null;
  readonly factor: Int;
  readonly out: Int;
}

/**
 * `out[columns] = start[columns] + factor[inner] · matrix[inner, columns]` for a few rows at once, which share what is read of
 * the matrix. Each number is summed in the same order however many rows there are.
 */
export function multiplyRows(body: Body, rows: readonly ProductRow[], matrix: Int, inner: Int, columns: Int): void {
  const stride = body.local(shiftLeft(columns, 2));
  const tile = <Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, vectors: number, column: Int): void => {
    const bytes = lanes.count * 4;
    const offset = body.local(shiftLeft(column, 2));
    const sums = rows.map(({ start }) => {
      const from = start && body.local(add(start, offset));
      return Array.from({ length: vectors }, (_, k) => body.local(from ? lanes.load(from, k * bytes) : lanes.same(0)));
    });
    const at = body.local(add(matrix, offset));
    const place = body.local(int(0));
    body.range(0, inner, 1, () => {
      const numbers = Array.from({ length: vectors }, (_, k) => body.local(lanes.load(at, k * bytes)));
      for (const [r, { factor }] of rows.entries()) {
        const value = body.local(lanes.loadSame(add(factor, place)));
        for (const [k, sum] of sums[r]!.entries()) {
          body.set(sum, lanes.add(sum, lanes.multiply(value, numbers[k]!)));
        }
      }
      body.set(at, add(at, stride));
      body.set(place, add(place, 4));
    });
    for (const [r, { out }] of rows.entries()) {
      const to = body.local(add(out, offset));
      for (const [k, sum] of sums[r]!.entries()) body.store(to, sum, k * bytes);
    }
  };
  const afterWide = body.local(subtract(columns, remainder(columns, 8)));
  const afterFours = body.local(subtract(columns, remainder(columns, 4)));
  body.range(0, afterWide, 8, (column) => tile(four, 2, column));
  body.range(afterWide, afterFours, 4, (column) => tile(four, 1, column));
  body.range(afterFours, columns, 1, (column) => tile(single, 1, column));
}

/** Rows of a batch that one item works through together. */
export const rowsOfAnItem = 4;

/** Runs `write` for the rows of every item: four together, or what is left of the last four one by one. */
export function eachGroupOfRows(
  body: Body,
  rows: Int,
  begin: Int,
  end: Int,
  write: (group: readonly Int[]) => void,
): void {
  body.range(begin, end, 1, (item) => {
    const first = body.local(multiply(item, rowsOfAnItem));
    const left = body.local(subtract(rows, first));
    body.when(
      isLess(left, rowsOfAnItem),
      () => body.range(first, rows, 1, (row) => write([row])),
      () => write(Array.from({ length: rowsOfAnItem }, (_, i) => body.local(add(first, i)))),
    );
  });
}
