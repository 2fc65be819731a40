import type { Port } from '../../shared/ipc/port.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload; not there in a browser. */
    readonly layerloom?: Port & { pathOf(file: File): string };
  }
}

/** The port of Electron's preload, or null in a browser. */
export function electronPort(): Port | null {
  return window.layerloom ?? null;
}
