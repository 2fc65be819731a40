/**
 * Instructions on vectors of bytes and of whole numbers of 16 and 32 bits, for sums of bytes with weights: bytes become 16 bits, pairs of them
 * are multiplied by pairs of weights and added up in 32 bits, and the sums become bytes again.
 */
import { four, type Int, instruction, int, memory, simd, type Value, type Vector } from './assembler.ts';

/** Sixteen bytes from memory. */
export const loadBytes = (address: Int, offset = 0): Vector =>
  instruction('v128', simd(0x00), [address], memory(0, offset));

/** Eight bytes from memory in the lower half; zeros in the upper one. */
export const loadHalf = (address: Int, offset = 0): Vector =>
  instruction('v128', simd(0x5d), [address], memory(0, offset));

/** A vector of which one pair of bytes comes from memory. */
export const loadTwo = (address: Int, rest: Vector, lane: number): Vector =>
  instruction('v128', simd(0x55), [address, rest], [...memory(0, 0), lane]);

/** A number of 32 bits from memory, four times: a pair of 16-bit weights for every pair of values. */
export const loadPair = (address: Int, offset = 0): Vector =>
  instruction('v128', simd(0x09), [address], memory(0, offset));

/** The same number of 32 bits four times. */
export const spread = (value: number | Int): Vector => instruction('v128', simd(0x11), [int(value)]);

const choose = (a: Vector, b: Vector, places: readonly number[]): Vector =>
  instruction('v128', simd(0x0d), [a, b], places);

/** The lower eight bytes of two vectors in turns, and the upper eight. */
export const interleaveLow = (a: Vector, b: Vector): Vector => choose(a, b, turns(0));
export const interleaveHigh = (a: Vector, b: Vector): Vector => choose(a, b, turns(8));

function turns(first: number): number[] {
  return Array.from({ length: 16 }, (_, lane) => (lane % 2) * 16 + first + (lane >> 1));
}

/** Bytes of a vector by their places, 0 to 15; a zero where the place is null. */
export function pick(value: Vector, places: readonly (number | null)[]): Vector {
  // What lies outside the vector is zero.
  const constant = instruction<'v128'>(
    'v128',
    simd(0x0c),
    [],
    places.map((place) => place ?? 0xff),
  );
  return instruction('v128', simd(0x0e), [value, constant]);
}

/** The lower, or the upper, eight bytes as numbers of 16 bits. */
export const widenLow = (value: Vector): Vector => instruction('v128', simd(0x89), [value]);
export const widenHigh = (value: Vector): Vector => instruction('v128', simd(0x8a), [value]);

/** The lower, or the upper, four 16-bit numbers as floats. */
export const floatsLow = (value: Vector): Vector =>
  instruction('v128', simd(0xfb), [instruction('v128', simd(0xa9), [value])]);
export const floatsHigh = (value: Vector): Vector =>
  instruction('v128', simd(0xfb), [instruction('v128', simd(0xaa), [value])]);

/** 32-bit numbers as floats. */
export const floats = (value: Vector): Vector => instruction('v128', simd(0xfa), [value]);

/** From here to twice as much, floats of 32 bits are whole numbers; half as much again leaves room for negative ones. */
const wholeFrom = 1.5 * 2 ** 23;

/**
 * Floats of less than 2^22 either way as the nearest 32-bit numbers, the even one of two as near: added to a number that leaves no room for
 * fractions, they are what its bits grow by. To convert them takes several times as many instructions.
 */
export const nearestWhole = (value: Vector): Vector =>
  instruction('v128', simd(0xb1), [
    four.add(value, four.same(wholeFrom)),
    spread(new Int32Array(Float32Array.of(wholeFrom).buffer)[0]!),
  ]);

/** Products of 16-bit numbers, two neighbours added: four numbers of 32 bits. */
export const multiplyPairs = (a: Vector, b: Vector): Vector => instruction('v128', simd(0xba), [a, b]);

/** Sums of 32-bit numbers. */
export const addWhole = (a: Vector, b: Vector): Vector => instruction('v128', simd(0xae), [a, b]);

/** 32-bit numbers shifted left, and right, where the sign stays. */
export const shiftLeftWhole = (value: Vector, bits: number): Vector =>
  instruction('v128', simd(0xab), [value, int(bits)]);
export const shiftRightWhole = (value: Vector, bits: number): Vector =>
  instruction('v128', simd(0xac), [value, int(bits)]);

/** One of four 32-bit numbers. */
export const laneOf = (value: Vector, lane: number): Int => instruction('i32', simd(0x1b), [value], [lane]);

const narrowWhole = (a: Value<'v128'>, b: Value<'v128'>): Vector => instruction('v128', simd(0x85), [a, b]);

/** Four vectors of 32-bit numbers as sixteen bytes; what is below 0 becomes 0, above 255 it becomes 255. */
export const narrow = (a: Vector, b: Vector, c: Vector, d: Vector): Vector =>
  instruction('v128', simd(0x66), [narrowWhole(a, b), narrowWhole(c, d)]);
