import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { convWindow } from '../window.ts';
import { defineKernel } from './kernel.ts';

/** Convolutions of the package, and whether each sees one channel at a time. */
const convolutions = {
  Conv2D: false,
  FusedConv2D: false,
  DepthwiseConv2dNative: true,
  FusedDepthwiseConv2D: true,
} as const;

/** Convolutions whose `same` padding also holds for strides that pass over the end of the image. */
export const convolutionsWithSamePadding = Object.entries(convolutions).map(([name, depthwise]) =>
  defineKernel({
    name,
    why: "The package's writes nothing where strides are larger than the window and its last position ends before the image does.",
    compute({ tf, stock }, inputs, attributes) {
      const shapes = [input(inputs, 'x').shape, input(inputs, 'filter').shape] as const;
      return stock(name, inputs, { ...attributes, pad: padOf(tf, ...shapes, attributes, depthwise) });
    },
  }),
);

/** The padding that says what `same` means in numbers, where the package cannot tell; else as it was. */
function padOf(
  tf: Tfjs,
  shape: readonly number[],
  filter: readonly number[],
  attributes: NamedAttrMap,
  depthwise: boolean,
): unknown {
  if (attributes.pad !== 'same') return attributes.pad;
  const w = convWindow(tf, shape, filter, attributes, depthwise);
  // What lies after the last position: zeros where positive, a rest of the image where negative.
  const rows = (w.outHeight - 1) * w.strideHeight + (w.height - 1) * w.dilationHeight + 1 - w.inHeight - w.padTop;
  const columns = (w.outWidth - 1) * w.strideWidth + (w.width - 1) * w.dilationWidth + 1 - w.inWidth - w.padLeft;
  if (rows >= 0 && columns >= 0) return attributes.pad;
  return [
    [0, 0],
    [w.padTop, Math.max(rows, 0)],
    [w.padLeft, Math.max(columns, 0)],
    [0, 0],
  ];
}
