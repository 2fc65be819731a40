import { createRequire } from 'node:module';
import type * as JpegTurbo from '@julusian/jpeg-turbo';

const require = createRequire(import.meta.url);

let library: typeof JpegTurbo | null | undefined;

/**
 * libjpeg-turbo, from a package that brings it built for the usual systems; null where it brings none, or one that cannot be loaded. Then the
 * image library decodes photographs too: it takes some three times as long, and its colours differ by a step or so.
 */
export function loadJpegLibrary(): typeof JpegTurbo | null {
  if (library === undefined) {
    try {
      library = require('@julusian/jpeg-turbo') as typeof JpegTurbo;
    } catch {
      library = null;
    }
  }
  return library;
}
