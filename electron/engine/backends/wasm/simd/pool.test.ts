// The types of the wasm package extend those of Emscripten without naming them.
/// <reference types="emscripten" />
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../../shared/messages/sentence.ts';
import { createRandom } from '../../../../../shared/training/random.ts';
import { add, defineFunction, isEqual, multiply, shiftLeft } from '../../../../simd/assembler.ts';
import { addressOf, floats } from '../kernel.ts';
import { kernelFunctions } from './functions.ts';
import { lstmForward } from './lstm.ts';
import { type Pool, startPool } from './pool.ts';
import { columnSums } from './rows.ts';

// Read when the backend starts; threads have to be there whatever the machine has.
process.env.LAYERLOOM_THREADS = '3';
const { wasm } = await import('../../wasm.ts');
const { tf, device } = await wasm.start();
const backend = tf.backend() as BackendWasm;

/** Writes `item + 1` to each item's place, and traps on the item `trap`. */
const mark = defineFunction({
  name: 'mark',
  parameters: { out: 'i32', trap: 'i32', begin: 'i32', end: 'i32' },
  write(body, { out, trap, begin, end }) {
    body.range(begin, end, 1, (item) => {
      // An address outside the memory ends the function.
      const place = body.local(add(out, shiftLeft(item, 2)));
      body.when(isEqual(item, trap), () => body.set(place, multiply(-1, 4)));
      body.store(place, add(item, 1));
    });
  },
});

const tensor = (label: string, shape: number[]) =>
  tf.tensor(
    createRandom(label).uniform(
      shape.reduce((x, y) => x * y, 1),
      -1,
      1,
    ),
    shape,
  );

const pools: Pool[] = [];
beforeAll(async () => {
  for (const threads of [1, 2, 3, 8]) pools.push(await startPool(backend, [...kernelFunctions, mark], threads));
});

describe('a pool', () => {
  it('has the threads asked for where the memory is shared', () => {
    expect(inEnglish(device)).toBe('CPU, 3 threads, SIMD');
    expect(pools.map(({ threads }) => threads)).toEqual([1, 2, 3, 8]);
  });

  it('does no work when it is woken without a call', async () => {
    const { _malloc } = backend.wasm;
    let control = 0;
    backend.wasm._malloc = (bytes) => {
      control = _malloc(bytes);
      return control;
    };
    const pool = await startPool(backend, [mark], 3).finally(() => {
      backend.wasm._malloc = _malloc;
    });
    const out = tf.zeros([9], 'int32');
    pool.run(mark, { out: addressOf(backend, out), trap: -1 }, 9);
    const [call, pending] = [0, 1];
    const words = new Int32Array(backend.wasm.HEAPU8.buffer, control, 8);
    // The helpers are given time to fall asleep, then to do what they must not.
    await expect.poll(() => Atomics.notify(words, call)).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(words[pending]).toBe(0);
  });

  it('does every item once, for any number of items', () => {
    for (const pool of pools) {
      for (const count of [0, 1, 2, 3, 7, 8, 9, 1000]) {
        const out = tf.zeros([1001], 'int32');
        pool.run(mark, { out: addressOf(backend, out), trap: -1 }, count);
        expect([...out.dataSync()]).toEqual(Array.from({ length: 1001 }, (_, i) => (i < count ? i + 1 : 0)));
      }
    }
  });

  it('reports a thread that fails, and works on afterwards', () => {
    for (const pool of pools.slice(1)) {
      const out = tf.zeros([100], 'int32');
      const at = addressOf(backend, out);
      expect(() => pool.run(mark, { out: at, trap: 0 }, 100)).toThrow('Received: mark');
      pool.run(mark, { out: at, trap: -1 }, 100);
      expect(out.dataSync()[99]).toBe(100);
    }
  });

  it('wakes no thread for little work', () => {
    const out = tf.zeros([100], 'int32');
    const run = (work: number) => () => pools[3]!.run(mark, { out: addressOf(backend, out), trap: 0 }, 100, work);
    // The first item is a helper's where work is divided, and then the failure is told; here it is the caller's own.
    expect(run(1e6)).toThrow('Received: mark');
    expect(run(100)).toThrow('out of bounds');
  });

  it('gives the same bits whatever the number of threads', () => {
    const [rows, time, units] = [13, 5, 7];
    const projected = tensor('projected', [rows, time, 4 * units]);
    const kernel = tensor('kernel', [units, 4 * units]);
    const results = pools.map((pool) => {
      const [gates, hidden, cell, output, sums] = [
        [rows, time, 4 * units],
        [rows, time + 1, units],
        [rows, time + 1, units],
        [rows, time, units],
        [time * 4 * units],
      ].map((shape) => tf.zeros(shape));
      const at = (info: typeof projected) => addressOf(backend, info);
      const sequence = { mask: 0, rows, time, units, backwards: 0, outputTime: time };
      pool.run(
        lstmForward,
        {
          projected: at(projected),
          kernel: at(kernel),
          gates: at(gates!),
          hidden: at(hidden!),
          cell: at(cell!),
          output: at(output!),
          ...sequence,
        },
        Math.ceil(rows / 4),
      );
      const columns = time * 4 * units;
      pool.run(columnSums, { x: at(gates!), out: at(sums!), rows, columns }, Math.ceil(columns / 16));
      return [...floats(backend, output!), ...floats(backend, sums!)];
    });
    expect(results[0]!.some((value) => value !== 0)).toBe(true);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it('refuses a function it was not started with', () => {
    const other = defineFunction({ ...mark, name: 'other' });
    expect(() => pools[0]!.run(other, { out: 0, trap: -1 }, 1)).toThrow('Received: other');
  });
});
