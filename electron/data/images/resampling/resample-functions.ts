import {
  add,
  type Body,
  defineFunction,
  type Int,
  type Local,
  loadInt,
  multiply,
  shiftRight,
  type Vector,
} from '../../../simd/assembler.ts';
import {
  addWhole,
  interleaveHigh,
  interleaveLow,
  laneOf,
  loadBytes,
  loadHalf,
  loadPair,
  loadTwo,
  multiplyPairs,
  narrow,
  pick,
  shiftLeftWhole,
  shiftRightWhole,
  spread,
  widenHigh,
  widenLow,
} from '../../../simd/bytes.ts';

/** Weights are whole numbers of 2^22, so that a sum of 255s stays in 32 bits; Pillow's too. */
export const weightBits = 22;

/**
 * A weight has more than the 16 bits that are multiplied at a time: it is `high * 2^14 + low`, and so is the sum. That makes half as many
 * multiplications again, and every bit of the result Pillow's.
 */
export const lowBits = 14;

/**
 * What a record of weights has in front of them, in bytes: the first pixel, and the bytes that all pairs of weights take. A record is of one
 * pixel that comes out. A pair has its high parts first; where the last one has a single weight, the other is zero.
 */
export const recordLayout = { first: 0, pairs: 4, weights: 8, pairBytes: 8 } as const;

/** Lines that are brought to another width at once, with the same weights. */
export const linesAtOnce = 4;

/** Nothing is read or written further than this beyond what is asked for. */
export const slackBytes = 32;

/** A sum of values with weights, in its two parts. */
interface Sum {
  readonly high: Local<'v128'>;
  readonly low: Local<'v128'>;
}

function beginSum(body: Body): Sum {
  return { high: body.local(spread(0)), low: body.local(spread(1 << (weightBits - 1))) };
}

function addTo(body: Body, { high, low }: Sum, values: Vector, weights: Sum): void {
  const both = body.local(values);
  body.set(high, addWhole(high, multiplyPairs(both, weights.high)));
  body.set(low, addWhole(low, multiplyPairs(both, weights.low)));
}

const endSum = ({ high, low }: Sum): Vector =>
  shiftRightWhole(addWhole(shiftLeftWhole(high, lowBits), low), weightBits);

/** Runs `use` for each pair of weights of a record. */
function forEachPair(body: Body, record: Int, use: (weights: Sum) => void): void {
  const pairs = body.local(add(record, recordLayout.weights));
  body.range(pairs, add(pairs, loadInt(record, recordLayout.pairs)), recordLayout.pairBytes, (pair) => {
    use({ high: body.local(loadPair(pair)), low: body.local(loadPair(pair, 4)) });
  });
}

/**
 * Lines that are weighed sums of lines, for bringing an image to another height. Sixteen bytes are written at a time, from the first line to
 * the last, so what goes beyond a line is written over by the next.
 */
export const sumLines = defineFunction({
  name: 'sumLines',
  parameters: {
    from: 'i32',
    fromBytes: 'i32',
    to: 'i32',
    toBytes: 'i32',
    weights: 'i32',
    recordBytes: 'i32',
    lines: 'i32',
  },
  write(body, { from, fromBytes, to, toBytes, weights, recordBytes, lines }) {
    const target = body.local(to);
    const end = add(weights, multiply(lines, recordBytes));
    body.range(weights, end, recordBytes, (record) => {
      const start = body.local(add(from, multiply(loadInt(record), fromBytes)));
      body.range(0, toBytes, 16, (place) => {
        const sums = [0, 1, 2, 3].map(() => beginSum(body));
        const source = body.local(add(start, place));
        forEachPair(body, record, (both) => {
          const upper = body.local(loadBytes(source));
          const lower = body.local(loadBytes(add(source, fromBytes)));
          const low = body.local(interleaveLow(upper, lower));
          const high = body.local(interleaveHigh(upper, lower));
          const parts = [widenLow(low), widenHigh(low), widenLow(high), widenHigh(high)];
          for (const [at, part] of parts.entries()) addTo(body, sums[at]!, part, both);
          body.set(source, add(source, fromBytes, fromBytes));
        });
        const [a, b, c, d] = sums.map(endSum);
        body.store(add(target, place), narrow(a!, b!, c!, d!));
      });
      body.set(target, add(target, toBytes));
    });
  },
});

