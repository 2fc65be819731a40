import type { backend_util, NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';

/** How a window slides over images laid out as [batch, height, width, channels]. */
export interface Window {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly height: number;
  readonly width: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

type Pad = Parameters<typeof backend_util.computePool2DInfo>[4];
type Rounding = Parameters<typeof backend_util.computePool2DInfo>[5];
type Pair = [number, number] | number;
type Shape4 = [number, number, number, number];

function fromConvInfo(info: backend_util.Conv2DInfo): Window {
  if (info.dataFormat !== 'channelsLast') {
    throw new Error(`Images are laid out with the channels last here. Received: ${info.dataFormat}`);
  }
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    height: info.filterHeight,
    width: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** The window of a pooling kernel, from its attributes. */
export function poolWindow(tf: Tfjs, inShape: readonly number[], attributes: NamedAttrMap): Window {
  return fromConvInfo(
    tf.backend_util.computePool2DInfo(
      inShape as Shape4,
      attributes.filterSize as Pair,
      attributes.strides as Pair,
      (attributes.dilations ?? 1) as Pair,
      attributes.pad as Pad,
      attributes.dimRoundingMode as Rounding,
    ),
  );
}

/** The window of a convolution kernel, from its attributes. */
export function convWindow(
  tf: Tfjs,
  inShape: readonly number[],
  filterShape: readonly number[],
  attributes: NamedAttrMap,
  depthwise = false,
): Window {
  return fromConvInfo(
    tf.backend_util.computeConv2DInfo(
      inShape as Shape4,
      filterShape as Shape4,
      attributes.strides as Pair,
      (attributes.dilations ?? 1) as Pair,
      attributes.pad as Pad,
      attributes.dimRoundingMode as Rounding,
      depthwise,
      attributes.dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
    ),
  );
}
