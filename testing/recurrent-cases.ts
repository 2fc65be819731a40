import { heNormal } from '../shared/blocks/initializers.ts';
import { componentValue } from '../shared/blocks/params.ts';
import type { gatedParams, recurrentParams } from '../shared/blocks/recurrent-layer.ts';
import { l1, l1l2, l2 } from '../shared/blocks/regularizers.ts';
import type { BlockCase } from './test-block.ts';

/** Few units, so that every gradient can be checked. */
export const fewUnits = { units: 3 };

/** The penalties all have, and an initializer for the kernel. */
export const recurrentPenalties = {
  kernelInitializer: componentValue(heNormal),
  kernelRegularizer: componentValue(l2, { l2: 0.1 }),
  recurrentRegularizer: componentValue(l1, { l1: 0.2 }),
  biasRegularizer: componentValue(l1l2, { l1: 0.3, l2: 0.1 }),
};

/** Those of LSTM and GRU. */
export const gatedPenalties = { ...recurrentPenalties, activityRegularizer: componentValue(l2, { l2: 0.4 }) };

/** The ways to use a recurrent block that all of them have in common. */
export const recurrentCases: readonly BlockCase<typeof recurrentParams>[] = [
  { name: 'one step', params: fewUnits, inputs: [{ shape: [1, 2] }], batch: 1 },
  { name: 'a mask', params: fewUnits, inputs: [{ shape: [4, 2], masked: true }] },
  { name: 'every step', params: { ...fewUnits, returnSequences: true }, inputs: [{ shape: [4, 2] }] },
  {
    name: 'every step with a mask',
    params: { ...fewUnits, returnSequences: true },
    inputs: [{ shape: [4, 2], masked: true }],
  },
  { name: 'backwards', params: { ...fewUnits, goBackwards: true }, inputs: [{ shape: [4, 2] }] },
  {
    name: 'backwards, every step, with a mask',
    params: { ...fewUnits, goBackwards: true, returnSequences: true },
    inputs: [{ shape: [4, 2], masked: true }],
  },
  { name: 'without bias', params: { ...fewUnits, useBias: false }, inputs: [{ shape: [3, 2] }] },
  { name: 'dropout in use', params: { ...fewUnits, dropout: 0.5, recurrentDropout: 0.5 }, inputs: [{ shape: [3, 4] }] },
  { name: 'dropout in training', params: { ...fewUnits, dropout: 0.4 }, inputs: [{ shape: [3, 4] }], training: true },
  {
    name: 'recurrent dropout in training',
    params: { units: 4, recurrentDropout: 0.4 },
    inputs: [{ shape: [4, 2] }],
    training: true,
  },
  {
    name: 'both dropouts in training, every step, with a mask',
    params: { units: 4, dropout: 0.4, recurrentDropout: 0.3, returnSequences: true },
    inputs: [{ shape: [4, 3], masked: true }],
    training: true,
  },
  {
    name: 'rates of 1, which drop what they drop in Keras',
    params: { ...fewUnits, dropout: 1, recurrentDropout: 1 },
    inputs: [{ shape: [3, 2] }],
    training: true,
  },
];

/** Those of LSTM and GRU. */
export const gatedCases: readonly BlockCase<typeof gatedParams>[] = [
  ...recurrentCases,
  {
    name: 'other activations',
    params: { ...fewUnits, activation: 'softsign', recurrentActivation: 'hard_sigmoid' },
    inputs: [{ shape: [3, 2] }],
  },
];
