import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,testing,scripts}/**/*.test.{ts,tsx}'],
    // Real Keras compiles each model first, which takes long on a busy machine; a hang still ends.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
