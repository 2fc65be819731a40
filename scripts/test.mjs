// The test command: gets what only tests need, builds, checks types and lint, runs unit and browser tests, and counts.
// With CI=true, leaving out anything but Electron's binary, a real GPU, the right to mount a disk, further instructions of a processor and data
// that may not be copied into the project is a failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium, ensurePython, ensureTorch, pythonForTests } from './test-environment.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const strict = process.env.CI === 'true';
const cache = join(root, '.cache');
const leftOutFile = join(cache, 'left-out.jsonl');
const unitReport = join(cache, 'unit-tests.json');
const browserReport = join(cache, 'browser-tests.json');
mkdirSync(cache, { recursive: true });
for (const file of [leftOutFile, unitReport, browserReport]) rmSync(file, { force: true });

// Tests run beside each other, and each engine is fastest then with one thread.
const environment = {
  ...process.env,
  LAYERLOOM_LEFT_OUT: leftOutFile,
  LAYERLOOM_THREADS: process.env.LAYERLOOM_THREADS ?? '1',
};
// Data that may not be copied into the project lies beside it where it is there at all.
const testData = join(root, '..', 'shared', 'data');
if (!environment.LAYERLOOM_TEST_DATA && existsSync(testData)) environment.LAYERLOOM_TEST_DATA = testData;
const missing = [];
const python = ensurePython(root, pythonForTests);
if (python.path) environment.LAYERLOOM_PYTHON = python.path;
else missing.push({ what: 'every test against real Keras', ...python });
const torch = ensureTorch();
if (torch.path) environment.LAYERLOOM_TORCH_PYTHON = torch.path;
else missing.push({ what: 'every test against real PyTorch', ...torch });
const chromium = await ensureChromium();
if (chromium.path) environment.LAYERLOOM_CHROMIUM = chromium.path;
else missing.push({ what: 'every browser test', ...chromium });

const failedSteps = [];
/** Runs a tool of ours in the project; answers whether it went well. What it says comes at once, or all together at its end where it is held. */
async function step(title, script, args = [], { held = false } = {}) {
  if (!held) console.log(`\n> ${title}`);
  const started = Date.now();
  const said = [];
  const status = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: environment,
      stdio: held ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    child.stdout?.on('data', (data) => said.push(data));
    child.stderr?.on('data', (data) => said.push(data));
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  if (held) process.stdout.write(`\n> ${title}\n${Buffer.concat(said)}`);
  console.log(`${title}: ${status === 0 ? 'well' : `failed (${status})`}, ${seconds} s`);
  if (status !== 0) failedSteps.push(title);
  return status === 0;
}

const bin = (name, path) => join('node_modules', name, path);
let sound = await step('build', 'scripts/build.mjs');
// The engine that is installed: as a user would install it, in a home of the tests' own.
environment.LAYERLOOM_HOME = join(cache, 'home');
// What only reads the sources runs beside it: much of an installation is waiting for the network.
const beside = await Promise.all([
  step('TensorFlow engine', 'electron/cli/layerloom.mjs', ['engines', 'install', 'tensorflow'], { held: true }),
  step('types', bin('typescript', 'bin/tsc'), ['-b'], { held: true }),
  step('lint and layers', bin('@biomejs/biome', 'bin/biome'), ['check', '--error-on-warnings', '.'], { held: true }),
]);
sound = beside.every(Boolean) && sound;
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
sound = (await step('unit tests', bin('vitest', 'vitest.mjs'), ['run', ...reporters])) && sound;
if (chromium.path) {
  environment.PLAYWRIGHT_JSON_OUTPUT_NAME = browserReport;
  sound = (await step('browser tests', bin('@playwright/test', 'cli.js'), ['test', '--reporter=list,json'])) && sound;
}

const counts = { passed: 0, failed: 0, skipped: 0 };
/** Tests that failed, each with its file and what it said. */
const failures = [];
if (existsSync(unitReport)) {
  const report = JSON.parse(readFileSync(unitReport, 'utf8'));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName, failureMessages } of failed)
      failures.push({ file: name, title: fullName, messages: failureMessages });
    if (status === 'failed' && failed.length === 0)
      failures.push({ file: name, title: 'the file itself', messages: [message] });
  }
}
if (existsSync(browserReport)) {
  const { stats, suites } = JSON.parse(readFileSync(browserReport, 'utf8'));
  counts.passed += stats.expected + stats.flaky;
  counts.failed += stats.unexpected;
  counts.skipped += stats.skipped;
  const look = (suite) => {
    for (const { ok, title, file, tests } of suite.specs ?? []) {
      const results = tests.flatMap((test) => test.results);
      const messages = results.flatMap(({ errors }) => errors.map((error) => error.message));
      if (!ok) failures.push({ file: join(root, 'e2e', file), title, messages });
    }
    for (const inner of suite.suites ?? []) look(inner);
  };
  for (const suite of suites) look(suite);
}

const leftOut = existsSync(leftOutFile)
  ? readFileSync(leftOutFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
console.log('');
for (const { what, reason, remedy } of missing)
  console.log(`Left out: ${what}, because ${reason}. To run it: ${remedy}.`);
// One line a reason: what matters is what could not be tried, and why.
const titlesByReason = new Map();
for (const { title, reason } of leftOut) {
  const why = reason.replace(/\.$/, '');
  titlesByReason.set(why, [...(titlesByReason.get(why) ?? []), title]);
}
for (const [reason, titles] of titlesByReason) {
  const more = titles.length > 3 ? `, and ${titles.length - 3} more like these` : '';
  console.log(`Left out: ${titles.slice(0, 3).join('; ')}${more}, because ${reason}.`);
}
if (counts.skipped !== leftOut.length) {
  console.log(
    `${counts.skipped} tests were skipped and ${leftOut.length} gave a reason: every skipped test must give one.`,
  );
  sound = false;
}
const allowed = new Set(['electron', 'gpu', 'mount', 'processor', 'test-data']);
if (strict && (missing.length > 0 || leftOut.some(({ needs }) => !allowed.has(needs)))) {
  console.log(
    "With CI=true nothing but Electron's binary, a real GPU, the right to mount a disk, a processor's further instructions and data that may not be copied may be left out.",
  );
  sound = false;
}
// Last, where a reader looks first: what failed.
for (const { file, title, messages } of failures) {
  const said = stripVTControlCharacters(messages.join('\n')).split('\n').slice(0, 12).join('\n  ');
  console.log(`\nFailed: ${title} (${relative(root, file)})\n  ${said}`);
}
if (failedSteps.length > 0) console.log(`\nSteps that failed: ${failedSteps.join(', ')}.`);
if (!sound && counts.failed === 0) counts.failed = 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = sound && counts.failed === 0 ? 0 : 1;
