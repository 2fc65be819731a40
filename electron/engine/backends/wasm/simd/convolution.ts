import {
  add,
  type Body,
  defineFunction,
  divide,
  four,
  type Int,
  int,
  isEqual,
  isLess,
  type Lanes,
  multiply,
  remainder,
  shiftLeft,
  single,
  subtract,
} from '../../../../simd/assembler.ts';
import { eachGroupOfRows, multiplyRows, rowsOfAnItem } from './row-product.ts';
import { addRow, lesser } from './rows.ts';
import { eachPlace, outputsInside, pixel, windowParameters } from './windows.ts';

/** Input channels that one item of `filterGradient` takes. */
export const channelsOfAnItem = 4;

/**
 * Adds to `filter[height, width, inChannels, outChannels]` its gradient: for each place of the window the sum of `x` transposed
 * times `dy` over all outputs. Images are gone through in groups of `together`, few enough for the cache; the sums of a tile stay in
 * registers over a group. An item is one place of the window and 4 input channels.
 */
export const filterGradient = defineFunction({
  name: 'filterGradient',
  parameters: {
    x: 'i32',
    dy: 'i32',
    filter: 'i32',
    ...windowParameters,
    batch: 'i32',
    together: 'i32',
    begin: 'i32',
    end: 'i32',
  },
  write(body, { x, dy, filter, batch, together, begin, end, ...w }) {
    const groups = body.local(divide(add(w.inChannels, channelsOfAnItem - 1), channelsOfAnItem));
    const xStep = body.local(shiftLeft(multiply(w.strideWidth, w.inChannels), 2));
    const dyStep = body.local(shiftLeft(w.outChannels, 2));
    const xLineStep = body.local(shiftLeft(multiply(multiply(w.strideHeight, w.inWidth), w.inChannels), 2));
    const dyLineStep = body.local(shiftLeft(multiply(w.outWidth, w.outChannels), 2));

    body.range(0, batch, together, (first) => {
      const last = lesser(body, add(first, together), batch);
      body.range(begin, end, 1, (item) => {
        const place = body.local(divide(item, groups));
        const channel = body.local(multiply(remainder(item, groups), channelsOfAnItem));
        const u = body.local(divide(place, w.width));
        const v = body.local(remainder(place, w.width));
        const down = body.local(subtract(multiply(u, w.dilationHeight), w.padTop));
        const right = body.local(subtract(multiply(v, w.dilationWidth), w.padLeft));
        const rows = outputsInside(body, down, w.strideHeight, w.inHeight, w.outHeight);
        const columns = outputsInside(body, right, w.strideWidth, w.inWidth, w.outWidth);

        /** `channels` by `vectors` sums, from input channel `c` and output channel `o` on. */
        const tile = <Type extends 'f32' | 'v128'>(
          lanes: Lanes<Type>,
          channels: number,
          vectors: number,
          c: Int,
          o: Int,
        ): void => {
          const bytes = lanes.count * 4;
          const sums = Array.from({ length: channels }, () =>
            Array.from({ length: vectors }, () => body.local(lanes.same(0))),
          );
          body.range(first, last, 1, (image) => {
            const y = add(multiply(rows.from, w.strideHeight), down);
            const z = add(multiply(columns.from, w.strideWidth), right);
            const xLine = body.local(add(pixel(x, image, w.inHeight, w.inWidth, w.inChannels, y, z), shiftLeft(c, 2)));
            const dyLine = body.local(
              add(pixel(dy, image, w.outHeight, w.outWidth, w.outChannels, rows.from, columns.from), shiftLeft(o, 2)),
            );
            body.range(rows.from, rows.to, 1, () => {
              const at = body.local(xLine);
              const from = body.local(dyLine);
              body.range(columns.from, columns.to, 1, () => {
                const gradients = Array.from({ length: vectors }, (_, k) => body.local(lanes.load(from, k * bytes)));
                for (const [k, row] of sums.entries()) {
                  const value = body.local(lanes.loadSame(at, k * 4));
                  for (const [l, sum] of row.entries()) {
                    body.set(sum, lanes.add(sum, lanes.multiply(value, gradients[l]!)));
                  }
                }
                body.set(at, add(at, xStep));
                body.set(from, add(from, dyStep));
              });
              body.set(xLine, add(xLine, xLineStep));
              body.set(dyLine, add(dyLine, dyLineStep));
            });
          });
          const to = body.local(
            add(filter, shiftLeft(add(multiply(add(multiply(place, w.inChannels), c), w.outChannels), o), 2)),
          );
          for (const row of sums) {
            for (const [k, sum] of row.entries()) {
              body.store(to, lanes.add(lanes.load(to, k * bytes), sum), k * bytes);
            }
            body.set(to, add(to, dyStep));
          }
        };
        /** All output channels of `channels` input channels: wide tiles, then single vectors, then single numbers. */
        const strip = (channels: number, vectors: number, c: Int): void => {
          const wide = vectors * 4;
          const afterWide = body.local(subtract(w.outChannels, remainder(w.outChannels, wide)));
          const afterFours = body.local(subtract(w.outChannels, remainder(w.outChannels, 4)));
          body.range(0, afterWide, wide, (o) => tile(four, channels, vectors, c, o));
          body.range(afterWide, afterFours, 4, (o) => tile(four, channels, 1, c, o));
          body.range(afterFours, w.outChannels, 1, (o) => tile(single, channels, 1, c, o));
        };
        const available = lesser(body, subtract(w.inChannels, channel), channelsOfAnItem);
        body.when(
          isEqual(available, channelsOfAnItem),
          () => strip(channelsOfAnItem, 2, channel),
          () => body.range(0, available, 1, (c) => strip(1, 8, body.local(add(channel, c)))),
        );
      });
    });
  },
});

