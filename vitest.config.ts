import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { offerSoftwareGpu } from './testing/software-gpu.ts';

// The processes that run tests inherit it: libraries are found by what the environment says when a process starts.
offerSoftwareGpu(process.env, join(import.meta.dirname, '.cache', 'software-gpu'));

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,testing,scripts}/**/*.test.{ts,tsx}'],
    // Real Keras compiles each model first, which takes long on a busy machine; a hang still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['testing/build-workers.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
