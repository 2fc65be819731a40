import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import type { PackageContext, PackageKernel } from '../package-kernel.ts';
import type { Pool } from './simd/pool.ts';

/** What a kernel works with. */
export interface WasmContext extends PackageContext {
  readonly backend: BackendWasm;
  /** Our own vector functions, over all threads. */
  readonly pool: Pool;
}

/** A kernel of ours on the wasm backend: one file each, listed in `kernels.ts`. */
export type WasmKernel = PackageKernel<WasmContext>;

/** Declares a kernel. */
export function defineKernel(kernel: WasmKernel): WasmKernel {
  return kernel;
}

/**
 * The numbers of a tensor where they lie. Make outputs first: making one may move the memory, which empties earlier views.
 */
export function floats(backend: BackendWasm, info: TensorInfo): Float32Array {
  const { memoryOffset } = backend.dataIdMap.get(info.dataId);
  return new Float32Array(backend.wasm.HEAPU8.buffer, memoryOffset, sizeOf(info.shape));
}

/** Where a tensor's numbers lie, in bytes: what our vector functions take. */
export function addressOf(backend: BackendWasm, info: TensorInfo): number {
  return backend.dataIdMap.get(info.dataId).memoryOffset;
}

/** The addresses of several tensors by name: arguments of our vector functions. */
export function addressesOf<Name extends string>(
  backend: BackendWasm,
  infos: Readonly<Record<Name, TensorInfo>>,
): Readonly<Record<Name, number>> {
  const entries = Object.entries<TensorInfo>(infos).map(([name, info]) => [name, addressOf(backend, info)]);
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** As `floats`, for whole numbers. */
export function integers(backend: BackendWasm, info: TensorInfo): Int32Array {
  const { memoryOffset } = backend.dataIdMap.get(info.dataId);
  return new Int32Array(backend.wasm.HEAPU8.buffer, memoryOffset, sizeOf(info.shape));
}

/** A new tensor of float32 that is all zeros. */
export function zeros(backend: BackendWasm, shape: readonly number[]): TensorInfo {
  const info = output(backend, shape);
  floats(backend, info).fill(0);
  return info;
}

/** A new tensor of float32; its numbers are whatever lay there. */
export function output(backend: BackendWasm, shape: readonly number[]): TensorInfo {
  return backend.makeOutput([...shape], 'float32');
}

/** New tensors of float32, one for each shape. */
export function outputs<const Shapes extends readonly (readonly number[])[]>(
  backend: BackendWasm,
  ...shapes: Shapes
): { -readonly [Index in keyof Shapes]: TensorInfo } {
  return shapes.map((shape) => output(backend, shape)) as { -readonly [Index in keyof Shapes]: TensorInfo };
}

/**
 * Runs `use` with a tensor that is part of another one's memory: `shape` from element `start` on. It is gone afterwards, and
 * with it what the package's kernels remember of it.
 */
export function withView<Result>(
  backend: BackendWasm,
  of: TensorInfo,
  start: number,
  shape: readonly number[],
  use: (view: TensorInfo) => Result,
): Result {
  const { memoryOffset } = backend.dataIdMap.get(of.dataId);
  const view = backend.makeOutput([...shape], of.dtype, memoryOffset + start * Float32Array.BYTES_PER_ELEMENT);
  try {
    return use(view);
  } finally {
    // Not `disposeData`, which would free the memory of the owner.
    backend.wasm.tfjs.disposeData(backend.dataIdMap.get(view.dataId).id);
    backend.dataIdMap.delete(view.dataId);
  }
}
