import type { TensorSpec } from './define-block.ts';
import { type Around, argument, axisIn, type PyTorchForm, padded, sizeText } from './pytorch-form.ts';
import { paddingOf, type Sizes, sizesOf, type Window } from './window.ts';

interface PoolingParams {
  readonly poolSize: Sizes;
  readonly strides: Sizes | null;
  readonly padding: Window['padding'];
}

/** Pooling of windows in PyTorch. What lies over the border counts neither for the largest nor for the mean. */
export function poolingInPyTorch(
  kind: 'max' | 'average',
  { poolSize, strides, padding }: PoolingParams,
  { shape }: TensorSpec,
): PyTorchForm {
  const [sizes, steps] = [sizesOf(poolSize), sizesOf(strides ?? poolSize)];
  const around: Around =
    padding === 'same' ? sizes.map((size, axis) => paddingOf(shape[axis]!, size, steps[axis]!)) : [];
  // PyTorch's layers take no more than half a window, the same at both ends.
  const isEven = around.every(([before, after], axis) => before === after && 2 * before <= sizes[axis]!);
  const inLayer = isEven ? around.map(([before]) => before) : [];
  const args = [
    sizeText(sizes),
    ...argument('stride', sizeText(steps), sizeText(sizes)),
    ...(inLayer.some((zeros) => zeros > 0) ? [`padding=${sizeText(inLayer)}`] : []),
  ];
  const isMean = kind === 'average';
  const settings =
    isMean && isEven && args.some((text) => text.startsWith('padding')) ? ['count_include_pad=False'] : [];
  return {
    layout: 'first',
    members: [{ call: `nn.${isMean ? 'Avg' : 'Max'}Pool${sizes.length}d`, args: [...args, ...settings] }],
    forward({ self, x, local }) {
      if (isEven) return `${self()}(${x})`;
      if (!isMean) return `${self()}(${padded(x, around, 'float("-inf")')})`;
      // The mean over zeros too, divided by the share that is none of them.
      const share = local('share');
      const before = [`${share} = ${self()}(${padded(`torch.ones_like(${x})`, around)})`];
      return { before, value: `${self()}(${padded(x, around)}) / ${share}` };
    },
  };
}

/** One number a channel, of all places. */
export function globalPoolingInPyTorch(
  operation: 'mean' | 'amax',
  { keepdims }: { readonly keepdims: boolean },
  { shape }: TensorSpec,
): PyTorchForm {
  const places = shape.slice(0, -1).map((_size, index) => index + 1);
  return {
    layout: 'any',
    forward({ x, layout }) {
      const dims = places.map((place) => axisIn(layout, place, shape.length));
      const dim = dims.length === 1 ? dims[0] : `(${dims.join(', ')})`;
      return `${x}.${operation}(dim=${dim}${keepdims ? ', keepdim=True' : ''})`;
    },
  };
}
