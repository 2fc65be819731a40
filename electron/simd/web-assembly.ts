/** As much of WebAssembly as is used here; its types come with a browser's library, which this folder is without. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Adds pages of 64 kB; gives how many there were. Views of the memory as it was are empty afterwards, unless it is shared. */
  grow(pages: number): number;
}

/** The functions of a module by their names. */
export type WebAssemblyFunctions = Readonly<Record<string, (...numbers: number[]) => void>>;

export const { Instance, Memory, Module } = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (limits: object) => WebAssemblyMemory;
      Module: new (binary: Uint8Array) => object;
      Instance: new (module: object, imports: object) => { readonly exports: WebAssemblyFunctions };
    };
  }
).WebAssembly;
