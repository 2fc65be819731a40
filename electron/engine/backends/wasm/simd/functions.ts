import type { KernelFunction } from '../../../../simd/assembler.ts';
import { adamStep } from './adam.ts';
import { filterGradient, inputGradient } from './convolution.ts';
import { gruBackward, gruForward } from './gru.ts';
import { lstmBackward, lstmForward } from './lstm.ts';
import { maxPoolGradient } from './max-pool.ts';
import { addRows, columnSums, reluGradient } from './rows.ts';

/** Every function of ours, compiled at the start of the backend. */
export const kernelFunctions: readonly KernelFunction[] = [
  adamStep,
  addRows,
  columnSums,
  filterGradient,
  gruBackward,
  gruForward,
  inputGradient,
  lstmBackward,
  lstmForward,
  maxPoolGradient,
  reluGradient,
];
