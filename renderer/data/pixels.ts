/** Values in base64, grey or red, green and blue, as opaque RGBA for a canvas; what is missing is black. */
export function decodePixels(base64: string, count: number, channels: 1 | 3): Uint8ClampedArray<ArrayBuffer> {
  const bytes = atob(base64);
  const colours = new Uint8ClampedArray(count * 4);
  const value = (at: number) => (at < bytes.length ? bytes.charCodeAt(at) : 0);
  for (let index = 0; index < count; index++) {
    for (let colour = 0; colour < 3; colour++)
      colours[index * 4 + colour] = value(channels === 1 ? index : index * 3 + colour);
    colours[index * 4 + 3] = 255;
  }
  return colours;
}
