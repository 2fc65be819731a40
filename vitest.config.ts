import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { offerSoftwareGpu } from './testing/software-gpu.ts';

// The processes that run tests inherit it: libraries are found by what the environment says when a process starts.
offerSoftwareGpu(process.env, join(import.meta.dirname, '.cache', 'software-gpu'));

/** Files of pure functions, many and quick: loading what they test takes longer than running them, so that a process loads it once for all. */
const quick = ['renderer/**/*.test.{ts,tsx}', 'shared/{data,graph,ipc,messages}/**/*.test.ts'];

const common = {
  // Real Keras compiles each model first, which takes long on a busy machine; a hang still ends.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // What is polled for may come late there too.
  expect: { poll: { timeout: 60_000 } },
  pool: 'forks',
  maxWorkers: 2,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'engines',
          include: ['{shared,electron,renderer,testing,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...quick],
          globalSetup: ['testing/build-workers.ts'],
        },
      },
      { test: { ...common, name: 'quick', include: quick, isolate: false } },
    ],
  },
});
