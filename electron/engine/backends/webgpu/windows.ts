/** The numbers of a `Window` as programs are given them. */
export const windowNumbers = [
  'batch',
  'inHeight',
  'inWidth',
  'inChannels',
  'outHeight',
  'outWidth',
  'outChannels',
  'height',
  'width',
  'strideHeight',
  'strideWidth',
  'dilationHeight',
  'dilationWidth',
  'padTop',
  'padLeft',
] as const;

/** WGSL: where `index` lies in the images: `channel`, `z` across, `y` down, and `image`. */
export const placeOfInput = `let channel = index % given.inChannels;
  let z = (index / given.inChannels) % given.inWidth;
  let y = (index / given.inChannels / given.inWidth) % given.inHeight;
  let image = index / given.inChannels / given.inWidth / given.inHeight;`;

/**
 * WGSL: does something for each window that the place `y`, `z` is in, as its number `i`, `j`; the window is at `row`, `column`, and `out`
 * is that place's channel in the output, if it has as many channels. In whole numbers: a division of floats need not be exact on a GPU.
 */
export function windowsOver(body: string): string {
  return `for (var i = 0; i < given.height; i++) {
    let down = y + given.padTop - i * given.dilationHeight;
    if (down < 0 || down % given.strideHeight != 0 || down / given.strideHeight >= given.outHeight) { continue; }
    let row = down / given.strideHeight;
    for (var j = 0; j < given.width; j++) {
      let across = z + given.padLeft - j * given.dilationWidth;
      if (across < 0 || across % given.strideWidth != 0 || across / given.strideWidth >= given.outWidth) { continue; }
      let column = across / given.strideWidth;
      let out = ((image * given.outHeight + row) * given.outWidth + column) * given.inChannels + channel;
      ${body}
    }
  }`;
}
