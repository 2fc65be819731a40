import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { type PackageContext, type PackageKernel, release, reshaped } from '../package-kernel.ts';
import type { GpuBackend } from './gpu-backend.ts';
import type { ShaderRunner } from './shader.ts';

/** What a kernel works with. */
export interface GpuContext extends PackageContext, ShaderRunner {
  readonly backend: GpuBackend;
}

/** A kernel of ours on the WebGPU backend: listed in `kernels.ts`. */
export type GpuKernel = PackageKernel<GpuContext>;

/** Declares a kernel. */
export function defineKernel(kernel: GpuKernel): GpuKernel {
  return kernel;
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

/** The sum over the first of two dimensions, [rows, columns], in a shape of as many numbers as there are columns; `info` is released. */
export function sumOfRows(context: GpuContext, info: TensorInfo, shape: readonly number[]): TensorInfo {
  const sum = context.stock('Sum', { x: info }, { axis: [0], keepDims: false });
  const result = reshaped(context.backend, sum, shape);
  release(context.backend, info, sum);
  return result;
}
