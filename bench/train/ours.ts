/** Times our training step: `ours.ts ENGINE`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { compileProgram, workOfBatch } from '../../electron/engine/program/program.ts';
import { chooseStep } from '../../electron/engine/step/choose.ts';
import type { Step, StepBatch } from '../../electron/engine/step/step.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { EngineName } from '../../shared/training/settings.ts';
import { trainingOf } from '../../testing/networks.ts';
import { readNetwork } from './read-network.ts';
import { serve } from './worker.ts';

const engine = process.argv[2] as EngineName;
let step: Step;
let batches: readonly StepBatch[];

await serve({
  async open(network, updates) {
    const program = compileProgram(JSON.parse(readFileSync(join(network.folder, 'model.json'), 'utf8')));
    const backend = await startBackend(engine, undefined, { work: workOfBatch(program, network.rows) });
    const numbers = readNetwork(network);
    batches = numbers.batches.map(({ input, target }) => ({
      rows: network.rows,
      inputs: { [program.inputs[0]!.block]: input },
      targets: { [program.outputs[0]!.block]: target },
    }));
    const { optimizer } = trainingOf('Adam');
    async function* some() {
      yield* batches;
    }
    const chosen = await chooseStep(backend, program, { optimizer, seed: 1 }, some);
    ({ step } = chosen);
    step.loadWeights(numbers.weights);
    const losses: number[] = [];
    for (const batch of batches.slice(0, updates)) losses.push(await step.train(batch));
    return {
      losses,
      versions: { [engine]: backend.version, device: inEnglish(backend.device), reason: inEnglish(chosen.reason) },
    };
  },
  async train(count) {
    for (const batch of batches.slice(0, count)) await step.train(batch);
  },
});
