import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/find-browser.mjs';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.cache/browser-tests',
  timeout: 240_000,
  // What takes a second or two on a machine of its own, as the start of an engine, takes many times that on a busy one.
  expect: { timeout: 30_000 },
  // Most tests keep both cores of a small machine busy by themselves: window, browser and host.
  workers: 1,
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    // What glides is waited for nowhere, but where a test is about its way or does what a person does.
    contextOptions: { reducedMotion: 'reduce' },
    // What was done, asked and said, with its times. Pictures and copies of every page take longer than most of the tests themselves;
    // `npx playwright test --trace on` makes them for the one that fails.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser() ?? undefined,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
