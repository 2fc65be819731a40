import { Worker } from 'node:worker_threads';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { assemble, type KernelFunction, type ParameterTypes } from '../../../../simd/assembler.ts';
import { Instance, Memory, Module, type WebAssemblyMemory } from '../../../../simd/web-assembly.ts';

/** Our functions on the memory of the backend. */
export interface Pool {
  /**
   * Runs a function over the items 0 to `count` - 1: its parameters `begin` and `end`, the last two, are filled in, a range of
   * its own for each thread. What an item computes never depends on the ranges, so the number of threads changes no result.
   * `work` is about how many numbers are computed in all; what is little of it is not worth waking a thread for.
   */
  run<Types extends ParameterTypes & { begin: 'i32'; end: 'i32' }>(
    kernel: KernelFunction<Types>,
    numbers: Readonly<Record<Exclude<keyof Types, 'begin' | 'end'>, number>>,
    count: number,
    work?: number,
  ): void;
  readonly threads: number;
}

/** Numbers that one thread computes, at 0.2 to 1 nanosecond each, in less time than it takes to wake another. */
const smallWork = 65_536;

/** Places in the control block: whole numbers first, then the arguments as doubles. */
const layout = {
  call: 0,
  pending: 1,
  function: 2,
  count: 3,
  parameters: 4,
  failed: 5,
  argumentsAt: 32,
  bytes: 512,
} as const;

/** What every helper thread runs: waits for a call, does its range of it, says so. */
const helperScript = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory, names, control, part, parts, layout, seen: start } = workerData;
const functions = new WebAssembly.Instance(module, { env: { memory } }).exports;
const words = new Int32Array(memory.buffer, control, 8);
const numbers = new Float64Array(memory.buffer, control + layout.argumentsAt, (layout.bytes - layout.argumentsAt) / 8);
let seen = start;
parentPort.postMessage('ready');
for (;;) {
  // Woken does not mean called: it may have seen a call, done it, and gone back to sleep before it is woken for that call.
  while (Atomics.load(words, layout.call) === seen) Atomics.wait(words, layout.call, seen);
  seen = Atomics.load(words, layout.call);
  try {
    const count = words[layout.count];
    const given = Array.from(numbers.subarray(0, words[layout.parameters]));
    const begin = Math.floor((count * part) / parts);
    const end = Math.floor((count * (part + 1)) / parts);
    if (begin < end) functions[names[words[layout.function]]](...given, begin, end);
  } catch {
    Atomics.store(words, layout.failed, 1);
  }
  if (Atomics.sub(words, layout.pending, 1) === 1) Atomics.notify(words, layout.pending);
}
`;

function memoryOf(backend: BackendWasm): WebAssemblyMemory {
  const { asm, wasmMemory } = backend.wasm as unknown as {
    asm: Record<string, unknown>;
    wasmMemory?: WebAssemblyMemory;
  };
  const memory = wasmMemory ?? Object.values(asm).find((value) => value instanceof Memory);
  if (!(memory instanceof Memory)) throw new Error('The memory of the WebAssembly module was not found.');
  return memory;
}

/** Compiles the functions against the backend's memory and starts `threads` - 1 helpers where that memory can be shared. */
export async function startPool(
  backend: BackendWasm,
  functions: readonly KernelFunction[],
  wantedThreads: number,
): Promise<Pool> {
  const memory = memoryOf(backend);
  const shared = memory.buffer instanceof SharedArrayBuffer;
  const threads = shared ? wantedThreads : 1;
  const module = new Module(assemble(functions, shared));
  const calls = new Instance(module, { env: { memory } }).exports;
  const names = functions.map(({ name }) => name);
  const control = backend.wasm._malloc(layout.bytes);
  const words = new Int32Array(memory.buffer, control, 8).fill(0);
  const numbersAt = new Float64Array(
    memory.buffer,
    control + layout.argumentsAt,
    (layout.bytes - layout.argumentsAt) / Float64Array.BYTES_PER_ELEMENT,
  );
  await Promise.all(
    Array.from({ length: threads - 1 }, async (_, part) => {
      const workerData = { module, memory, names, control, part, parts: threads, layout, seen: 0 };
      const helper = new Worker(helperScript, { eval: true, workerData });
      await new Promise((resolve, reject) => {
        helper.once('message', resolve);
        helper.once('error', reject);
      });
      helper.unref();
    }),
  );

  return {
    threads,
    run(kernel, given, count, work = Number.POSITIVE_INFINITY) {
      const call = calls[kernel.name];
      if (call === undefined) throw new Error(`The pool was started without this function. Received: ${kernel.name}`);
      const parameters = Object.keys(kernel.parameters).slice(0, -2);
      const list = parameters.map((name) => given[name as keyof typeof given]);
      if (threads === 1 || count <= 1 || work < smallWork) {
        if (count > 0) call(...list, 0, count);
        return;
      }
      numbersAt.set(list);
      words[layout.function] = names.indexOf(kernel.name);
      words[layout.count] = count;
      words[layout.parameters] = list.length;
      Atomics.store(words, layout.pending, threads - 1);
      Atomics.add(words, layout.call, 1);
      Atomics.notify(words, layout.call);
      const begin = Math.floor((count * (threads - 1)) / threads);
      call(...list, begin, count);
      waitForOthers(words);
      if (Atomics.exchange(words, layout.failed, 0) === 1) {
        throw new Error(`A thread failed in a computation. Received: ${kernel.name}`);
      }
    },
  };
}

/** The others end at about the same time, so looking is cheaper than sleeping, for a while. */
function waitForOthers(words: Int32Array): void {
  for (let looks = 0; looks < 20_000; looks++) {
    if (Atomics.load(words, layout.pending) === 0) return;
  }
  for (;;) {
    const pending = Atomics.load(words, layout.pending);
    if (pending === 0) return;
    if (Atomics.wait(words, layout.pending, pending, 600_000) === 'timed-out') {
      throw new Error('A thread did not answer within ten minutes.');
    }
  }
}
