/** The memory of a thread in which images are brought to other sizes, and the functions that do it. */
import { assemble, type KernelFunction } from '../../../simd/assembler.ts';
import { Instance, Memory, Module, type WebAssemblyMemory } from '../../../simd/web-assembly.ts';
import { slackBytes } from './resample-functions.ts';

/** Bytes of an image that are copied to the functions' memory at once: they stay in the processor's own. */
export const bandBytes = 512 * 1024;

/** A function on the memory. */
type Run = (...numbers: number[]) => void;

interface Machine {
  readonly memory: WebAssemblyMemory;
  /** A function, compiled when it is first asked for: a thread needs one or two of them, and all take as long as to decode a dozen photographs. */
  functionOf(definition: KernelFunction): Run;
}

const pageBytes = 65_536;
/** A larger memory does not stay for the next image. */
const mostKeptBytes = 16 * 1024 ** 2;

const modules = new Map<KernelFunction, object>();
let kept: Machine | null = null;

function compiled(definition: KernelFunction): object {
  const known = modules.get(definition);
  if (known !== undefined) return known;
  const module = new Module(assemble([definition], false));
  modules.set(definition, module);
  return module;
}

function makeMachine(bytes: number): Machine {
  const memory = new Memory({ initial: Math.ceil(bytes / pageBytes) });
  const functions = new Map<KernelFunction, Run>();
  return {
    memory,
    functionOf(definition) {
      const known = functions.get(definition);
      if (known !== undefined) return known;
      const run = new Instance(compiled(definition), { env: { memory } }).exports[definition.name]!;
      functions.set(definition, run);
      return run;
    },
  };
}

/** The functions on a memory of this thread, of at least so many bytes. */
export function machineWith(bytes: number): Machine {
  const machine = kept ?? makeMachine(bytes);
  const { memory } = machine;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  kept = memory.buffer.byteLength <= mostKeptBytes ? machine : null;
  return machine;
}

/**
 * Where an image is decoded to: at no multiple of 32 bytes. To one of those libjpeg-turbo writes past the processor's cache, so that everything has
 * to be fetched from memory again: to interpolate 640 by 480 to 224 by 224 then takes twice as long.
 */
export const imageStart = 16;

/** Up to so many bytes of pixels are decoded to the functions' own memory; the rest of it is for what they compute. */
const mostDecodedBytes = 8 * 1024 ** 2;

/**
 * Memory to decode an image to. Small ones are in the memory of the functions, which saves to copy them there: the next image that is
 * decoded or resampled may be written over them.
 */
export function memoryForImage(bytes: number): Buffer<ArrayBuffer> {
  if (bytes > mostDecodedBytes) return Buffer.allocUnsafeSlow(bytes);
  return Buffer.from(machineWith(imageStart + bytes).memory.buffer as ArrayBuffer, imageStart, bytes);
}

/** Whether the pixels of an image were decoded to that memory: they are at its beginning. */
export function isInMachine(pixels: Uint8Array): boolean {
  return kept !== null && pixels.buffer === kept.memory.buffer;
}

/** Divides the memory up, with room for what is read and written beyond; behind an image of so many bytes, unless there is none. */
export function layOut(imageBytes: number | null): { take(bytes: number): number; bytesTaken(): number } {
  const roomFor = (bytes: number) => Math.ceil((bytes + slackBytes) / 16) * 16;
  let taken = imageBytes === null ? 0 : imageStart + roomFor(imageBytes);
  return {
    take(bytes) {
      const start = taken;
      taken += roomFor(bytes);
      return start;
    },
    bytesTaken: () => taken,
  };
}
