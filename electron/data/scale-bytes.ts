const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Writes bytes as numbers from 0 to 1, `count` of them from one place on to another. */
export function scaleBytes(bytes: Uint8Array, from: number, count: number, target: Float32Array, to: number): void {
  for (let at = 0; at < count; at++) target[to + at] = scaled[bytes[from + at]!]!;
}
