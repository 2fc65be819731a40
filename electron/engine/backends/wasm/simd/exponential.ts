import type { Body, Lanes, Value } from './assembler.ts';

/**
 * e to the power of `x` in every lane, to about one part in ten million; `x` is held between -87 and 88, where float32 ends.
 * Cody and Waite's reduction to |r| <= ln(2)/2 and a polynomial of degree 6: Muller, "Elementary Functions" (3rd edition),
 * chapters 4 and 11; the coefficients are those of the series, whose first left-out term is below 2e-7 of the result.
 */
export function exponential<Type extends 'f32' | 'v128'>(body: Body, lanes: Lanes<Type>, x: Value<Type>): Value<Type> {
  const held = body.local(lanes.larger(lanes.smaller(x, lanes.same(88)), lanes.same(-87)));
  const halvings = body.local(lanes.nearest(lanes.multiply(held, lanes.same(Math.LOG2E))));
  // ln(2) in two parts, the first with few bits, so that the product with a whole number is exact.
  const [high, low] = [0.693359375, Math.LN2 - 0.693359375];
  const first = lanes.subtract(held, lanes.multiply(halvings, lanes.same(high)));
  const r = body.local(lanes.subtract(first, lanes.multiply(halvings, lanes.same(low))));
  const coefficients = [1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1];
  const polynomial = coefficients.reduce<Value<Type> | null>(
    (sum, coefficient) =>
      sum === null ? lanes.same(coefficient) : lanes.add(lanes.multiply(sum, r), lanes.same(coefficient)),
    null,
  );
  return lanes.multiply(polynomial!, lanes.powerOfTwo(halvings));
}

/** `1 / (1 + e^-x)` in every lane. */
export function sigmoid<Type extends 'f32' | 'v128'>(body: Body, lanes: Lanes<Type>, x: Value<Type>): Value<Type> {
  const power = exponential(body, lanes, lanes.subtract(lanes.same(0), x));
  return lanes.divide(lanes.same(1), lanes.add(lanes.same(1), power));
}
