import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test, vi } from 'vitest';
import { blockCases } from '../../testing/block-cases.ts';
import { exportableOf, predictionsInKeras } from '../../testing/exports.ts';
import { findPython } from '../../testing/keras.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import { evaluate, largestDifference, networks, randomInputs } from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { wasm } from '../engine/backends/wasm.ts';
import { kerasCode } from './keras-code.ts';

/** Keras may take a minute to start on a machine with much else to do. */
const startTime = 240_000;

const keras = kerasFromTheStart();
beforeAll(() => wasm.start());

test.each(Object.entries({ ...networks, ...blockCases, ...kerasOnlyCases }))(
  'the source finds its weights and gives the same answers in real Keras: %s',
  async (_name, model) => {
    const exportable = exportableOf(model);
    const path = join(temporaryFolder(), 'model');
    await kerasCode.write(exportable, path);
    const inputs = randomInputs(model, 7);
    const source = 'import runpy\nmodel = runpy.run_path(input["path"], run_name="model")["model"]';
    const theirs = await predictionsInKeras(keras, source, { path: join(path, 'model.py') }, inputs);
    expect(largestDifference(evaluate(model, exportable.weights, inputs), theirs.outputs)).toBeLessThan(1e-5);
  },
);

test('python model.py shows the model and predicts: random rows, or those of .npy files', {
  timeout: startTime,
}, async () => {
  const path = join(temporaryFolder(), 'model');
  await kerasCode.write(exportableOf(networks.lstm), path);
  const env = { ...process.env, KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu' };
  const run = async (...args: readonly string[]) =>
    (await promisify(execFile)(findPython()!, [join(path, 'model.py'), ...args], { env })).stdout;
  const shown = await run();
  expect(shown).toContain('Predicting random rows');
  expect(shown).toContain('(Embedding)');
  const rows = join(temporaryFolder(), 'rows.npy');
  await keras.run('np.save(input, np.ones((2, 12), "int32"))\noutput = None', rows);
  const predicted = await run(rows);
  expect(predicted).not.toContain('random');
  expect(predicted.match(/\[0\.\d+\]/g)).toHaveLength(2);
  await expect(run(rows, rows)).rejects.toThrow('The model needs 1 .npy files, one for each input. Received: 2.');
});

test('without Keras at hand only the weights are read back, and it says so', async () => {
  vi.stubEnv('LAYERLOOM_PYTHON', '');
  const exportable = exportableOf(networks.gru, { version: 1, features: {} });
  const path = join(temporaryFolder(), 'model');
  expect(await kerasCode.write(exportable, path)).toEqual([
    'model.py',
    'model.weights.h5',
    'README.txt',
    'preparation.json',
    'prepare.py',
  ]);
  const read = await kerasCode.readBack(exportable, path);
  expect(read).toEqual({
    kind: 'weights',
    reader: 'weights only; Python with Keras was not found',
    weights: exportable.weights,
  });
  vi.unstubAllEnvs();
});

test('with Keras at hand the source itself is run', { timeout: startTime }, async () => {
  vi.stubEnv('LAYERLOOM_PYTHON', findPython()!);
  const { gru } = networks;
  const exportable = exportableOf(gru);
  const path = join(temporaryFolder(), 'model');
  await kerasCode.write(exportable, path);
  const read = await kerasCode.readBack(exportable, path);
  if (read.kind !== 'predictor') throw new Error(`A predictor was expected. Received: ${read.kind}.`);
  expect(read.reader).toMatch(/^Keras 3\.\d+/);
  const inputs = randomInputs(gru, 40);
  const ours = evaluate(gru, exportable.weights, inputs);
  expect(largestDifference(ours, await read.predict(inputs))).toBeLessThan(1e-5);
  expect(largestDifference(ours, await read.predict(inputs))).toBeLessThan(1e-5);
  await read.close();
  const source = join(path, 'model.py');
  writeFileSync(source, readFileSync(source, 'utf8').replace('units=16', 'units=17'));
  await expect(kerasCode.readBack(exportable, path)).rejects.toThrow(
    /Python could not run the model. Received: .*GRUCell/s,
  );
  vi.unstubAllEnvs();
});

test('source that somebody changed is no export to be written over', async () => {
  const path = join(temporaryFolder(), 'model');
  await kerasCode.write(exportableOf(networks.mlp, { version: 1, features: {} }), path);
  expect(await kerasCode.isEarlierExport(path)).toBe(true);
  for (const [name, from, to] of [
    ['model.py', 'units=64', 'units=65'],
    ['prepare.py', 'import csv', 'import csv, mine'],
  ] as const) {
    const source = join(path, name);
    const text = readFileSync(source, 'utf8');
    writeFileSync(source, text.replace(from, to));
    expect(await kerasCode.isEarlierExport(path)).toBe(false);
    writeFileSync(source, text);
  }
  writeFileSync(join(path, 'notes.txt'), 'mine');
  expect(await kerasCode.isEarlierExport(path)).toBe(false);
});
