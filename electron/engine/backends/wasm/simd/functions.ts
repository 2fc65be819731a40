import type { KernelFunction } from './assembler.ts';
import { addPatches, filterGradient } from './convolution.ts';
import { maxPoolGradient } from './max-pool.ts';
import { addRows, columnSums, reluGradient } from './rows.ts';

/** Every function of ours, compiled at the start of the backend. */
export const kernelFunctions: readonly KernelFunction[] = [
  addPatches,
  addRows,
  columnSums,
  filterGradient,
  maxPoolGradient,
  reluGradient,
];
