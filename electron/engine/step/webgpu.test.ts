import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProjectFile } from '../../../shared/graph/parse.ts';
import { onEngine } from '../../../testing/backends.ts';
import { batchesFor } from '../../../testing/batches.ts';
import { networks, trainingOf } from '../../../testing/networks.ts';
import { type Backend, startBackend } from '../backends/backend.ts';
import { compileProgram } from '../program/program.ts';
import { createEagerStep } from './eager.ts';

const starters = join(import.meta.dirname, '..', '..', '..', 'assets', 'templates');

onEngine('webgpu', 'training on WebGPU', () => {
  test('what is read of a step goes on as if it had not been interrupted', async () => {
    const { tf, fusedLayers, fusedUpdates } = await startBackend('webgpu');
    const program = compileProgram(networks.mlp);
    const create = () =>
      createEagerStep(tf, program, { optimizer: trainingOf().optimizer, seed: 1, fusedLayers, fusedUpdates });
    const [first, second, third] = batchesFor(program, 4, 5, 1);
    const whole = create();
    for (const batch of [first, second]) await whole.train(batch!);
    const resumed = create();
    resumed.loadWeights(await whole.readWeights());
    resumed.loadOptimizer(await whole.readOptimizer());
    expect(await resumed.train(third!)).toBe(await whole.train(third!));
    expect(await resumed.readWeights()).toEqual(await whole.readWeights());
    expect(await resumed.predict(third!)).toEqual(await whole.predict(third!));
    whole.dispose();
    resumed.dispose();
  });

  test.each(readdirSync(starters))('the starter %s has the losses that it has on wasm', async (starter) => {
    const read = <Name extends 'model' | 'training'>(name: Name) => {
      const parsed = parseProjectFile(name, readFileSync(join(starters, starter, `${name}.json`), 'utf8'));
      if (!parsed.ok) throw new Error(`${starter}/${name}.json is broken`);
      return parsed.value;
    };
    const program = compileProgram(read('model'));
    const { optimizer } = read('training');
    const batches = batchesFor(program, 5, 3, 1);
    const train = async ({ tf, fusedLayers, fusedUpdates }: Backend, count = batches.length) => {
      const step = createEagerStep(tf, program, { optimizer, seed: 1, fusedLayers, fusedUpdates });
      const losses: number[] = [];
      for (const batch of batches.slice(0, count)) losses.push(await step.train(batch));
      const logs = step.logs();
      step.dispose();
      return { losses, logs };
    };
    const onGpu = await train(await startBackend('webgpu'));
    const again = await train(await startBackend('webgpu'), 2);
    const onWasm = await train(await startBackend('wasm'));
    // The same seed gives the same run, bit for bit.
    expect(again.losses).toEqual(onGpu.losses.slice(0, 2));
    onWasm.losses.forEach((loss, at) => {
      expect(Math.abs(onGpu.losses[at]! - loss), `step ${at}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(loss)));
    });
    for (const [name, value] of Object.entries(onWasm.logs)) expect(onGpu.logs[name]).toBeCloseTo(value!, 3);
  });
});
