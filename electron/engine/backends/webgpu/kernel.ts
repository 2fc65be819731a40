import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { GpuBackend } from './gpu-backend.ts';
import type { ShaderRunner } from './shader.ts';

/** A kernel of ours on the WebGPU backend: listed in `kernels.ts`. */
export interface GpuKernel {
  /** The kernel name of tfjs-core it stands in for, or one of our own that begins with `Loom`. */
  readonly name: string;
  /** Why the one of the package is not used; shown nowhere, kept beside the code it explains. */
  readonly why: string;
  compute(context: GpuContext, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[];
}

/** What a kernel works with. */
export interface GpuContext extends ShaderRunner {
  readonly tf: Tfjs;
  readonly backend: GpuBackend;
  /** Runs a kernel of the package by its name, also where one of ours has taken its place. */
  stock(name: string, inputs: NamedTensorInfoMap, attributes: object): TensorInfo;
}

/** Declares a kernel. */
export function defineKernel(kernel: GpuKernel): GpuKernel {
  return kernel;
}

/** The input of that name. Throws where the caller left it out. */
export function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const info = inputs[name];
  if (info === undefined)
    throw new Error(`A kernel needs its input "${name}". Received: ${Object.keys(inputs).join(', ')}`);
  return info;
}

/** A new tensor; its numbers are whatever lay there until a program writes them. */
export function output({ backend }: GpuContext, shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
  return backend.makeTensorInfo([...shape], dtype);
}

/** New tensors of float32, one for each shape. */
export function outputs<const Shapes extends readonly (readonly number[])[]>(
  context: GpuContext,
  ...shapes: Shapes
): { -readonly [Index in keyof Shapes]: TensorInfo } {
  return shapes.map((shape) => output(context, shape)) as { -readonly [Index in keyof Shapes]: TensorInfo };
}

/** The same numbers in another shape, without a copy. The caller releases it like a tensor of its own. */
export function reshaped({ backend }: GpuContext, info: TensorInfo, shape: readonly number[]): TensorInfo {
  backend.incRef(info.dataId);
  return { dataId: info.dataId, shape: [...shape], dtype: info.dtype };
}

/** Gives tensors back that a kernel made for itself. */
export function release({ backend }: GpuContext, ...infos: readonly TensorInfo[]): void {
  for (const { dataId } of infos) backend.disposeData(dataId);
}

/** The sum over the first of two dimensions, [rows, columns], in a shape of as many numbers as there are columns; `info` is released. */
export function sumOfRows(context: GpuContext, info: TensorInfo, shape: readonly number[]): TensorInfo {
  const sum = context.stock('Sum', { x: info }, { axis: [0], keepDims: false });
  const result = reshaped(context, sum, shape);
  release(context, info, sum);
  return result;
}
