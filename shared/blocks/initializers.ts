import { type Component, type ComponentValue, valueOf } from './params.ts';

/** A way to draw a weight's first values. */
export const zeros = { type: 'Zeros', title: 'Zeros', docs: 'All zeros.', params: {} } as const satisfies Component;
export const glorotUniform = {
  type: 'GlorotUniform',
  title: 'Glorot uniform',
  docs: 'Uniform numbers whose range fits the number of inputs and outputs.',
  params: {},
} as const satisfies Component;

/** Every initializer on offer, in menu order. */
export const initializers = [glorotUniform, zeros] as const;

export const zerosValue: ComponentValue = valueOf(zeros);
