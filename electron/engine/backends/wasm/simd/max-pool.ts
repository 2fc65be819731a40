import { add, defineFunction, float, shiftLeft, single } from './assembler.ts';
import { eachPlace, pixel, windowParameters } from './windows.ts';

/** Adds each gradient of `dy` to the first maximum of its window in `dx`, which begins as zeros; an item is an image. */
export const maxPoolGradient = defineFunction({
  name: 'maxPoolGradient',
  parameters: { x: 'i32', dy: 'i32', dx: 'i32', ...windowParameters, begin: 'i32', end: 'i32' },
  write(body, { x, dy, dx, begin, end, ...w }) {
    body.range(begin, end, 1, (image) => {
      body.range(0, w.outHeight, 1, (i) => {
        body.range(0, w.outWidth, 1, (j) => {
          const from = body.local(pixel(dy, image, w.outHeight, w.outWidth, w.outChannels, i, j));
          body.alongRow(w.inChannels, (lanes, channel) => {
            const offset = body.local(shiftLeft(channel, 2));
            const largest = body.local(lanes.same(Number.NEGATIVE_INFINITY));
            // The place's number in the window as a float, so that it fits the lanes. Where nothing is greater than
            // minus infinity, the first place in the image has it.
            const best = body.local(lanes.same(-1));
            const number = body.local(float(0));
            eachPlace(body, w, i, j, ({ y, z }) => {
              const at = body.local(add(pixel(x, image, w.inHeight, w.inWidth, w.inChannels, y, z), offset));
              const value = body.local(lanes.load(at));
              body.set(best, lanes.whereGreater(value, largest, lanes.same(number), best));
              body.set(best, lanes.whereEqual(best, lanes.same(-1), lanes.same(number), best));
              body.set(largest, lanes.larger(largest, value));
              body.set(number, single.add(number, float(1)));
            });
            const gradient = body.local(lanes.load(add(from, offset)));

            body.set(number, float(0));
            eachPlace(body, w, i, j, ({ y, z }) => {
              const to = body.local(add(pixel(dx, image, w.inHeight, w.inWidth, w.inChannels, y, z), offset));
              const share = lanes.whereEqual(best, lanes.same(number), gradient, lanes.same(0));
              body.store(to, lanes.add(lanes.load(to), share));
              body.set(number, single.add(number, float(1)));
            });
          });
        });
      });
    });
  },
});
