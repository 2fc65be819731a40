import {
  add,
  defineFunction,
  float,
  type Int,
  int,
  multiply,
  shiftLeft,
  single,
  subtract,
} from '../../../../simd/assembler.ts';
import { outputsInside, pixel, windowParameters } from './windows.ts';

/** Adds each gradient of `dy` to the first maximum of its window in `dx`, which begins as zeros; an item is an image. */
export const maxPoolGradient = defineFunction({
  name: 'maxPoolGradient',
  parameters: { x: 'i32', dy: 'i32', dx: 'i32', ...windowParameters, begin: 'i32', end: 'i32' },
  write(body, { x, dy, dx, begin, end, ...w }) {
    const right = body.local(shiftLeft(multiply(w.dilationWidth, w.inChannels), 2));
    const down = body.local(shiftLeft(multiply(multiply(w.dilationHeight, w.inWidth), w.inChannels), 2));
    body.range(begin, end, 1, (image) => {
      body.range(0, w.outHeight, 1, (i) => {
        const top = body.local(subtract(multiply(i, w.strideHeight), w.padTop));
        const rows = outputsInside(body, top, w.dilationHeight, w.inHeight, w.height);
        const y = body.local(add(top, multiply(rows.from, w.dilationHeight)));
        body.range(0, w.outWidth, 1, (j) => {
          const left = body.local(subtract(multiply(j, w.strideWidth), w.padLeft));
          const columns = outputsInside(body, left, w.dilationWidth, w.inWidth, w.width);
          const z = body.local(add(left, multiply(columns.from, w.dilationWidth)));
          // The first pixel of the window that lies in the image; images and their gradients lie alike.
          const corner = body.local(pixel(int(0), image, w.inHeight, w.inWidth, w.inChannels, y, z));
          const from = body.local(pixel(dy, image, w.outHeight, w.outWidth, w.outChannels, i, j));
          body.alongRow(w.inChannels, (lanes, channel) => {
            const offset = body.local(shiftLeft(channel, 2));
            // The number of a pixel among those in the image, as a float, so that it fits the lanes.
            const number = body.local(float(0));
            const eachPixel = (images: Int, visit: (address: Int) => void): void => {
              const line = body.local(add(images, corner, offset));
              const address = body.local(line);
              body.set(number, float(0));
              body.range(rows.from, rows.to, 1, () => {
                body.set(address, line);
                body.range(columns.from, columns.to, 1, () => {
                  visit(address);
                  body.set(address, add(address, right));
                  body.set(number, single.add(number, float(1)));
                });
                body.set(line, add(line, down));
              });
            };
            const largest = body.local(lanes.same(Number.NEGATIVE_INFINITY));
            // Where nothing is greater than minus infinity, the first pixel has it.
            const best = body.local(lanes.same(0));
            eachPixel(x, (address) => {
              const value = body.local(lanes.load(address));
              body.set(best, lanes.whereGreater(value, largest, lanes.same(number), best));
              body.set(largest, lanes.larger(largest, value));
            });
            const gradient = body.local(lanes.load(add(from, offset)));
            eachPixel(dx, (address) => {
              const share = lanes.whereEqual(best, lanes.same(number), gradient, lanes.same(0));
              body.store(address, lanes.add(lanes.load(address), share));
            });
          });
        });
      });
    });
  },
});
