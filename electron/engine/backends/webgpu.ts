import * as tf from '@tensorflow/tfjs-core';
import { engineMessages } from '../../../shared/messages/en.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { defineBackend, type StartedBackend } from './define-backend.ts';
import { registerGradients } from './gradients.ts';
import { findAdapter } from './webgpu/adapter.ts';

/** The name that the package's kernels are registered for. */
const name = 'webgpu';

// The library has one backend of a name in a process.
let started: Promise<StartedBackend> | null = null;

/** Any graphics card through WebGPU, by Dawn and the kernels of `@tensorflow/tfjs-backend-webgpu`, with those of ours in `webgpu/`. */
export const webgpu = defineBackend({
  name,
  async unfit() {
    return (await findAdapter()).software ? say(engineMessages['software-only']) : null;
  },
  async start() {
    started ??= startOnce().catch((error: unknown) => {
      started = null;
      throw error;
    });
    const backend = await started;
    if (!(await tf.setBackend(name))) throw new Error('WebGPU did not start.');
    registerGradients(tf, true);
    return backend;
  },
});

async function startOnce(): Promise<StartedBackend> {
  const found = await findAdapter();
  // Only now, as these modules are large and there is no adapter on many machines.
  const { startOn } = await import('./webgpu/start.ts');
  return startOn(found);
}
