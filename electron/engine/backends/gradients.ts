import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import { arithmeticGradients } from './gradients/arithmetic.ts';
import { convolutionGradient, transposedConvolutionGradient } from './gradients/convolution.ts';
import { registerGradient } from './gradients/define-gradient.ts';
import { elementwiseGradients } from './gradients/elementwise.ts';
import { normalizationGradients } from './gradients/normalization.ts';
import { productGradients } from './gradients/products.ts';
import { reductionGradients } from './gradients/reductions.ts';
import { shapeGradients } from './gradients/shapes.ts';

/**
 * Registers the gradients of all that blocks, losses and penalties are made of; the library as Node loads it brings none. A kernel
 * that is not among them has no gradient: the library throws an error with its name on the way back. `dilatedKernels` says that the
 * backend's `Conv2DBackpropInput` and `Conv2DBackpropFilter` take dilations themselves.
 */
export function registerGradients(tf: Tfjs, dilatedKernels: boolean): void {
  const gradients = [
    ...arithmeticGradients,
    ...elementwiseGradients,
    ...reductionGradients,
    ...shapeGradients,
    ...productGradients,
    ...normalizationGradients,
    convolutionGradient(dilatedKernels),
    transposedConvolutionGradient,
  ];
  for (const gradient of gradients) registerGradient(tf, gradient);
}
