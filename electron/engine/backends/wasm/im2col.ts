import type { Window } from './window.ts';

/** Numbers of one row of patches: every place of the window, every channel. */
export function patchSize(w: Window): number {
  return w.height * w.width * w.inChannels;
}

/** Images whose patches are worked on together, so that they stay in the processor's cache. */
export function imagesAtOnce(w: Window): number {
  const numbersOfAnImage = w.outHeight * w.outWidth * patchSize(w);
  return Math.max(1, Math.min(w.batch, Math.floor(2 ** 19 / numbersOfAnImage)));
}

/**
 * Lays the patches of some images side by side: `patches[patchSize, images * outHeight * outWidth]`, column by column the
 * numbers under one place of the window; what lies outside an image is 0.
 */
export function patchColumns(x: Float32Array, patches: Float32Array, w: Window, first: number, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = w;
  const places = images * outHeight * outWidth;
  let row = 0;
  for (let u = 0; u < w.height; u++) {
    for (let v = 0; v < w.width; v++) {
      let column = row;
      for (let image = first; image < first + images; image++) {
        for (let i = 0; i < outHeight; i++) {
          const y = i * w.strideHeight - w.padTop + u * w.dilationHeight;
          for (let j = 0; j < outWidth; j++, column++) {
            const z = j * w.strideWidth - w.padLeft + v * w.dilationWidth;
            let to = column;
            if (y < 0 || y >= inHeight || z < 0 || z >= inWidth) {
              for (let c = 0; c < inChannels; c++, to += places) patches[to] = 0;
            } else {
              let from = ((image * inHeight + y) * inWidth + z) * inChannels;
              for (let c = 0; c < inChannels; c++, to += places) patches[to] = x[from++]!;
            }
          }
        }
      }
      row += places * inChannels;
    }
  }
}

/** The way back: adds patches, one a row, `patches[images * outHeight * outWidth, patchSize]`, to the images they were cut from. */
export function addPatches(patches: Float32Array, x: Float32Array, w: Window, first: number, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = w;
  let from = 0;
  for (let image = first; image < first + images; image++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        for (let u = 0; u < w.height; u++) {
          const y = i * w.strideHeight - w.padTop + u * w.dilationHeight;
          for (let v = 0; v < w.width; v++, from += inChannels) {
            const z = j * w.strideWidth - w.padLeft + v * w.dilationWidth;
            if (y < 0 || y >= inHeight || z < 0 || z >= inWidth) continue;
            const to = ((image * inHeight + y) * inWidth + z) * inChannels;
            for (let c = 0; c < inChannels; c++) x[to + c] = x[to + c]! + patches[from + c]!;
          }
        }
      }
    }
  }
}
