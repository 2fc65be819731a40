import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { blockLength, numbersIn, writeFloat64, writeInt32 } from './numbers.ts';
import { createRoom, memoryForData } from './room.ts';
import { textsIn, writeTexts } from './texts.ts';

let home = '';
beforeEach(() => {
  home = temporaryFolder();
  vi.stubEnv('LAYERLOOM_HOME', home);
});
afterEach(() => vi.unstubAllEnvs());

/** What lies in the folder of values of all processes. */
function filesOf(): string[] {
  const cache = join(home, 'cache');
  return existsSync(cache) ? readdirSync(cache, { recursive: true }).map(String) : [];
}

const length = 5 * blockLength + 321;
const numberAt = (row: number) => (row % 7 === 0 ? Number.NaN : row / 3);

test.each([
  ['in memory', 64 * 1024 * 1024, true],
  ['in files', 2 * blockLength * 8, false],
  ['in files, with less room than a block', 1000, false],
])('numbers %s come back as they were, in any order', (_, memory, isInMemory) => {
  const room = createRoom(memory);
  const writer = writeFloat64(room);
  const whole = writeInt32(room);
  const texts = writeTexts(room);
  for (let row = 0; row < length; row += 1000) {
    const count = Math.min(1000, length - row);
    writer.add(Float64Array.from({ length: count }, (_, at) => numberAt(row + at)));
    whole.add(
      Int32Array.from({ length: 1200 }, (_, at) => row + at),
      count,
    );
    for (let at = 0; at < count; at++) if ((row + at) % 100 === 0) texts.add(`row ${row + at} \ud83d`);
  }
  const numbers = writer.finish();
  const codes = whole.finish((code) => code * 2);
  const written = texts.finish();
  expect([room.isInMemory, filesOf().length > 0]).toEqual([isInMemory, !isInMemory]);
  expect(room.bytes).toBeGreaterThan(12 * length);
  expect([numbers.length, codes.length, written.length]).toEqual([length, length, Math.ceil(length / 100)]);
  const rows = Int32Array.from({ length: 300 }, (_, at) => (at * 104_729) % length);
  const gathered = new Float64Array(rows.length);
  numbers.gather(rows, gathered);
  expect(gathered).toEqual(Float64Array.from(rows, numberAt));
  expect(Array.from(rows, (row) => codes.at(row))).toEqual(Array.from(rows, (row) => row * 2));
  expect(Array.from(rows.subarray(0, 50), (_, at) => written.at(at * 6))).toEqual(
    Array.from({ length: 50 }, (_, at) => `row ${at * 600} \ud83d`),
  );
  let next = 0;
  for (const { first, values } of numbers.blocks()) {
    expect(first).toBe(next);
    expect(values[0]).toBe(numberAt(first));
    next += values.length;
  }
  expect(next).toBe(length);
  expect([...written].length).toBe(written.length);
  room.close();
  room.close();
  expect(filesOf().filter((name) => name.includes('blocks'))).toEqual([]);
});

test('however many columns there are, their values are in one file', () => {
  const room = createRoom(1000);
  const columns = Array.from({ length: 300 }, (_, at) => {
    const writer = writeInt32(room);
    writer.add([at, at + 1]);
    return writer.finish();
  });
  const texts = writeTexts(room);
  texts.add('x'.repeat(1000));
  const text = texts.finish();
  expect(filesOf().filter((name) => name.endsWith('blocks'))).toHaveLength(1);
  expect([columns[0]!.at(1), columns[299]!.at(0), text.at(0).length]).toEqual([1, 299, 1000]);
  room.close();
});

test('a short column takes as much memory as it has numbers', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const room = createRoom();
  collect();
  const before = process.memoryUsage().arrayBuffers;
  const columns = Array.from({ length: 200 }, () => {
    const writer = writeFloat64(room);
    writer.add(new Float64Array(1000));
    return writer.finish();
  });
  // Memory is given back by another thread, a while later; if columns kept their blocks, it would never be.
  const wholeBlocks = columns.length * blockLength * 8;
  const taken = () => {
    collect();
    return process.memoryUsage().arrayBuffers - before;
  };
  await expect.poll(taken).toBeLessThan(wholeBlocks / 4);
  expect(columns[199]!.at(999)).toBe(0);
  room.close();
});

test('after a room was closed there is nothing to get', () => {
  const room = createRoom(1000);
  const writer = writeFloat64(room);
  writer.add(new Float64Array(3 * blockLength));
  const numbers = writer.finish();
  room.close();
  expect(() => numbers.at(0)).toThrow('A block was asked for that is not kept.');
});

test('no more blocks stay in memory than there is room for: those that were asked for last', () => {
  const room = createRoom(350);
  const decoded: number[] = [];
  const blocks = room.blocks<{ readonly number: number }>({
    encode: ({ number }) => Uint8Array.of(number),
    decode([number]) {
      decoded.push(number!);
      return { number: number! };
    },
    sizeOf: () => 100,
  });
  for (let number = 0; number < 10; number++) blocks.push({ number });
  const ask = (...numbers: number[]) => {
    for (const number of numbers) expect(blocks.get(number)).toEqual({ number });
    return decoded.splice(0);
  };
  expect(ask(7, 8, 9)).toEqual([]);
  expect(ask(0, 1, 2, 0, 1, 2)).toEqual([0, 1, 2]);
  expect(ask(9, 2, 1, 0)).toEqual([9, 0]);
  room.close();
});

test('any texts come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 40 }), fc.nat(2000), (all, memory) => {
      const room = createRoom(memory + 1);
      const writer = writeTexts(room);
      for (const text of all) writer.add(text);
      const texts = writer.finish();
      // What comes after them sends them to the file.
      const more = writeTexts(room);
      more.add('x'.repeat(4000));
      more.finish();
      expect(room.isInMemory).toBe(false);
      const back = Array.from({ length: texts.length }, (_, row) => texts.at(texts.length - 1 - row)).reverse();
      room.close();
      expect(back).toEqual(all);
    }),
    { numRuns: 50 },
  );
});

test('texts of which each is long go to files in blocks of their own', () => {
  const room = createRoom(1024 * 1024);
  const writer = writeTexts(room);
  const long = (at: number) => String(at).repeat(200_000);
  for (let at = 1; at < 10; at++) writer.add(long(at));
  const texts = writer.finish();
  expect(room.isInMemory).toBe(false);
  for (const row of [8, 0, 4, 8]) expect(texts.at(row)).toBe(long(row + 1));
  room.close();
});

test('what is in an array is had in the same way', () => {
  const numbers = numbersIn(Int32Array.of(4, 5, 6));
  const into = new Float32Array(2);
  numbers.gather(Int32Array.of(2, 0), into);
  expect([numbers.length, numbers.at(1), [...into], [...numbers.blocks()]]).toEqual([
    3,
    5,
    [6, 4],
    [{ first: 0, values: Int32Array.of(4, 5, 6) }],
  ]);
  expect([textsIn(['a', 'b']).at(1), [...textsIn(['a'])]]).toEqual(['b', ['a']]);
});

test('how much is kept in memory is said in MiB', () => {
  vi.stubEnv('LAYERLOOM_DATA_MEMORY', undefined);
  expect(memoryForData()).toBe(256 * 1024 * 1024);
  vi.stubEnv('LAYERLOOM_DATA_MEMORY', '3');
  expect(memoryForData()).toBe(3 * 1024 * 1024);
});
