import { defineKernel, floats, input, output } from './kernel.ts';
import { poolWindow } from './window.ts';

export const maxPoolGrad = defineKernel({
  name: 'MaxPoolGrad',
  why: "The package's loses the gradient of windows without a positive number.",
  // Each gradient goes to the first maximum of its window, row by row, as in TensorFlow.
  compute({ tf, backend }, inputs, attributes) {
    const dy = input(inputs, 'dy');
    const x = input(inputs, 'input');
    const w = poolWindow(tf, x.shape, attributes);
    const out = output(backend, x.shape);
    const numbers = floats(backend, x);
    const gradient = floats(backend, dy);
    const result = floats(backend, out).fill(0);
    const channels = w.inChannels;
    let from = 0;
    for (let image = 0; image < w.batch; image++) {
      for (let i = 0; i < w.outHeight; i++) {
        const top = i * w.strideHeight - w.padTop;
        for (let j = 0; j < w.outWidth; j++) {
          const left = j * w.strideWidth - w.padLeft;
          for (let c = 0; c < channels; c++) {
            let best = -1;
            let largest = 0;
            for (let u = 0; u < w.height; u++) {
              const y = top + u * w.dilationHeight;
              if (y < 0 || y >= w.inHeight) continue;
              for (let v = 0; v < w.width; v++) {
                const z = left + v * w.dilationWidth;
                if (z < 0 || z >= w.inWidth) continue;
                const place = ((image * w.inHeight + y) * w.inWidth + z) * channels + c;
                const value = numbers[place]!;
                if (best < 0 || value > largest) {
                  best = place;
                  largest = value;
                }
              }
            }
            if (best >= 0) result[best] = result[best]! + gradient[from]!;
            from += 1;
          }
        }
      }
    }
    return out;
  },
});