const lineParameters = {
  from: 'i32',
  fromBytes: 'i32',
  to: 'i32',
  toBytes: 'i32',
  weights: 'i32',
  recordBytes: 'i32',
  width: 'i32',
  lines: 'i32',
} as const;

/** The addresses of some lines, one after the other. */
function linesFrom(body: Body, first: Int, bytes: Int): Local<'i32'>[] {
  const lines = [body.local(first)];
  for (let line = 1; line < linesAtOnce; line++) lines.push(body.local(add(lines.at(-1)!, bytes)));
  return lines;
}

/** For each pixel of some lines at once: the record of its weights, where each line begins, and where each is written to. */
function forEachRecord(
  body: Body,
  {
    from,
    fromBytes,
    to,
    toBytes,
    weights,
    recordBytes,
    width,
    lines,
  }: Readonly<Record<keyof typeof lineParameters, Local<'i32'>>>,
  write: (record: Int, starts: readonly Int[], targets: readonly Local<'i32'>[]) => void,
): void {
  const end = body.local(add(weights, multiply(width, recordBytes)));
  body.range(0, lines, linesAtOnce, (line) => {
    const starts = linesFrom(body, add(from, multiply(line, fromBytes)), fromBytes);
    const targets = linesFrom(body, add(to, multiply(line, toBytes)), toBytes);
    body.range(weights, end, recordBytes, (record) => write(record, starts, targets));
  });
}

/** The bytes of two pixels as both reds, both greens and both blues beside each other, in 16 bits each. */
export const colorPairs = [0, null, 3, null, 1, null, 4, null, 2, null, 5, null, null, null, null, null];

/** Brings lines of red, green and blue to another width. Four bytes are written at a time, the last of them over by the next pixel. */
export const resizeColorLines = defineFunction({
  name: 'resizeColorLines',
  parameters: lineParameters,
  write(body, given) {
    forEachRecord(body, given, (record, starts, targets) => {
      const offset = body.local(multiply(loadInt(record), 3));
      const sums = starts.map(() => beginSum(body));
      forEachPair(body, record, (both) => {
        for (const [at, start] of starts.entries())
          addTo(body, sums[at]!, pick(loadHalf(add(start, offset)), colorPairs), both);
        body.set(offset, add(offset, 6));
      });
      const [a, b, c, d] = sums.map(endSum);
      const pixels = body.local(narrow(a!, b!, c!, d!));
      for (const [at, target] of targets.entries()) {
        body.store(target, laneOf(pixels, at));
        body.set(target, add(target, 3));
      }
    });
  },
});

/** Brings lines of grey to another width: the four sums of a vector are of four lines. */
export const resizeGreyLines = defineFunction({
  name: 'resizeGreyLines',
  parameters: lineParameters,
  write(body, given) {
    forEachRecord(body, given, (record, starts, targets) => {
      const offset = body.local(loadInt(record));
      const sum = beginSum(body);
      forEachPair(body, record, (both) => {
        const pairs = starts.reduce<Vector>((rest, start, at) => loadTwo(add(start, offset), rest, at), spread(0));
        addTo(body, sum, widenLow(pairs), both);
        body.set(offset, add(offset, 2));
      });
      const whole = body.local(endSum(sum));
      const pixels = body.local(laneOf(narrow(whole, whole, whole, whole), 0));
      for (const [at, target] of targets.entries()) {
        body.storeByte(target, shiftRight(pixels, at * 8));
        body.set(target, add(target, 1));
      }
    });
  },
});
