/**
 * A small assembler for WebAssembly with 128-bit vectors: just the instructions that our kernels use, as TypeScript functions,
 * so that kernels are checked, formatted and built with everything else and need no other compiler.
 * Encodings: WebAssembly Core Specification 2.0, chapter 5 (binary format) and its index of instructions; threads proposal for
 * the shared memory flag.
 */

export type ValueType = 'i32' | 'f32' | 'v128';

const typeCodes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

/** A piece of code that leaves one value. */
export interface Value<Type extends ValueType = ValueType> {
  readonly type: Type;
  readonly bytes: readonly number[];
}

export type Int = Value<'i32'>;
export type Float = Value<'f32'>;
export type Vector = Value<'v128'>;

/** A named place for a value within a function; reads as the value it holds. */
export interface Local<Type extends ValueType = ValueType> extends Value<Type> {
  readonly index: number;
}

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** LEB128, signed. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const floatBytes = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];

/** An instruction with what it takes from the stack and what stands behind it; for this folder's own lists of instructions. */
export function instruction<Type extends ValueType>(
  type: Type,
  code: readonly number[],
  operands: readonly Value[] = [],
  immediate: readonly number[] = [],
): Value<Type> {
  return { type, bytes: [...operands.flatMap(({ bytes }) => bytes), ...code, ...immediate] };
}

/** The code of an instruction on vectors. */
export const simd = (code: number): number[] => [0xfd, ...unsigned(code)];

/** A whole number; plain numbers stand for themselves wherever an `Int` is taken. */
export const int = (value: number | Int): Int =>
  typeof value === 'number' ? instruction('i32', [0x41], [], signed(value)) : value;

export const float = (value: number | Float): Float =>
  typeof value === 'number' ? instruction('f32', [0x43], [], floatBytes(value)) : value;

const intOperation =
  (code: number) =>
  (a: number | Int, b: number | Int): Int =>
    instruction('i32', [code], [int(a), int(b)]);

const addInts = intOperation(0x6a);
/** The sum of whole numbers. */
export const add = (first: number | Int, ...rest: readonly (number | Int)[]): Int =>
  rest.reduce<Int>((sum, next) => (next === 0 ? sum : addInts(sum, next)), int(first));
export const subtract = intOperation(0x6b);
export const multiply = intOperation(0x6c);
export const isLess = intOperation(0x48);
export const isGreater = intOperation(0x4a);
/** Less, with negative numbers taken as very large: one test for "from 0 to below a limit". */
export const isBelow = intOperation(0x49);
export const isEqual = intOperation(0x46);
export const and = intOperation(0x71);
export const shiftLeft = intOperation(0x74);
/** A shift that keeps the sign. */
export const shiftRight = intOperation(0x75);
export const divide = intOperation(0x6d);
export const remainder = intOperation(0x6f);

/** How an instruction names its place in memory: the alignment as a power of two, and an offset. */
export const memory = (alignment: number, offset: number): number[] => [alignment, ...unsigned(offset)];

/** Reads a whole number at an address in bytes. */
export const loadInt = (address: Int, offset = 0): Int => instruction('i32', [0x28], [address], memory(2, offset));

/** Reads a byte, 0 to 255, at an address. */
export const loadByte = (address: Int, offset = 0): Int => instruction('i32', [0x2d], [address], memory(0, offset));

/**
 * How a kernel works along a row: four numbers at a time, or one at a time for what is left over. Kernels are written once on
 * lanes and emitted for both.
 */
export interface Lanes<Type extends 'f32' | 'v128' = 'f32' | 'v128'> {
  readonly type: Type;
  /** Numbers at a time. */
  readonly count: number;
  load(address: Int, offset?: number): Value<Type>;
  /** One number from memory in every lane. */
  loadSame(address: Int, offset?: number): Value<Type>;
  same(value: number | Float): Value<Type>;
  add(a: Value<Type>, b: Value<Type>): Value<Type>;
  subtract(a: Value<Type>, b: Value<Type>): Value<Type>;
  multiply(a: Value<Type>, b: Value<Type>): Value<Type>;
  divide(a: Value<Type>, b: Value<Type>): Value<Type>;
  smaller(a: Value<Type>, b: Value<Type>): Value<Type>;
  larger(a: Value<Type>, b: Value<Type>): Value<Type>;
  squareRoot(a: Value<Type>): Value<Type>;
  nearest(a: Value<Type>): Value<Type>;
  /** `a` where `left > right`, `b` elsewhere. */
  whereGreater(left: Value<Type>, right: Value<Type>, a: Value<Type>, b: Value<Type>): Value<Type>;
  /** `a` where `left` equals `right`, `b` elsewhere. */
  whereEqual(left: Value<Type>, right: Value<Type>, a: Value<Type>, b: Value<Type>): Value<Type>;
  /** 2 to the power of a whole number between -126 and 127, given as a float. */
  powerOfTwo(exponent: Value<Type>): Value<Type>;
}

