import {
  add,
  type Body,
  defineFunction,
  float,
  four,
  type Int,
  int,
  isLess,
  type Lanes,
  type Local,
  loadInt,
  multiply,
  shiftLeft,
  subtract,
} from '../../../../simd/assembler.ts';

/** Columns that `columnSums` takes as one item. */
export const columnsOfAnItem = 16;

/** The smaller of two whole numbers. */
export function lesser(body: Body, a: Int, b: number | Int): Local<'i32'> {
  const result = body.local(a);
  body.when(isLess(b, result), () => body.set(result, int(b)));
  return result;
}

/** Fills a row with zeros. */
export function clearRow(body: Body, address: Int, size: Int): void {
  body.alongRow(size, (lanes, place) => body.store(add(address, shiftLeft(place, 2)), lanes.same(float(0))));
}

/** Copies a row. */
export function copyRow(body: Body, from: Int, to: Int, size: Int): void {
  body.alongRow(size, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    body.store(add(to, offset), lanes.load(add(from, offset)));
  });
}

/** Adds a row to another. */
export function addRow(body: Body, from: Int, to: Int, size: Int): void {
  body.alongRow(size, (lanes, place) => {
    const offset = body.local(shiftLeft(place, 2));
    const target = body.local(add(to, offset));
    body.store(target, lanes.add(lanes.load(target), lanes.load(add(from, offset))));
  });
}

/** `out[columns] = sum over rows of x[rows, columns]`; an item is 16 columns. */
export const columnSums = defineFunction({
  name: 'columnSums',
  parameters: { x: 'i32', out: 'i32', rows: 'i32', columns: 'i32', begin: 'i32', end: 'i32' },
  write(body, { x, out, rows, columns, begin, end }) {
    const stride = body.local(shiftLeft(columns, 2));
    // Sums of 256 rows first, then the sum of those: far less rounding than one long sum.
    const block = 256;
    const sum = <Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, vectors: number, column: Int): void => {
      const width = lanes.count * 4;
      const totals = Array.from({ length: vectors }, () => body.local(lanes.same(0)));
      const parts = totals.map(() => body.local(lanes.same(0)));
      const address = body.local(add(x, shiftLeft(column, 2)));
      body.range(0, rows, block, (first) => {
        for (const part of parts) body.set(part, lanes.same(0));
        body.range(first, lesser(body, add(first, block), rows), 1, () => {
          for (const [i, part] of parts.entries()) {
            body.set(part, lanes.add(part, lanes.load(address, i * width)));
          }
          body.set(address, add(address, stride));
        });
        for (const [i, total] of totals.entries()) body.set(total, lanes.add(total, parts[i]!));
      });
      const to = body.local(add(out, shiftLeft(column, 2)));
      for (const [i, total] of totals.entries()) body.store(to, total, i * width);
    };
    body.range(begin, end, 1, (item) => {
      const first = body.local(multiply(item, columnsOfAnItem));
      const size = lesser(body, subtract(columns, first), columnsOfAnItem);
      body.when(
        isLess(size, columnsOfAnItem),
        () => body.alongRow(size, (lanes, place) => sum(lanes, 1, add(first, place))),
        () => sum(four, columnsOfAnItem / 4, first),
      );
    });
  },
});

/** Numbers that the functions below take as one item. */
export const numbersOfAnItem = 4096;

/** Runs `write` on every number of the items; `offset` is in bytes from the start of the tensors. */
export function alongItems(
  body: Body,
  size: Int,
  begin: Int,
  end: Int,
  write: <Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, offset: Int) => void,
): void {
  const first = body.local(multiply(begin, numbersOfAnItem));
  const last = lesser(body, multiply(end, numbersOfAnItem), size);
  body.alongRow(subtract(last, first), (lanes, place) => write(lanes, body.local(shiftLeft(add(first, place), 2))));
}

/** `dx = dy where y > 0, otherwise 0`. */
export const reluGradient = defineFunction({
  name: 'reluGradient',
  parameters: { y: 'i32', dy: 'i32', dx: 'i32', size: 'i32', begin: 'i32', end: 'i32' },
  write(body, { y, dy, dx, size, begin, end }) {
    alongItems(body, size, begin, end, (lanes, offset) => {
      const zero = lanes.same(0);
      const kept = lanes.whereGreater(lanes.load(add(y, offset)), zero, lanes.load(add(dy, offset)), zero);
      body.store(add(dx, offset), kept);
    });
  },
});

/** `out[row] += x[row']` for one row after another, where `ids[row']` names the row of `out`; an item is a column block of 16. */
export const addRows = defineFunction({
  name: 'addRows',
  parameters: { x: 'i32', ids: 'i32', out: 'i32', rows: 'i32', width: 'i32', begin: 'i32', end: 'i32' },
  write(body, { x, ids, out, rows, width, begin, end }) {
    const first = body.local(multiply(begin, columnsOfAnItem));
    const size = body.local(subtract(lesser(body, multiply(end, columnsOfAnItem), width), first));
    const start = body.local(shiftLeft(first, 2));
    const stride = body.local(shiftLeft(width, 2));
    body.range(0, rows, 1, (row) => {
      const id = body.local(loadInt(add(ids, shiftLeft(row, 2))));
      body.when(
        isLess(id, 0),
        () => {},
        () => {
          const from = body.local(add(x, multiply(row, stride), start));
          const to = body.local(add(out, multiply(id, stride), start));
          body.alongRow(size, (lanes, place) => {
            const offset = body.local(shiftLeft(place, 2));
            const target = body.local(add(to, offset));
            body.store(target, lanes.add(lanes.load(target), lanes.load(add(from, offset))));
          });
        },
      );
    });
  },
});
