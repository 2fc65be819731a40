import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { Pool } from './simd/pool.ts';

/** A kernel of ours on the wasm backend: one file each, listed in `kernels.ts`. */
export interface WasmKernel {
  /** The kernel name of tfjs-core it stands in for, or one of our own that begins with `Loom`. */
  readonly name: string;
  /** Why the one of the package is not used; shown nowhere, kept beside the code it explains. */
  readonly why: string;
  compute(context: WasmContext, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[];
}

/** What a kernel works with. */
export interface WasmContext {
  readonly tf: Tfjs;
  readonly backend: BackendWasm;
  /** Our own vector functions, over all threads. */
  readonly pool: Pool;
  /** Runs a kernel of the package by its name, also where one of ours has taken its place. */
  stock(name: string, inputs: NamedTensorInfoMap, attributes: object): TensorInfo;
}

/** Declares a kernel. */
export function defineKernel(kernel: WasmKernel): WasmKernel {
  return kernel;
}

/** The input of that name. Throws where the caller left it out. */
export function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const info = inputs[name];
  if (info === undefined)
    throw new Error(`A kernel needs its input "${name}". Received: ${Object.keys(inputs).join(', ')}`);
  return info;
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

/** The same numbers in another shape, without a copy. The caller disposes it like a tensor of its own. */
export function reshaped(backend: BackendWasm, info: TensorInfo, shape: readonly number[]): TensorInfo {
  backend.incRef(info.dataId);
  return { dataId: info.dataId, shape: [...shape], dtype: info.dtype };
}

/** Gives tensors back that a kernel made for itself. */
export function release(backend: BackendWasm, ...infos: readonly TensorInfo[]): void {
  for (const info of infos) backend.disposeData(info.dataId);
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