type Codes = Record<
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'smaller'
  | 'larger'
  | 'squareRoot'
  | 'nearest'
  | 'isGreater'
  | 'isEqual',
  readonly number[]
>;

function makeLanes<Type extends 'f32' | 'v128'>(
  type: Type,
  codes: Codes,
  rest: Pick<Lanes<Type>, 'count' | 'load' | 'loadSame' | 'same' | 'powerOfTwo'> & {
    choose(
      a: Value<Type>,
      b: Value<Type>,
      compare: readonly number[],
      left: Value<Type>,
      right: Value<Type>,
    ): Value<Type>;
  },
): Lanes<Type> {
  const two = (code: readonly number[]) => (a: Value<Type>, b: Value<Type>) => instruction(type, code, [a, b]);
  const one = (code: readonly number[]) => (a: Value<Type>) => instruction(type, code, [a]);
  return {
    type,
    count: rest.count,
    load: rest.load,
    loadSame: rest.loadSame,
    same: rest.same,
    powerOfTwo: rest.powerOfTwo,
    add: two(codes.add),
    subtract: two(codes.subtract),
    multiply: two(codes.multiply),
    divide: two(codes.divide),
    smaller: two(codes.smaller),
    larger: two(codes.larger),
    squareRoot: one(codes.squareRoot),
    nearest: one(codes.nearest),
    whereGreater: (left, right, a, b) => rest.choose(a, b, codes.isGreater, left, right),
    whereEqual: (left, right, a, b) => rest.choose(a, b, codes.isEqual, left, right),
  };
}

/** Four numbers at a time. */
export const four: Lanes<'v128'> = makeLanes(
  'v128',
  {
    add: simd(0xe4),
    subtract: simd(0xe5),
    multiply: simd(0xe6),
    divide: simd(0xe7),
    smaller: simd(0xe8),
    larger: simd(0xe9),
    squareRoot: simd(0xe3),
    nearest: simd(0x6a),
    isGreater: simd(0x44),
    isEqual: simd(0x41),
  },
  {
    count: 4,
    load: (address, offset = 0) => instruction('v128', simd(0x00), [address], memory(2, offset)),
    loadSame: (address, offset = 0) => instruction('v128', simd(0x09), [address], memory(2, offset)),
    same: (value) => instruction('v128', simd(0x13), [float(value)]),
    choose: (a, b, compare, left, right) =>
      instruction('v128', simd(0x52), [a, b, instruction('v128', compare, [left, right])]),
    powerOfTwo: (exponent) => {
      const whole = instruction('v128', simd(0xf8), [exponent]);
      const biased = instruction('v128', simd(0xae), [whole, instruction('v128', simd(0x11), [int(127)])]);
      return instruction('v128', simd(0xab), [biased, int(23)]);
    },
  },
);

/** One number at a time. */
export const single: Lanes<'f32'> = makeLanes(
  'f32',
  {
    add: [0x92],
    subtract: [0x93],
    multiply: [0x94],
    divide: [0x95],
    smaller: [0x96],
    larger: [0x97],
    squareRoot: [0x91],
    nearest: [0x90],
    isGreater: [0x5e],
    isEqual: [0x5b],
  },
  {
    count: 1,
    load: (address, offset = 0) => instruction('f32', [0x2a], [address], memory(2, offset)),
    loadSame: (address, offset = 0) => instruction('f32', [0x2a], [address], memory(2, offset)),
    same: float,
    choose: (a, b, compare, left, right) =>
      instruction('f32', [0x1b], [a, b, instruction('i32', compare, [left, right])]),
    powerOfTwo: (exponent) => {
      const whole = instruction('i32', [0xfc, 0x00], [exponent]);
      return instruction('f32', [0xbe], [shiftLeft(add(whole, 127), 23)]);
    },
  },
);

/** A function being written. */
export interface Body {
  /** A new local, set to `value`. */
  local<Type extends ValueType>(value: Value<Type>): Local<Type>;
  set<Type extends ValueType>(local: Local<Type>, value: Value<Type>): void;
  /** Writes a value to an address in bytes. */
  store(address: Int, value: Value, offset?: number): void;
  /** Writes the lowest byte of a whole number to an address. */
  storeByte(address: Int, value: Int, offset?: number): void;
  /** Runs `body` for `from`, `from + step`, ... while below `to`. */
  range(from: number | Int, to: number | Int, step: number | Int, body: (index: Local<'i32'>) => void): void;
  when(condition: Int, then: () => void, otherwise?: () => void): void;
  /** Runs `body` along a row of `size` numbers, four at a time and then one at a time; `place` is in numbers. */
  alongRow(size: Int, body: <Type extends 'f32' | 'v128'>(lanes: Lanes<Type>, place: Local<'i32'>) => void): void;
}

