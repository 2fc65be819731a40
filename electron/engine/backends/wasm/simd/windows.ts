import {
  add,
  type Body,
  divide,
  type Int,
  int,
  isBelow,
  isGreater,
  isLess,
  type Local,
  multiply,
  shiftLeft,
  subtract,
} from '../../../../simd/assembler.ts';
import type { Window } from '../../window.ts';

/** Parameters of every function that slides a window over images. */
export const windowParameters = {
  inHeight: 'i32',
  inWidth: 'i32',
  inChannels: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  outChannels: 'i32',
  height: 'i32',
  width: 'i32',
  strideHeight: 'i32',
  strideWidth: 'i32',
  dilationHeight: 'i32',
  dilationWidth: 'i32',
  padTop: 'i32',
  padLeft: 'i32',
} as const;

type WindowLocals = { readonly [Name in keyof typeof windowParameters]: Local<'i32'> };

/** The numbers for `windowParameters`. */
export function windowNumbers(w: Window): { readonly [Name in keyof typeof windowParameters]: number } {
  const { batch: _, ...numbers } = w;
  return numbers;
}

/** Calls `visit` for each place (u, v) of the window at output (i, j) that lies in the image; (y, z) is the input pixel. */
export function eachPlace(
  body: Body,
  w: WindowLocals,
  i: Int,
  j: Int,
  visit: (place: { readonly u: Int; readonly v: Int; readonly y: Int; readonly z: Int }) => void,
): void {
  const top = body.local(subtract(multiply(i, w.strideHeight), w.padTop));
  const left = body.local(subtract(multiply(j, w.strideWidth), w.padLeft));
  body.range(0, w.height, 1, (u) => {
    const y = body.local(add(top, multiply(u, w.dilationHeight)));
    body.when(isBelow(y, w.inHeight), () => {
      body.range(0, w.width, 1, (v) => {
        const z = body.local(add(left, multiply(v, w.dilationWidth)));
        body.when(isBelow(z, w.inWidth), () => visit({ u, v, y, z }));
      });
    });
  });
}

/** The outputs [from, to) along one dimension whose input pixel, `i * stride + shift`, lies in [0, limit). */
export function outputsInside(
  body: Body,
  shift: Int,
  stride: Int,
  limit: Int,
  outputs: Int,
): { readonly from: Local<'i32'>; readonly to: Local<'i32'> } {
  const from = body.local(int(0));
  body.when(isLess(shift, 0), () => body.set(from, divide(add(subtract(0, shift), stride, -1), stride)));
  // The last output is the one whose pixel is at most `limit - 1`; none is left where even the first lies past it.
  const to = body.local(divide(add(subtract(limit, shift), stride, -1), stride));
  body.when(isGreater(shift, subtract(limit, 1)), () => body.set(to, int(0)));
  body.when(isGreater(to, outputs), () => body.set(to, outputs));
  body.when(isLess(to, from), () => body.set(to, from));
  return { from, to };
}

/** Address of a pixel's first channel in images [batch, height, width, channels]. */
export function pixel(images: Int, image: Int, height: Int, width: Int, channels: Int, y: Int, z: Int): Int {
  return add(images, shiftLeft(multiply(add(multiply(add(multiply(image, height), y), width), z), channels), 2));
}
