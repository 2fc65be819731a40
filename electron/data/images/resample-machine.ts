/** The memory of a thread in which images are brought to other sizes, and the functions that do it. */
import { assemble } from '../../simd/assembler.ts';
import {
  Instance,
  Memory,
  Module,
  type WebAssemblyFunctions,
  type WebAssemblyMemory,
} from '../../simd/web-assembly.ts';
import { interpolateFunctions } from './interpolate-functions.ts';
import { resampleFunctions, slackBytes } from './resample-functions.ts';

/** Bytes of an image that are copied to the functions' memory at once: they stay in the processor's own. */
export const bandBytes = 512 * 1024;

interface Machine {
  readonly memory: WebAssemblyMemory;
  readonly functions: WebAssemblyFunctions;
}

const pageBytes = 65_536;
/** A larger memory does not stay for the next image. */
const mostKeptBytes = 16 * 1024 ** 2;

let module: object | null = null;
let kept: Machine | null = null;

/** The functions on a memory of this thread, of at least so many bytes. */
export function machineWith(bytes: number): Machine {
  module ??= new Module(assemble([...resampleFunctions, ...interpolateFunctions], false));
  const memory = kept?.memory ?? new Memory({ initial: Math.ceil(bytes / pageBytes) });
  const machine = kept ?? { memory, functions: new Instance(module, { env: { memory } }).exports };
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  kept = memory.buffer.byteLength <= mostKeptBytes ? machine : null;
  return machine;
}

/** Up to so many bytes of pixels are decoded to the functions' own memory; the rest of it is for what they compute. */
const mostDecodedBytes = 8 * 1024 ** 2;

/**
 * Memory to decode an image to. Small ones are in the memory of the functions, which saves to copy them there: the next image that is
 * decoded or resampled may be written over them.
 */
export function memoryForImage(bytes: number): Buffer<ArrayBuffer> {
  if (bytes > mostDecodedBytes) return Buffer.allocUnsafeSlow(bytes);
  return Buffer.from(machineWith(bytes).memory.buffer as ArrayBuffer, 0, bytes);
}

/** Whether the pixels of an image were decoded to that memory: they are at its beginning. */
export function isInMachine(pixels: Uint8Array): boolean {
  return kept !== null && pixels.buffer === kept.memory.buffer;
}

/** Divides the memory up, with room for what is read and written beyond; behind an image of so many bytes, unless there is none. */
export function layOut(imageBytes: number | null): { take(bytes: number): number; bytesTaken(): number } {
  const roomFor = (bytes: number) => Math.ceil((bytes + slackBytes) / 16) * 16;
  let taken = imageBytes === null ? 0 : roomFor(imageBytes);
  return {
    take(bytes) {
      const start = taken;
      taken += roomFor(bytes);
      return start;
    },
    bytesTaken: () => taken,
  };
}