/** The parameters of a function by name: addresses in bytes, sizes, numbers of items. */
export type ParameterTypes = Readonly<Record<string, 'i32'>>;

type ParameterLocals<Types extends ParameterTypes> = { readonly [Name in keyof Types]: Local<'i32'> };

/** A function that gives nothing back: what it computes is in memory. */
export interface KernelFunction<Types extends ParameterTypes = ParameterTypes> {
  readonly name: string;
  readonly parameters: Types;
  // A method, so that functions of different parameters fit one list.
  write(body: Body, parameters: ParameterLocals<Types>): void;
}

/** Declares a function. */
export function defineFunction<const Types extends ParameterTypes>(
  definition: KernelFunction<Types>,
): KernelFunction<Types> {
  return definition;
}

function writeFunction(definition: KernelFunction): { type: number[]; code: number[] } {
  const names = Object.keys(definition.parameters);
  const types: ValueType[] = Object.values(definition.parameters);
  const count = names.length;
  const code: number[] = [];
  const makeLocal = <Type extends ValueType>(type: Type, index: number): Local<Type> => ({
    type,
    index,
    bytes: [0x20, ...unsigned(index)],
  });
  const emit = (...bytes: readonly number[]): void => {
    for (const byte of bytes) code.push(byte);
  };
  const body: Body = {
    local: (value) => {
      types.push(value.type);
      const local = makeLocal(value.type, types.length - 1);
      body.set(local, value);
      return local;
    },
    set: (local, value) => emit(...value.bytes, 0x21, ...unsigned(local.index)),
    store: (address, value, offset = 0) => {
      const codes = { i32: [0x36], f32: [0x38], v128: simd(0x0b) };
      emit(...address.bytes, ...value.bytes, ...codes[value.type], ...memory(2, offset));
    },
    storeByte: (address, value, offset = 0) => emit(...address.bytes, ...value.bytes, 0x3a, ...memory(0, offset)),
    range: (from, to, step, inner) => {
      const index = body.local(int(from));
      // The limit is computed once.
      const limit = body.local(int(to));
      emit(0x02, 0x40, 0x03, 0x40, ...isLess(index, limit).bytes, 0x45, 0x0d, 0x01);
      inner(index);
      body.set(index, add(index, step));
      emit(0x0c, 0x00, 0x0b, 0x0b);
    },
    when: (condition, then, otherwise) => {
      emit(...condition.bytes, 0x04, 0x40);
      then();
      if (otherwise !== undefined) {
        emit(0x05);
        otherwise();
      }
      emit(0x0b);
    },
    alongRow: (size, inner) => {
      const whole = body.local(and(size, -4));
      body.range(0, whole, 4, (place) => inner(four, place));
      body.range(whole, size, 1, (place) => inner(single, place));
    },
  };
  definition.write(body, Object.fromEntries(names.map((name, index) => [name, makeLocal('i32', index)])));
  const locals = types.slice(count).flatMap((type) => [1, typeCodes[type]]);
  const whole = [...unsigned(types.length - count), ...locals, ...code, 0x0b];
  return {
    type: [0x60, ...unsigned(count), ...types.slice(0, count).map((type) => typeCodes[type]), 0],
    code: [...unsigned(whole.length), ...whole],
  };
}

/** The binary of a module that imports the memory `env.memory` and exports the functions by their names. */
export function assemble(functions: readonly KernelFunction[], shared: boolean): Uint8Array<ArrayBuffer> {
  const written = functions.map(writeFunction);
  const text = (value: string): number[] => [
    ...unsigned(value.length),
    ...Array.from(value, (letter) => letter.charCodeAt(0)),
  ];
  const section = (id: number, items: readonly (readonly number[])[]): number[] => {
    const content = [...unsigned(items.length), ...items.flat()];
    return [id, ...unsigned(content.length), ...content];
  };
  // A shared memory is imported with its upper limit: all that 32 bits can address.
  const limits = shared ? [0x03, 0, ...unsigned(65536)] : [0x00, 0];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      written.map(({ type }) => type),
    ),
    ...section(2, [[...text('env'), ...text('memory'), 0x02, ...limits]]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]),
    ),
    ...section(
      10,
      written.map(({ code }) => code),
    ),
  ]);
}
