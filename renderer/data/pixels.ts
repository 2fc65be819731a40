/** Grey values in base64 as opaque RGBA for a canvas; what is missing is black. */
export function decodeGrey(base64: string, count: number): Uint8ClampedArray<ArrayBuffer> {
  const bytes = atob(base64);
  const colours = new Uint8ClampedArray(count * 4);
  for (let index = 0; index < count; index++) {
    colours.fill(index < bytes.length ? bytes.charCodeAt(index) : 0, index * 4, index * 4 + 3);
    colours[index * 4 + 3] = 255;
  }
  return colours;
}
