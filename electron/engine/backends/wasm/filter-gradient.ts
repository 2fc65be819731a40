import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import type { Window } from '../window.ts';
import { addressOf, type WasmContext } from './kernel.ts';
import { channelsOfAnItem, filterGradient } from './simd/convolution.ts';
import { windowNumbers } from './simd/windows.ts';

/** Bytes of images and gradients worked on together: so many stay in a core's own cache. */
const cacheBytes = 256 * 1024;

/** Adds the gradient of a filter to `filter`, which begins as zeros. */
export function addFilterGradient(
  { backend, pool }: WasmContext,
  x: TensorInfo,
  dy: TensorInfo,
  filter: TensorInfo,
  w: Window,
): void {
  const items = w.height * w.width * Math.ceil(w.inChannels / channelsOfAnItem);
  const bytesOfAnImage = 4 * (w.inHeight * w.inWidth * w.inChannels + w.outHeight * w.outWidth * w.outChannels);
  pool.run(
    filterGradient,
    {
      x: addressOf(backend, x),
      dy: addressOf(backend, dy),
      filter: addressOf(backend, filter),
      ...windowNumbers(w),
      batch: w.batch,
      together: Math.max(1, Math.floor(cacheBytes / bytesOfAnImage)),
    },
    items,
    sizeOf(dy.shape) * w.height * w.width * w.inChannels,
  );
}
