// The types of the wasm package extend those of Emscripten without naming them.
/// <reference types="emscripten" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { askedThreads } from '../threads.ts';

/** The compiled module as the backend class of the package expects it. */
type WasmModule = BackendWasm['wasm'];

const require = createRequire(import.meta.url);

/** Folder of the installed package: the binaries are read from it, so it is never bundled. */
export function packageFolder(): string {
  return path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
}

/**
 * Multiply-adds of one pass of a batch from which several threads pay: below, handing out the work takes as long as the work. On two
 * quiet cores an MLP of 160,000 takes the same time either way; beside other programs, whose turns the threads wait for, two of them
 * are three times as slow as one.
 */
const worthThreads = 4_000_000;

/**
 * Threads to compute with for that many multiply-adds a batch: those of the environment's `LAYERLOOM_THREADS` where it is set (tests that run beside each other are
 * fastest with 1), otherwise what suits the cores that this process may use. Throws where it is not a whole number from 1 on.
 */
export function wantedThreads(
  multiplyAdds = Number.POSITIVE_INFINITY,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): number {
  return askedThreads(environment) ?? (multiplyAdds < worthThreads ? 1 : threadsFor(os.availableParallelism()));
}

/**
 * Threads worth starting on a machine with that many logical cores: all of a small one; half of a larger one, whose cores
 * are mostly pairs that share one arithmetic unit; at most 8, past which these kernels gain nothing.
 */
export function threadsFor(cores: number): number {
  return Math.max(1, Math.min(8, cores <= 4 ? cores : Math.floor(cores / 2)));
}

/** Emscripten's worker script, made to run in a thread of Node; `folder` stands for the script's own folder. */
function workerSource(folder: string): string {
  const { wasmWorkerContents } = require(path.join(folder, 'tfjs-backend-wasm-threaded-simd.worker.js')) as {
    wasmWorkerContents: string;
  };
  const script = wasmWorkerContents
    // The package keeps the script in a template literal, which turned the escapes of its string literals into line ends.
    .replaceAll('\n', '\\n')
    .replace('"use strict";', '')
    .replace('location:{href:__filename}', 'location:{href:""}');
  return `globalThis.__dirname = ${JSON.stringify(folder)};\n${script}`;
}

/**
 * Starts the SIMD build of the package with threads. Its own start refuses Node: it hands Node's `Worker` a blob address, and
 * the worker script misses `__dirname`. So the same files are started here with what they lack. The two places of the script
 * that are changed are checked, so that another version of the package is refused rather than half started.
 */
export async function startThreadedModule(threads: number): Promise<WasmModule> {
  const folder = path.join(packageFolder(), 'wasm-out');
  const scriptFile = path.join(folder, 'tfjs-backend-wasm-threaded-simd.js');
  const original = readFileSync(scriptFile, 'utf8');
  const poolSize = 'pthreadPoolSize=8;';
  if (original.split(poolSize).length !== 2) {
    throw new Error(
      `The threaded build is not the one known here. Expected: one "${poolSize}". Received: ${scriptFile}`,
    );
  }
  // The calling thread computes too. One spare keeps the pool from being empty.
  const script = original.replace(poolSize, `pthreadPoolSize=${Math.max(1, threads - 1)};`);
  const worker = workerSource(folder);

  const failures: Error[] = [];
  let fail: (error: Error) => void = (error) => failures.push(error);

  class ComputeThread extends Worker {
    constructor() {
      super(worker, { eval: true });
      super.unref();
      this.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
    }
    /** A thread waiting for work never keeps the process alive. */
    override ref(): void {}
  }

  const scope = {
    Worker: ComputeThread,
    // The build uses half the cores it is told of, at most 4 by itself and as many as asked for otherwise.
    require: (name: string): unknown =>
      name === 'os'
        ? { cpus: () => Array.from({ length: 2 * threads }) }
        : name === 'worker_threads'
          ? { Worker: ComputeThread }
          : require(name),
    // Its handlers for uncaught errors would outlive it and hide those of the host.
    process: { versions: process.versions, argv: ['node'], on: () => {}, listeners: () => [], exit: process.exit },
    module: { exports: {} as unknown },
  };
  const run = compileFunction(
    script,
    ['require', 'module', 'exports', '__dirname', '__filename', 'global', 'process', 'Worker'],
    {
      filename: scriptFile,
    },
  ) as (...scope: unknown[]) => void;
  run(
    scope.require,
    scope.module,
    scope.module.exports,
    folder,
    scriptFile,
    { performance },
    scope.process,
    ComputeThread,
  );
  const factory = scope.module.exports as (config: object) => Promise<EmscriptenModule>;

  const keepAlive = setInterval(() => {}, 1000);
  try {
    const started = await new Promise<EmscriptenModule>((resolve, reject) => {
      fail = reject;
      const limit = setTimeout(() => reject(new Error('Its threads did not start within 10 seconds.')), 10_000);
      factory({
        locateFile: (file: string) => path.join(packageFolder(), file.endsWith('.wasm') ? 'dist' : 'wasm-out', file),
        mainScriptUrlOrBlob: scriptFile,
        onAbort: (reason: unknown) => reject(new Error(`The WebAssembly module ended: ${String(reason)}`)),
      })
        .then(resolve, reject)
        .finally(() => clearTimeout(limit));
    });
    return attachCalls(started);
  } finally {
    clearInterval(keepAlive);
    fail = (error) => {
      throw error;
    };
  }
}

/** What Emscripten gives, before the calls that the backend class needs are attached. */
type EmscriptenModule = Omit<WasmModule, 'tfjs'> & { tfjs?: WasmModule['tfjs'] };

function attachCalls(module: EmscriptenModule): WasmModule {
  const { cwrap } = module;
  return Object.assign(module, {
    tfjs: {
      init: cwrap('init', null, []),
      initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
      getThreadsCount: cwrap('get_threads_count', 'number', []),
      registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
      disposeData: cwrap('dispose_data', null, ['number']),
      dispose: cwrap('dispose', null, []),
    },
  }) as WasmModule;
}
