import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { blocks } from '../../shared/blocks/index.ts';
import { kerasGraph } from '../../shared/code/keras-graph.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import { expand } from '../../shared/graph/expand.ts';
import { infer } from '../../shared/graph/infer.ts';
import { optimizers } from '../../shared/training/optimizers.ts';
import { createRandom } from '../../shared/training/random.ts';
import { blockCases } from '../../testing/block-cases.ts';
import { exportableOf, predictionsInKeras } from '../../testing/exports.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { kerasOnlyCases } from '../../testing/keras-only-cases.ts';
import {
  evaluate,
  largestDifference,
  modelOf,
  networks,
  randomInputs,
  type ShortBlock,
  trainingOf,
} from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { wasm } from '../engine/backends/wasm.ts';
import { keras as format } from './keras.ts';
import { openKerasFile } from './keras-reader.ts';

const keras = kerasFromTheStart();
beforeAll(() => wasm.start());

const load = 'model = keras.saving.load_model(input["path"])';

async function writtenTo(path: string, model: ModelDocument) {
  const exportable = exportableOf(model, { version: 1, features: {} });
  await format.write(exportable, path);
  return exportable;
}

test('the cases have every block type there is', () => {
  const used = Object.values({ ...blockCases, ...kerasOnlyCases }).flatMap((model) =>
    Object.values(expand(model).graph.blocks).map(({ type }) => type),
  );
  expect([...new Set(used)].sort()).toEqual(blocks.map(({ type }) => type).sort());
});

test.each(Object.entries({ ...networks, ...blockCases, ...kerasOnlyCases }))(
  'real Keras opens it and gives the same answers: %s',
  async (_name, model) => {
    const path = join(temporaryFolder(), 'model.keras');
    const exportable = await writtenTo(path, model);
    const inputs = randomInputs(model, 7);
    const ours = evaluate(model, exportable.weights, inputs);
    const theirs = await predictionsInKeras(keras, load, { path }, inputs);
    expect(largestDifference(ours, theirs.outputs)).toBeLessThan(1e-5);
    expect(theirs.parameters).toBe(infer(expand(model).graph).parameters);
    expect(theirs.names).toEqual(kerasGraph(model).layers.map(({ name }) => name));
    const own = await openKerasFile(path);
    expect(largestDifference(ours, await own.predict(inputs))).toBe(0);
    await own.close();
  },
);

test('weights find their layers in any graph, in the order Keras gives them', async () => {
  const random = createRandom(5);
  for (let round = 0; round < 6; round++) {
    const shortBlocks: Record<string, ShortBlock> = { i0: ['Input', { shape: [3] }], i1: ['Input', { shape: [3] }] };
    const ids = ['i0', 'i1'];
    const wires: string[] = [];
    for (let at = 0; at < 9; at++) {
      const id = `${'zyxwvutsr'[at]}${random.integer(100)}`;
      shortBlocks[id] = ['Dense', { units: 3, activation: 'tanh' }];
      wires.push(`${ids[random.integer(ids.length)]} -> ${id}`);
      ids.push(id);
    }
    for (let at = 0; at < 3; at++) {
      shortBlocks[`o${at}`] = ['Output'];
      wires.push(`${ids[2 + random.integer(9)]} -> o${at}`);
    }
    const model = modelOf(shortBlocks, wires);
    const path = join(temporaryFolder(), 'model.keras');
    const { weights, graph } = await writtenTo(path, model);
    const led = new Set(graph.inputs.map(({ block }) => block));
    const inputs = randomInputs(model, 2).filter((_input, index) => led.has(`i${index}`));
    const ours = evaluate(model, weights, randomInputs(model, 2));
    const theirs = await predictionsInKeras(keras, load, { path }, inputs);
    expect(largestDifference(ours, theirs.outputs)).toBeLessThan(1e-5);
  }
});

test.each(optimizers.map(({ type }) => type))('Keras trains on with %s, its variables and all', async (type) => {
  const path = join(temporaryFolder(), 'model.keras');
  const exportable = exportableOf(networks.mlp);
  const training = trainingOf(type);
  const extra = { momentum: 0.5, centered: true, amsgrad: true };
  const known = Object.fromEntries(Object.entries(extra).filter(([key]) => key in training.optimizer));
  const optimizer = { ...training.optimizer, ...known };
  await format.write({ ...exportable, training: { ...training, optimizer } }, path);
  const answer = await keras.run<{ warnings: string[]; variables: number; logs: Record<string, number> }>(
    `
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    model = keras.saving.load_model(input["path"])
logs = model.train_on_batch(np.ones((4, 10), "float32"), np.ones((4, 1), "float32"), return_dict=True)
output = {
    "warnings": [str(one.message) for one in caught if "variable" in str(one.message)],
    "variables": len(model.optimizer.variables),
    "logs": logs,
}`,
    { path },
  );
  expect(answer.warnings).toEqual([]);
  expect(Object.keys(answer.logs).sort()).toEqual(['loss', 'mean_absolute_error']);
  for (const value of Object.values(answer.logs)) expect(value).toBeGreaterThan(0);
});

test('the optimizer goes on where it stood: moments of the right weights, and the number of updates', async () => {
  const path = join(temporaryFolder(), 'model.keras');
  const exportable = exportableOf(networks.mlp);
  const slots = new Map(
    [...exportable.weights].flatMap(([key, { shape, data }], index) =>
      ['momentum', 'velocity'].map(
        (slot, at) => [`${key}/${slot}`, { shape, data: data.map(() => index + at / 10) }] as const,
      ),
    ),
  );
  await format.write({ ...exportable, optimizerState: { updates: 42, slots } }, path);
  const variables = await keras.run<[string, number][]>(
    `
model = keras.saving.load_model(input["path"])
output = [[v.name, float(np.asarray(v.value).ravel()[0])] for v in model.optimizer.variables]`,
    { path },
  );
  expect(variables[0]).toEqual(['iteration', 42]);
  expect(variables.slice(2).map(([name, value]) => [name.replace(/^.*_/, ''), Math.round(value * 10) / 10])).toEqual(
    [...exportable.weights.keys()].flatMap((_key, index) => [
      ['momentum', index],
      ['velocity', index + 0.1],
    ]),
  );
});

test('the preparation lies in the file with the program that does it, and Keras passes over them', async () => {
  const path = join(temporaryFolder(), 'model.keras');
  await writtenTo(path, networks.mlp);
  const files = unzipSync(readFileSync(path));
  expect(Object.keys(files)).toEqual([
    ...['metadata.json', 'config.json', 'model.weights.h5'],
    ...['preparation.json', 'prepare.py', '__main__.py'],
  ]);
  expect(JSON.parse(new TextDecoder().decode(files['preparation.json']))).toEqual({ version: 1, features: {} });
});

test('our reader refuses an argument it would read wrong, and names layer and argument', async () => {
  const path = join(temporaryFolder(), 'model.keras');
  await writtenTo(path, networks.mlp);
  const files = unzipSync(readFileSync(path));
  const config = new TextDecoder().decode(files['config.json']);
  const changed = config.replace('"kernel_constraint":null', '"kernel_constraint":"max_norm"');
  expect(changed).not.toBe(config);
  writeFileSync(path, zipSync({ ...files, 'config.json': new TextEncoder().encode(changed) }));
  await expect(openKerasFile(path)).rejects.toThrow(/The layer "dense" \(Dense\) cannot be read.*kernel_constraint/);
});
