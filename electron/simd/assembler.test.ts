import { describe, expect, it } from 'vitest';
import {
  add,
  and,
  assemble,
  type Body,
  defineFunction,
  divide,
  type Int,
  isBelow,
  isEqual,
  isGreater,
  isLess,
  type Lanes,
  loadByte,
  loadInt,
  multiply,
  remainder,
  shiftLeft,
  subtract,
  type Value,
} from './assembler.ts';
import { hyperbolicTangent, sigmoid } from './exponential.ts';
import { Instance, Memory, Module } from './web-assembly.ts';

const memory = new Memory({ initial: 1 });

/** Runs a function written on the spot with numbers at address 0; returns the memory from address 1024 on. */
function run(numbers: ArrayLike<number>, write: (body: Body, from: Int, to: Int, size: Int) => void): Float32Array {
  const program = defineFunction({
    name: 'program',
    parameters: { from: 'i32', to: 'i32', size: 'i32' },
    write: (body, { from, to, size }) => write(body, from, to, size),
  });
  const { exports } = new Instance(new Module(assemble([program], false)), { env: { memory } });
  new Float32Array(memory.buffer).fill(0);
  new Float32Array(memory.buffer).set(numbers);
  exports.program!(0, 1024, numbers.length);
  return new Float32Array(memory.buffer, 1024, 64);
}

/** Applies a function on lanes to numbers, by four and by one: both forms see the first number. */
function map(
  numbers: readonly number[],
  compute: <Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, x: Value<Type>, body: Body) => Value<Type>,
): { readonly byFour: number[]; readonly byOne: number[] } {
  const apply = (given: readonly number[]) =>
    [
      ...run(given, (body, from, to, size) =>
        body.alongRow(size, (lanes, place) => {
          const offset = body.local(shiftLeft(place, 2));
          body.store(add(to, offset), compute(lanes, body.local(lanes.load(add(from, offset))), body));
        }),
      ),
    ].slice(0, given.length);
  return {
    byFour: numbers.flatMap((value) => apply([value, value, value, value]).slice(3)),
    byOne: numbers.flatMap((value) => apply([value])),
  };
}

const numbers = [-2.5, -1, -0.5, 0, 0.5, 1, 1.5, 3];

describe('whole numbers', () => {
  const compute = (value: Int): number => {
    run([], (body, _, to) => body.store(to, value));
    return new Int32Array(memory.buffer, 1024, 1)[0]!;
  };

  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)])(
    'constant %s',
    (value) => {
      expect(compute(add(value))).toBe(value);
    },
  );

  it('arithmetic and comparisons', () => {
    const results = [
      add(2, 3, -10),
      subtract(2, 5),
      multiply(-4, 6),
      divide(-7, 2),
      remainder(7, 4),
      and(13, -4),
      shiftLeft(3, 4),
      isLess(-1, 0),
      isLess(0, 0),
      isGreater(1, 0),
      isGreater(0, 0),
      isEqual(4, 4),
      isEqual(4, 5),
      isBelow(3, 4),
      isBelow(4, 4),
      isBelow(-1, 4),
    ].map(compute);
    expect(results).toEqual([-5, -3, -24, -3, 3, 12, 48, 1, 0, 1, 0, 1, 0, 1, 0, 0]);
  });

  it('are read from memory as words and bytes', () => {
    const result = run([0], (body, from, to) => {
      body.store(from, add(0x01020384));
      body.store(to, loadInt(from));
      body.store(to, loadByte(from), 4);
      body.store(to, loadByte(from, 1), 8);
    });
    expect([...new Int32Array(result.buffer, 1024, 3)]).toEqual([0x01020384, 0x84, 0x03]);
  });
});

