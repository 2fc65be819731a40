import { expect, test } from 'vitest';
import { assemble, type Body, defineFunction, int, type Vector } from './assembler.ts';
import * as bytes from './bytes.ts';
import { Instance, Memory, Module } from './web-assembly.ts';

const memory = new Memory({ initial: 1 });

/** Computes a vector from bytes at address 0. */
function compute(given: ArrayLike<number>, write: (body: Body) => Vector): Uint8Array {
  const program = defineFunction({
    name: 'program',
    parameters: {},
    write: (body) => body.store(int(256), write(body)),
  });
  const { exports } = new Instance(new Module(assemble([program], false)), { env: { memory } });
  new Uint8Array(memory.buffer).set(given);
  exports.program!();
  return new Uint8Array(memory.buffer.slice(256, 272));
}

const counting = Array.from({ length: 48 }, (_, at) => at);
const shorts = (result: Uint8Array) => [...new Int16Array(result.buffer)];
const wholes = (result: Uint8Array) => [...new Int32Array(result.buffer)];
const first = bytes.loadBytes(int(0));
const second = bytes.loadBytes(int(0), 16);

test('bytes are loaded: sixteen, eight, two, and four of them four times', () => {
  expect([...compute(counting, () => second)]).toEqual(counting.slice(16, 32));
  expect([...compute(counting, () => bytes.loadHalf(int(1)))]).toEqual([...counting.slice(1, 9), ...Array(8).fill(0)]);
  const two = compute(counting, () => bytes.loadTwo(int(20), first, 1));
  expect([...two]).toEqual([0, 1, 20, 21, ...counting.slice(4, 16)]);
  expect(wholes(compute(counting, () => bytes.loadPair(int(0), 4)))).toEqual(Array(4).fill(0x07060504));
});

test('bytes are put in another order', () => {
  const turns = (from: number) => counting.slice(from, from + 8).flatMap((value) => [value, value + 16]);
  expect([...compute(counting, () => bytes.interleaveLow(first, second))]).toEqual(turns(0));
  expect([...compute(counting, () => bytes.interleaveHigh(first, second))]).toEqual(turns(8));
  const places = [15, null, 0, 0, null, 3, ...Array<null>(10).fill(null)];
  expect([
    ...compute(
      counting.map((value) => value + 1),
      () => bytes.pick(first, places),
    ),
  ]).toEqual(places.map((place) => (place === null ? 0 : place + 1)));
});

test('bytes become numbers of 16 bits, without a sign', () => {
  const large = counting.map((value) => 255 - value);
  expect(shorts(compute(large, () => bytes.widenLow(first)))).toEqual(large.slice(0, 8));
  expect(shorts(compute(large, () => bytes.widenHigh(first)))).toEqual(large.slice(8, 16));
});

test('numbers of 16 bits become floats, without a sign', () => {
  const given = new Uint8Array(Uint16Array.of(0, 1, 255, 256, 32768, 65535, 7, 8).buffer);
  const floats = (result: Uint8Array) => [...new Float32Array(result.buffer)];
  expect(floats(compute(given, () => bytes.floatsLow(first)))).toEqual([0, 1, 255, 256]);
  expect(floats(compute(given, () => bytes.floatsHigh(first)))).toEqual([32768, 65535, 7, 8]);
});

test('pairs are multiplied, with their signs, and summed in 32 bits', () => {
  const given = new Uint8Array(
    Int16Array.of(1, 2, -3, 4, 32767, 32767, -32768, 5, 10, 20, 30, -40, 32767, 32767, -32768, 0).buffer,
  );
  expect(wholes(compute(given, () => bytes.multiplyPairs(first, second)))).toEqual([50, -250, 2 * 32767 ** 2, 2 ** 30]);
});

test('whole numbers are spread, added, shifted and taken out', () => {
  const given = new Uint8Array(Int32Array.of(1, -2, 3, -400).buffer);
  expect(wholes(compute(given, () => bytes.addWhole(first, bytes.spread(5))))).toEqual([6, 3, 8, -395]);
  expect(wholes(compute(given, () => bytes.shiftLeftWhole(first, 14)))).toEqual([1, -2, 3, -400].map((n) => n << 14));
  expect(wholes(compute(given, () => bytes.shiftRightWhole(first, 1)))).toEqual([0, -1, 1, -200]);
  expect(wholes(compute(given, () => bytes.spread(bytes.laneOf(first, 3))))).toEqual(Array(4).fill(-400));
});

test('sums become bytes, held between 0 and 255', () => {
  const sums = Int32Array.of(-70_000, -1, 0, 1, 254, 255, 256, 70_000, 7, 8, 9, 10, 100_000, -100_000, 12, 13);
  const [a, b, c, d] = [0, 16, 32, 48].map((offset) => bytes.loadBytes(int(0), offset));
  expect([...compute(new Uint8Array(sums.buffer), () => bytes.narrow(a!, b!, c!, d!))]).toEqual([
    ...Uint8ClampedArray.from(sums),
  ]);
});

test('whole numbers become floats, and floats the nearest whole numbers, of two as near the even one', () => {
  const given = new Uint8Array(Int32Array.of(1, -2, 3_000_000, -400).buffer);
  const result = compute(given, () => bytes.floats(first));
  expect([...new Float32Array(result.buffer)]).toEqual([1, -2, 3_000_000, -400]);
  const nearest = (...numbers: number[]) =>
    wholes(compute(new Uint8Array(Float32Array.from(numbers).buffer), () => bytes.nearestWhole(first)));
  expect(nearest(0.5, 1.5, -0.5, 254.5)).toEqual([0, 2, 0, 254]);
  expect(nearest(0.49, -340.2, 340.7, -0.51)).toEqual([0, -340, 341, -1]);
  expect(nearest(4_000_000, -4_000_000, 0, 255)).toEqual([4_000_000, -4_000_000, 0, 255]);
});
