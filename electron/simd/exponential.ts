import type { Body, Lanes, Local, Value } from './assembler.ts';

/** e^x as `power * (1 + rest)`, with `power` a power of two; `x` is held between -87 and 88, where float32 ends. */
interface Parts<Type extends 'f32' | 'v128'> {
  readonly power: Local<Type>;
  readonly rest: Local<Type>;
}

/**
 * Cody and Waite's reduction to |r| <= ln(2) / 2, then the series of e^r - 1 to degree 7, whose first left-out term is below 1e-8:
 * Muller, "Elementary Functions" (3rd edition, 2016), chapters 4 and 11.
 */
function splitExponential<Type extends 'f32' | 'v128'>(body: Body, lanes: Lanes<Type>, x: Value<Type>): Parts<Type> {
  const held = body.local(lanes.larger(lanes.smaller(x, lanes.same(88)), lanes.same(-87)));
  const halvings = body.local(lanes.nearest(lanes.multiply(held, lanes.same(Math.LOG2E))));
  // ln(2) in two parts, the first of few bits, so that its product with a whole number is exact.
  const high = 0.693359375;
  const first = lanes.subtract(held, lanes.multiply(halvings, lanes.same(high)));
  const r = body.local(lanes.subtract(first, lanes.multiply(halvings, lanes.same(Math.LN2 - high))));
  let series = lanes.same(1 / 5040);
  for (const coefficient of [1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1]) {
    series = lanes.add(lanes.multiply(series, r), lanes.same(coefficient));
  }
  return { power: body.local(lanes.powerOfTwo(halvings)), rest: body.local(lanes.multiply(series, r)) };
}

/** `1 / (1 + e^-x)` in every lane, to about one part in ten million. */
export function sigmoid<Type extends 'f32' | 'v128'>(body: Body, lanes: Lanes<Type>, x: Value<Type>): Local<Type> {
  const { power, rest } = splitExponential(body, lanes, lanes.subtract(lanes.same(0), x));
  const exponential = lanes.add(power, lanes.multiply(power, rest));
  return body.local(lanes.divide(lanes.same(1), lanes.add(lanes.same(1), exponential)));
}

/** `tanh x` in every lane, to about one part in ten million also near 0: `m / (m + 2)` with `m = e^2x - 1`. */
export function hyperbolicTangent<Type extends 'f32' | 'v128'>(
  body: Body,
  lanes: Lanes<Type>,
  x: Value<Type>,
): Local<Type> {
  // Beyond 10 the result is 1 in float32; without the limit the fraction would end as infinity by infinity.
  const limited = lanes.larger(lanes.smaller(x, lanes.same(10)), lanes.same(-10));
  const { power, rest } = splitExponential(body, lanes, body.local(lanes.add(limited, limited)));
  const minusOne = body.local(lanes.add(lanes.multiply(power, rest), lanes.subtract(power, lanes.same(1))));
  return body.local(lanes.divide(minusOne, lanes.add(minusOne, lanes.same(2))));
}