/**
 * Gradient of the input images `dx`, which begin as zeros: each row of `dy` times the transposed filter gives what the patches under
 * that row get, and they are added where they were cut. `transposedFilter` is [outChannels, height * width * inChannels]; `patches`
 * [batch, outWidth, height * width * inChannels] is room to work in. An item is an image.
 */
export const inputGradient = defineFunction({
  name: 'inputGradient',
  parameters: {
    dy: 'i32',
    transposedFilter: 'i32',
    dx: 'i32',
    patches: 'i32',
    ...windowParameters,
    begin: 'i32',
    end: 'i32',
  },
  write(body, { dy, transposedFilter, dx, patches, begin, end, ...w }) {
    const patchSize = body.local(multiply(multiply(w.height, w.width), w.inChannels));
    const patchBytes = body.local(shiftLeft(patchSize, 2));
    const gradientBytes = body.local(shiftLeft(w.outChannels, 2));
    const groups = body.local(divide(add(w.outWidth, rowsOfAnItem - 1), rowsOfAnItem));
    body.range(begin, end, 1, (image) => {
      const room = body.local(add(patches, multiply(multiply(image, w.outWidth), patchBytes)));
      body.range(0, w.outHeight, 1, (i) => {
        const line = body.local(pixel(dy, image, w.outHeight, w.outWidth, w.outChannels, i, int(0)));
        eachGroupOfRows(body, w.outWidth, int(0), groups, (columns) => {
          const rows = columns.map((j) => ({
            start: null,
            factor: body.local(add(line, multiply(j, gradientBytes))),
            out: body.local(add(room, multiply(j, patchBytes))),
          }));
          multiplyRows(body, rows, transposedFilter, w.outChannels, patchSize);
        });
        body.range(0, w.outWidth, 1, (j) => {
          const patch = body.local(add(room, multiply(j, patchBytes)));
          eachRun(body, w, i, j, ({ place, y, z, pixels }) => {
            const from = body.local(add(patch, shiftLeft(multiply(place, w.inChannels), 2)));
            const to = body.local(pixel(dx, image, w.inHeight, w.inWidth, w.inChannels, y, z));
            addRow(body, from, to, body.local(multiply(pixels, w.inChannels)));
          });
        });
      });
    });
  },
});

type WindowLocals = Parameters<typeof eachPlace>[1];

interface Run {
  /** Number of the first place in the window. */
  readonly place: Int;
  readonly y: Int;
  readonly z: Int;
  /** Pixels that lie side by side both in the window and in the image. */
  readonly pixels: Int;
}

/** As `eachPlace`, a row of the window at a time where its pixels are neighbours. */
function eachRun(body: Body, w: WindowLocals, i: Int, j: Int, visit: (run: Run) => void): void {
  const one = body.local(int(1));
  body.when(
    isEqual(w.dilationWidth, 1),
    () => {
      const left = body.local(subtract(multiply(j, w.strideWidth), w.padLeft));
      const columns = outputsInside(body, left, one, w.inWidth, w.width);
      const pixels = body.local(subtract(columns.to, columns.from));
      const z = body.local(add(left, columns.from));
      body.range(0, w.height, 1, (u) => {
        const y = body.local(subtract(add(multiply(i, w.strideHeight), multiply(u, w.dilationHeight)), w.padTop));
        body.when(
          isLess(y, 0),
          () => {},
          () => {
            body.when(isLess(y, w.inHeight), () => {
              visit({ place: body.local(add(multiply(u, w.width), columns.from)), y, z, pixels });
            });
          },
        );
      });
    },
    () =>
      eachPlace(body, w, i, j, ({ u, v, y, z }) =>
        visit({ place: body.local(add(multiply(u, w.width), v)), y, z, pixels: one }),
      ),
  );
}