describe('lanes, by four and by one,', () => {
  const operations: Record<
    string,
    [<Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, x: Value<Type>) => Value<Type>, (x: number) => number]
  > = {
    add: [(l, x) => l.add(x, l.same(0.25)), (x) => x + 0.25],
    subtract: [(l, x) => l.subtract(l.same(1), x), (x) => 1 - x],
    multiply: [(l, x) => l.multiply(x, x), (x) => x * x],
    divide: [(l, x) => l.divide(x, l.same(4)), (x) => x / 4],
    smaller: [(l, x) => l.smaller(x, l.same(0.75)), (x) => Math.min(x, 0.75)],
    larger: [(l, x) => l.larger(x, l.same(0.75)), (x) => Math.max(x, 0.75)],
    squareRoot: [(l, x) => l.squareRoot(l.multiply(x, x)), Math.abs],
    nearest: [(l, x) => l.nearest(l.add(x, l.same(0.25))), (x) => Math.round(x + 0.25)],
    whereGreater: [(l, x) => l.whereGreater(x, l.same(0.5), l.same(7), x), (x) => (x > 0.5 ? 7 : x)],
    whereEqual: [(l, x) => l.whereEqual(x, l.same(0.5), l.same(7), x), (x) => (x === 0.5 ? 7 : x)],
  };
  it.each(Object.entries(operations))('%s', (_, [compute, expected]) => {
    const wanted = numbers.map((x) => Math.fround(expected(x)));
    expect(map(numbers, compute)).toEqual({ byFour: wanted, byOne: wanted });
  });

  it('powerOfTwo over all exponents of float32', () => {
    const exponents = [-126, -1, 0, 1, 10, 127];
    const wanted = exponents.map((exponent) => 2 ** exponent);
    expect(map(exponents, (l, x) => l.powerOfTwo(x))).toEqual({ byFour: wanted, byOne: wanted });
  });

  it('loadSame and alongRow, with what is left of four', () => {
    const result = run([1, 2, 3, 4, 5, 6, 7], (body, from, to, size) =>
      body.alongRow(size, (lanes, place) => {
        const offset = body.local(shiftLeft(place, 2));
        body.store(add(to, offset), lanes.add(lanes.load(add(from, offset)), lanes.loadSame(from, 8)));
      }),
    );
    expect([...result.subarray(0, 8)]).toEqual([4, 5, 6, 7, 8, 9, 10, 0]);
  });
});

describe('loops and branches', () => {
  it('a range runs from its start to below its limit, and not at all when that is passed', () => {
    const result = run([], (body, _, to) => {
      body.range(1, 10, 3, (index) => body.store(add(to, shiftLeft(index, 2)), index));
      body.range(5, 5, 1, (index) => body.store(add(to, shiftLeft(index, 2)), index));
      body.range(6, 2, 1, (index) => body.store(add(to, shiftLeft(index, 2)), index));
    });
    expect([...new Int32Array(result.buffer, 1024, 9)]).toEqual([0, 1, 0, 0, 4, 0, 0, 7, 0]);
  });

  it('one of two branches runs', () => {
    const result = run([], (body, _, to) => {
      const write = (place: number, value: number) => body.store(to, add(value), place * 4);
      body.when(
        isLess(1, 2),
        () => write(0, 1),
        () => write(0, 2),
      );
      body.when(
        isLess(2, 1),
        () => write(1, 1),
        () => write(1, 2),
      );
      body.when(isLess(2, 1), () => write(2, 1));
    });
    expect([...new Int32Array(result.buffer, 1024, 3)]).toEqual([1, 2, 0]);
  });
});

describe('exponentials', () => {
  const points = Array.from({ length: 401 }, (_, i) => Math.fround((i - 200) / 8)).concat([
    1e-6, -1e-5, 1e-4, 3e-3, 90, -90, 200,
  ]);

  it('sigmoid is right to two parts in ten million', () => {
    const { byFour, byOne } = map(points, (lanes, x, body) => sigmoid(body, lanes, x));
    expect(byFour).toEqual(byOne);
    for (const [i, x] of points.entries()) {
      const exact = 1 / (1 + Math.exp(Math.min(88, -x)));
      expect(Math.abs(byOne[i]! / exact - 1)).toBeLessThan(3e-7);
    }
  });

  it('hyperbolic tangent is right to two parts in ten million, also near 0', () => {
    const { byFour, byOne } = map(points, (lanes, x, body) => hyperbolicTangent(body, lanes, x));
    expect(byFour).toEqual(byOne);
    for (const [i, x] of points.entries()) {
      if (x !== 0) expect(Math.abs(byOne[i]! / Math.tanh(x) - 1)).toBeLessThan(3e-7);
      else expect(byOne[i]).toBe(0);
    }
  });

  it('what is not a number stays not a number', () => {
    expect(map([Number.NaN], (lanes, x, body) => sigmoid(body, lanes, x)).byFour).toEqual([Number.NaN]);
    expect(map([Number.NaN], (lanes, x, body) => hyperbolicTangent(body, lanes, x)).byOne).toEqual([Number.NaN]);
  });
});
