import { conv2dBackpropFilter, conv2dBackpropInput } from './convolution.ts';
import { depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput } from './depthwise.ts';
import { cast, loomAdam, pow, reluGrad } from './elementwise.ts';
import type { GpuKernel } from './kernel.ts';
import { avgPoolGrad, maxPoolGrad } from './pooling.ts';
import { batchMatMul, unsortedSegmentSum } from './products.ts';
import { loomGru, loomGruGrad, loomLstm, loomLstmGrad } from './recurrent.ts';
import { transpose } from './transpose.ts';

/** Every kernel that is added to the package's or takes the place of one. */
export const gpuKernels: readonly GpuKernel[] = [
  avgPoolGrad,
  batchMatMul,
  cast,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  loomAdam,
  loomGru,
  loomGruGrad,
  loomLstm,
  loomLstmGrad,
  maxPoolGrad,
  pow,
  reluGrad,
  transpose,
  unsortedSegmentSum,
];
