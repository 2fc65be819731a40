/** Whether a half was never built, or a source came, went or changed since. */
export function isStale(half: 'node' | 'window'): boolean;
/** Builds `build/*.mjs` and the preload. */
export function buildNode(): Promise<void>;
/** Builds `build/renderer/`. */
export function buildWindow(): Promise<void>;
/** Builds the programs of worker threads alone. */
export function buildWorkers(): Promise<void>;
