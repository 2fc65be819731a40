import { add, assemble, defineFunction, four, multiply } from '../../simd/assembler.ts';
import { floatsHigh, floatsLow, loadBytes, widenHigh, widenLow } from '../../simd/bytes.ts';
import { Instance, Memory, Module } from '../../simd/web-assembly.ts';

/** Bytes to numbers from 0 to 1, sixteen at a time; what goes beyond is room in the memory. */
const scaleFunction = defineFunction({
  name: 'scale',
  parameters: { from: 'i32', to: 'i32', count: 'i32' },
  write(body, { from, to, count }) {
    body.range(0, count, 16, (place) => {
      const bytes = body.local(loadBytes(add(from, place)));
      const target = body.local(add(to, multiply(place, Float32Array.BYTES_PER_ELEMENT)));
      const [low, high] = [body.local(widenLow(bytes)), body.local(widenHigh(bytes))];
      for (const [at, floats] of [floatsLow(low), floatsHigh(low), floatsLow(high), floatsHigh(high)].entries())
        body.store(target, four.divide(floats, four.same(255)), at * 16);
    });
  },
});

/** Bytes that are scaled at once: they and their numbers stay in the processor's own memory. */
const blockBytes = 4096;
const slackBytes = 16;

interface Scaler {
  readonly bytes: Uint8Array;
  readonly numbers: Float32Array;
  scale(count: number): void;
}

let scaler: Scaler | null = null;

function makeScaler(): Scaler {
  const memory = new Memory({ initial: 1 });
  const to = blockBytes + slackBytes;
  const { scale } = new Instance(new Module(assemble([scaleFunction], false)), { env: { memory } }).exports;
  return {
    bytes: new Uint8Array(memory.buffer as ArrayBuffer, 0, blockBytes),
    numbers: new Float32Array(memory.buffer as ArrayBuffer, to, blockBytes),
    scale: (count) => scale!(0, to, count),
  };
}

const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
/** Up to so many it takes longer to copy bytes to where vectors are computed. */
const fewBytes = 128;

/** Writes bytes as numbers from 0 to 1, `count` of them from one place on to another. */
export function scaleBytes(bytes: Uint8Array, from: number, count: number, target: Float32Array, to: number): void {
  if (count <= fewBytes) {
    for (let at = 0; at < count; at++) target[to + at] = scaled[bytes[from + at]!]!;
    return;
  }
  scaler ??= makeScaler();
  for (let start = 0; start < count; start += blockBytes) {
    const length = Math.min(blockBytes, count - start);
    scaler.bytes.set(bytes.subarray(from + start, from + start + length));
    scaler.scale(length);
    target.set(length === blockBytes ? scaler.numbers : scaler.numbers.subarray(0, length), to + start);
  }
}
