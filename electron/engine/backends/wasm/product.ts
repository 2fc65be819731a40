// The types of the wasm package extend those of Emscripten without naming them.
/// <reference types="emscripten" />
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';

type BatchMatMul = (
  a: number,
  aShape: Uint8Array,
  aRank: number,
  b: number,
  bShape: Uint8Array,
  bRank: number,
  transposeA: boolean,
  transposeB: boolean,
  out: number,
) => void;

const calls = new WeakMap<BackendWasm, BatchMatMul>();

function callOf(backend: BackendWasm): BatchMatMul {
  let call = calls.get(backend);
  if (call === undefined) {
    const types = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'] as const;
    call = backend.wasm.cwrap('BatchMatMul', null, [...types]) as unknown as BatchMatMul;
    calls.set(backend, call);
  }
  return call;
}

const bytesOf = (...sizes: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(sizes).buffer);

/**
 * Writes `a [rows, inner] x b [inner, columns]` into `out`, whatever shapes the three are said to have. The one form the package
 * computes fast; it packs `b` at first use and remembers that until `b` is disposed, so `b` must not change meanwhile.
 */
export function multiply(
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  out: TensorInfo,
  rows: number,
  inner: number,
  columns: number,
): void {
  const id = (info: TensorInfo) => backend.dataIdMap.get(info.dataId).id;
  callOf(backend)(id(a), bytesOf(1, rows, inner), 3, id(b), bytesOf(1, inner, columns), 3, false, false, id(out));
}
