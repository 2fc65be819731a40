import type { ShortBlock } from './networks.ts';

export const l1l2 = { type: 'L1L2', l1: 0.01, l2: 0.02 };
export const scaling = { type: 'VarianceScaling', scale: 2, mode: 'fan_avg', distribution: 'untruncated_normal' };
export const tokens = (maskZero: boolean): readonly ShortBlock[] => [
  ['Input', { shape: [9], dtype: 'int32' }, 'words'],
  ['Embedding', { inputDim: 20, outputDim: 5, maskZero }],
];
export const simpleRecurrent = {
  units: 4,
  activation: 'relu',
  returnSequences: true,
  goBackwards: true,
  dropout: 0.2,
  recurrentDropout: 0.1,
  useBias: false,
  kernelInitializer: scaling,
  recurrentInitializer: { type: 'Orthogonal', gain: 0.5 },
  kernelRegularizer: l1l2,
  recurrentRegularizer: { type: 'L1', l1: 0.1 },
};
export const recurrent = {
  ...simpleRecurrent,
  recurrentActivation: 'softsign',
  activityRegularizer: { type: 'L2', l2: 0.1 },
};
