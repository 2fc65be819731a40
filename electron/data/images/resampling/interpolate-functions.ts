import {
  add,
  type Body,
  defineFunction,
  four,
  type Int,
  type KernelFunction,
  type Local,
  loadInt,
  multiply,
  type Vector,
} from '../../../simd/assembler.ts';
import {
  addWhole,
  floats,
  laneOf,
  loadHalf,
  loadPair,
  loadTwo,
  multiplyPairs,
  narrow,
  nearestWhole,
  pick,
  shiftLeftWhole,
  spread,
  widenLow,
} from '../../../simd/bytes.ts';
import { colorPairs, lowBits, recordLayout } from './resample-functions.ts';

/** What is read of a line that comes out, by the reach of an interpolation: addresses of lines, then their weights, as floats, up to a whole vector. */
export function lineLayout(reach: number): { lines: number; weights: number; bytes: number } {
  const lines = reach * 2;
  const weights = lines * Int32Array.BYTES_PER_ELEMENT;
  return { lines, weights, bytes: weights + vectorsOf(lines) * 16 };
}

const vectorsOf = (numbers: number): number => Math.ceil(numbers / 4);
const countTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

const parameters = {
  to: 'i32',
  toBytes: 'i32',
  lines: 'i32',
  height: 'i32',
  columns: 'i32',
  columnBytes: 'i32',
  width: 'i32',
} as const;

type Parameters = { readonly [Name in keyof typeof parameters]: Local<'i32'> };

/** Runs `writePixel` for all columns of all lines. */
function forEachPixel(
  body: Body,
  { to, toBytes, lines, height, columns, columnBytes, width }: Parameters,
  { reach, channels }: { readonly reach: number; readonly channels: number },
  beginLine: (line: Local<'i32'>) => (column: Local<'i32'>, target: Local<'i32'>) => void,
): void {
  const end = body.local(add(columns, multiply(width, columnBytes)));
  const layout = lineLayout(reach);
  const start = body.local(to);
  body.range(lines, add(lines, multiply(height, layout.bytes)), layout.bytes, (line) => {
    const writePixel = beginLine(line);
    const target = body.local(start);
    body.range(columns, end, columnBytes, (column) => {
      writePixel(column, target);
      body.set(target, add(target, channels));
    });
    body.set(start, add(start, toBytes));
  });
}

/** The sums of pairs of pixels with the weights of a column, as floats; `pairsAt` gives the values of a pair, in 16 bits. */
function sumAlong(body: Body, weights: readonly Weights[], pairsAt: (pair: number) => Vector): Vector {
  const [only] = weights;
  if (weights.length === 1) return floats(multiplyPairs(pairsAt(0), only!.high));
  const sum: { high?: Local<'v128'>; low?: Local<'v128'> } = {};
  for (const [pair, weight] of weights.entries()) {
    const values = body.local(pairsAt(pair));
    for (const part of ['high', 'low'] as const) {
      const products = multiplyPairs(values, weight[part]!);
      const before = sum[part];
      if (before === undefined) sum[part] = body.local(products);
      else body.set(before, addWhole(before, products));
    }
  }
  return floats(addWhole(shiftLeftWhole(sum.high!, lowBits), sum.low!));
}

/** The weights of a pair of pixels, in two parts; in one where no other pixels count (`packPairs`). */
interface Weights {
  readonly high: Local<'v128'>;
  readonly low: Local<'v128'> | null;
}

/** Those of a column. All records have `reach` pairs, with zeros for what lies outside the image. */
function loadWeights(body: Body, column: Int, reach: number): Weights[] {
  return countTo(reach).map((pair) => {
    const at = recordLayout.weights + pair * recordLayout.pairBytes;
    return {
      high: body.local(loadPair(column, at)),
      low: reach === 1 ? null : body.local(loadPair(column, at + recordLayout.pairBytes / 2)),
    };
  });
}

/** Red, green and blue beside each other: the lines one after the other. Four bytes are written at a time, the last of them over by the next pixel. */
function interpolateColor(reach: number): KernelFunction<typeof parameters> {
  const layout = lineLayout(reach);
  return defineFunction({
    name: `interpolateColor${reach}`,
    parameters,
    write(body, given) {
      forEachPixel(body, given, { reach, channels: 3 }, (line) => {
        const taken = countTo(layout.lines).map((at) => ({
          start: body.local(loadInt(line, at * Int32Array.BYTES_PER_ELEMENT)),
          weight: body.local(four.loadSame(line, layout.weights + at * Float32Array.BYTES_PER_ELEMENT)),
        }));
        return (column, target) => {
          const offset = body.local(multiply(loadInt(column), 3));
          const weights = loadWeights(body, column, reach);
          const sum = taken.reduce<Vector | null>((before, { start, weight }) => {
            const at = body.local(add(start, offset));
            const along = sumAlong(body, weights, (pair) => pick(loadHalf(at, pair * 6), colorPairs));
            const part = four.multiply(along, weight);
            return body.local(before === null ? part : four.add(before, part));
          }, null);
          const whole = body.local(nearestWhole(sum!));
          body.store(target, laneOf(narrow(whole, whole, whole, whole), 0));
        };
      });
    },
  });
}

/** Grey: four lines beside each other. */
function interpolateGrey(reach: number): KernelFunction<typeof parameters> {
  const layout = lineLayout(reach);
  return defineFunction({
    name: `interpolateGrey${reach}`,
    parameters,
    write(body, given) {
      forEachPixel(body, given, { reach, channels: 1 }, (line) => {
        const starts = countTo(layout.lines).map((at) => body.local(loadInt(line, at * Int32Array.BYTES_PER_ELEMENT)));
        const lineWeights = countTo(vectorsOf(layout.lines)).map((at) =>
          body.local(four.load(line, layout.weights + at * 16)),
        );
        return (column, target) => {
          const offset = body.local(loadInt(column));
          const weights = loadWeights(body, column, reach);
          const sum = lineWeights.reduce<Vector | null>((before, weight, vector) => {
            const some = starts.slice(vector * 4, vector * 4 + 4);
            const along = sumAlong(body, weights, (pair) =>
              widenLow(
                some.reduce<Vector>((rest, start, at) => loadTwo(add(start, offset, pair * 2), rest, at), spread(0)),
              ),
            );
            const part = four.multiply(along, weight);
            return body.local(before === null ? part : four.add(before, part));
          }, null);
          const halves = body.local(four.add(sum!, pick(sum!, [...countTo(8).map((at) => at + 8), ...noBytes(8)])));
          const all = four.add(halves, pick(halves, [...countTo(4).map((at) => at + 4), ...noBytes(12)]));
          const whole = body.local(nearestWhole(all));
          body.storeByte(target, laneOf(narrow(whole, whole, whole, whole), 0));
        };
      });
    },
  });
}

const noBytes = (count: number): null[] => Array<null>(count).fill(null);

const reaches = [1, 2, 3];
const inColor = reaches.map(interpolateColor);
const inGrey = reaches.map(interpolateGrey);

/** Brings an image to another size, for each reach that an interpolation has. */
export function interpolateFunction(reach: number, channels: 1 | 3): KernelFunction<typeof parameters> {
  return (channels === 3 ? inColor : inGrey)[reach - 1]!;
}
