import { createRequire } from 'node:module';
import type { KernelBackend, Tensor } from '@tensorflow/tfjs-core';

/** Number of a data type in TensorFlow: `DT_FLOAT` is 1. */
export type TypeNumber = number;

/** One attribute of an operation as the binding takes it. `type` is one of the binding's `TF_ATTR_` numbers. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean | readonly number[] | readonly boolean[];
}

/** An attribute that is yes or no; what is left out is no. */
export function flagAttribute({ TF_ATTR_BOOL: type }: Binding, name: string, value: unknown): OperationAttribute {
  return { name, type, value: value === true };
}

/** A tensor that the binding holds. */
export interface TensorFacts {
  readonly id: number;
  readonly dtype: TypeNumber;
  readonly shape: number[];
}

export type TensorNumbers = Float32Array | Int32Array | Uint8Array;

/** What `tfjs_binding.node` offers, as far as it is used here: TensorFlow's eager operations, and sessions on saved models. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: TypeNumber;
  readonly TF_INT32: TypeNumber;
  readonly TF_INT64: TypeNumber;
  readonly TF_BOOL: TypeNumber;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  isUsingGpuDevice(): boolean;
  /** The tensor may compute on the very memory of the array. */
  createTensor(shape: readonly number[], dtype: TypeNumber, values: TensorNumbers): number;
  deleteTensor(id: number): void;
  /** A copy of the numbers. */
  tensorDataSync(id: number): TensorNumbers;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorFacts[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** Names are joined by commas, each with its output: `weights:0`. */
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): TensorFacts[];
  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
}

/** The package's backend class, as far as it is used here. */
export interface NodeBackend extends KernelBackend {
  binding: Binding;
  /** Puts tensors on the device where they are not there yet, and answers what the binding calls them. */
  getInputTensorIds(tensors: readonly Pick<Tensor, 'dataId'>[]): number[];
  /** A tensor of the library for one that the binding made. */
  createOutputTensor(facts: TensorFacts): Tensor;
  executeSingleOutput(name: string, attributes: readonly OperationAttribute[], inputs: readonly Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

const require = createRequire(import.meta.url);

/** What `loom_operations.node` offers besides the operations that TensorFlow knows once it is loaded. */
export interface Operations {
  /** The sets of instructions that this processor can compute them with, such as `avx2`; the first is used. */
  readonly instructions: readonly string[];
  /** Computes with another of these sets, as tests do. Throws a RangeError for one that is not there. */
  setInstructions(name: string): void;
  /** How many threads share one of these operations, from 1. */
  setThreads(threads: number): void;
}

/** Adds our operations to the TensorFlow that the binding has loaded. Throws where the library cannot be loaded here. */
export function loadOperations(file: string): Operations {
  return require(file) as Operations;
}

/** Loads the binding of a pack, and with it TensorFlow. Throws where a library of it cannot be loaded here. */
export function loadBinding(file: string): Binding {
  return require(file) as Binding;
}
