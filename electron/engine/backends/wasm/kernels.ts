import { loomAdam } from './adam.ts';
import { avgPoolGrad } from './avg-pool-grad.ts';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import {
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
} from './depthwise-conv2d-backprop.ts';
import { gatherV2 } from './gather-v2.ts';
import { identity } from './identity.ts';
import type { WasmKernel } from './kernel.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { loomGru, loomGruGrad, loomLstm, loomLstmGrad } from './recurrent.ts';
import { reluGrad } from './relu-grad.ts';
import { convolutionsWithSamePadding } from './same-padding.ts';
import { sum } from './sum.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel that is added to the package's or takes the place of one. */
export const wasmKernels: readonly WasmKernel[] = [
  avgPoolGrad,
  batchMatMul,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  ...convolutionsWithSamePadding,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  gatherV2,
  identity,
  loomAdam,
  loomGru,
  loomGruGrad,
  loomLstm,
  loomLstmGrad,
  maxPoolGrad,
  reluGrad,
  sum,
  unsortedSegmentSum,
];
