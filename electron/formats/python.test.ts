import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { exportableOf } from '../../testing/exports.ts';
import { findPython } from '../../testing/keras.ts';
import { lacks } from '../../testing/leave-out.ts';
import { evaluate, largestDifference, networks, randomInputs } from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { wasm } from '../engine/backends/wasm.ts';
import { keras } from './keras.ts';
import { findPythonKeras, openInKeras } from './python.ts';

/** Keras may take a minute to start on a machine with much else to do. */
const startTime = 240_000;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** From here on what is temporary goes to a folder of this test alone. */
function ownTemporaryFolder(): string {
  const folder = temporaryFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  return folder;
}

/** From here on Python is a program that says it has Keras, and does something else where it is to run it. */
function usePythonThat(does: string): void {
  const command = join(temporaryFolder(), 'python');
  const says = '{"version": "3.15.1", "backend": "jax"}';
  writeFileSync(command, `#!/bin/sh\nif [ $# = 3 ]; then echo '${says}'; else ${does}; fi\n`);
  chmodSync(command, 0o755);
  vi.stubEnv('LAYERLOOM_PYTHON', command);
}

test('a Python with Keras 3 is found, with version and backend', async () => {
  vi.stubEnv('LAYERLOOM_PYTHON', findPython()!);
  vi.stubEnv('KERAS_BACKEND', 'jax');
  expect(await findPythonKeras()).toMatchObject({ command: findPython(), backend: 'jax' });
});

test.each([
  ['nothing', ''],
  ['a command that is not there', '/no/such/python'],
  ['a command that is no Python', process.execPath],
])('with %s there is no Keras', async (_name, command) => {
  vi.stubEnv('LAYERLOOM_PYTHON', command);
  expect(await findPythonKeras()).toBeNull();
});

const brokenKeras = 'a Keras that does not start is none';
const noShell = lacks(
  process.platform !== 'win32',
  brokenKeras,
  'system',
  'Windows runs no shell script by its first line',
);

test.skipIf(noShell)(brokenKeras, async () => {
  usePythonThat('echo broken >&2; exit 1');
  const temporary = ownTemporaryFolder();
  expect(await findPythonKeras()).toMatchObject({ version: '3.15.1' });
  expect(await openInKeras('model.keras')).toBeNull();
  expect(readdirSync(temporary)).toEqual([]);
});

const cancelled = 'a Keras that is starting ends at once when it is cancelled, with its folder';
const noShellEither = lacks(
  process.platform !== 'win32',
  cancelled,
  'system',
  'Windows runs no shell script by its first line',
);

test.skipIf(noShellEither)(cancelled, async () => {
  const number = join(temporaryFolder(), 'pid');
  usePythonThat(`echo $$ > ${number}.tmp; mv ${number}.tmp ${number}; exec sleep 600`);
  const temporary = ownTemporaryFolder();
  const ending = new AbortController();
  const opening = openInKeras('model.keras', ['keras'], ending.signal);
  await vi.waitFor(() => expect(existsSync(number)).toBe(true), { timeout: 30_000 });
  const reason = new Error('enough');
  const asked = performance.now();
  ending.abort(reason);
  await expect(opening).rejects.toBe(reason);
  // Far below the time that Keras may take to answer.
  expect(performance.now() - asked).toBeLessThan(20_000);
  expect(readdirSync(temporary)).toEqual([]);
  expect(() => process.kill(Number(readFileSync(number, 'utf8')), 0)).toThrow('ESRCH');
  await expect(openInKeras('model.keras', ['keras'], ending.signal)).rejects.toBe(reason);
});

test('a .keras file is read back in real Keras where there is one', { timeout: startTime }, async () => {
  vi.stubEnv('LAYERLOOM_PYTHON', findPython()!);
  await wasm.start();
  const folder = temporaryFolder();
  const temporary = ownTemporaryFolder();
  const { cnn } = networks;
  const exportable = exportableOf(cnn);
  const path = join(folder, 'model.keras');
  await keras.write(exportable, path);
  const read = await keras.readBack(exportable, path);
  if (read.kind !== 'predictor') throw new Error(`A predictor was expected. Received: ${read.kind}.`);
  expect(read.reader).toMatch(/^Keras 3\./);
  const inputs = randomInputs(cnn, 5);
  expect(largestDifference(evaluate(cnn, exportable.weights, inputs), await read.predict(inputs))).toBeLessThan(1e-5);
  await read.close();
  expect(readdirSync(temporary)).toEqual([]);
});

test('what Keras says of a broken file is passed on', { timeout: startTime }, async () => {
  vi.stubEnv('LAYERLOOM_PYTHON', findPython()!);
  const path = join(temporaryFolder(), 'model.keras');
  writeFileSync(path, 'no zip');
  await expect(openInKeras(path)).rejects.toThrow(
    /^Python could not run the model\. Received: .*(File not found|not a zip|zip)/i,
  );
});
