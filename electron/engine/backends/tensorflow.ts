import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { wordsOf } from '../../../shared/ipc/port.ts';
import { engineMessages } from '../../../shared/messages/en.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { inARow, say, type Words } from '../../../shared/messages/sentence.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import { bindingFile, operationsFile, packFolder, readPack } from '../../data/packs/engine-packs.ts';
import { findNoNvidia } from '../../data/packs/nvidia.ts';
import { checkBeforeLoading, findDamage } from '../../data/packs/verify-pack.ts';
import type { Work } from '../program/program.ts';
import { defineBackend, onProcessor, type StartedBackend, UnavailableError } from './define-backend.ts';
import { fusedBatchNormalization, kernelLayers } from './fused.ts';
import { registerGradients } from './gradients.ts';
import { type Binding, loadBinding, loadOperations, type NodeBackend, type Operations } from './tensorflow/binding.ts';
import { registerKernels } from './tensorflow/kernels.ts';
import { createPackageLoader } from './tensorflow/package-modules.ts';
import { tensorflowLayers } from './tensorflow/recurrent.ts';
import { tensorflowUpdates } from './tensorflow/updates.ts';
import { askedThreads } from './threads.ts';

/** The name that the package's kernels are registered for, whichever pack computes. */
const name = 'tensorflow';

// The library has one backend of a name in a process, and TensorFlow is loaded once.
let started: { readonly engine: PackName; readonly backend: Promise<StartedBackend> } | null = null;

/** TensorFlow from an installed pack, driven by the kernels of `@tensorflow/tfjs-node-gpu`. */
export const tensorflow = defineBackend({ name: 'tensorflow', start: (work) => start('tensorflow', work) });

/** The same on a graphics card of NVIDIA. Named by a project it starts without one too, and computes on the processor. */
export const tensorflowGpu = defineBackend({
  name: 'tensorflow-gpu',
  // Who has neither its pack nor a card for it need not hear of it at each run.
  hasPlace: async () => existsSync(packFolder('tensorflow-gpu')) || (await findNoNvidia()) === null,
  async unfit() {
    // One that is not there, or not sound, says so when it is started, which loads nothing.
    const isSound = await findPack('tensorflow-gpu').then(
      () => true,
      () => false,
    );
    return isSound ? findNoNvidia() : null;
  },
  start: (work) => start('tensorflow-gpu', work),
});

async function start(engine: PackName, work?: Work): Promise<StartedBackend> {
  if (started && started.engine !== engine) {
    throw new UnavailableError(say(engineMessages['other-tensorflow'], { engine: started.engine }), null);
  }
  started ??= {
    engine,
    backend: startOnce(engine, work).catch((error: unknown) => {
      // A pack may be installed later in this process.
      started = null;
      throw error;
    }),
  };
  const backend = await started.backend;
  if (!(await tf.setBackend(name))) throw new Error('TensorFlow did not start.');
  registerGradients(tf, false);
  return backend;
}

/** The folder of an installed pack. Throws an Error that says how to install it where it is not, an UnavailableError where it is damaged. */
export async function findPack(engine: PackName): Promise<string> {
  const folder = packFolder(engine);
  const pack = await readPack(folder).catch((error: unknown) => {
    throw damaged(wordsOf(error));
  });
  if (pack === null) {
    const words = inARow([packMessages['not-installed'], say(packMessages['install-it'], { engine })]);
    throw new UnavailableError(words, null);
  }
  const wrong = await checkBeforeLoading(folder, pack);
  if (wrong) throw damaged(wrong);
  return folder;
}

function damaged(reason: Words): UnavailableError {
  return new UnavailableError(reason, { outside: null, inside: 'repair' });
}

/** Loads both libraries of a pack; where they do not load because it is damaged, that is what is said. */
async function loadPack(folder: string): Promise<{ readonly binding: Binding; readonly operations: Operations }> {
  try {
    return { binding: loadBinding(bindingFile(folder)), operations: loadOperations(operationsFile(folder)) };
  } catch (error) {
    const wrong = await findDamage(folder);
    throw wrong ? damaged(wrong) : error;
  }
}

async function startOnce(engine: PackName, work?: Work): Promise<StartedBackend> {
  const folder = await findPack(engine);
  const threads = setThreads(process.env, work);
  const { binding, operations } = await loadPack(folder);
  operations.setThreads(threads);
  const load = createPackageLoader();
  const { NodeJSKernelBackend } = load('nodejs_kernel_backend') as {
    readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => NodeBackend;
  };
  const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu');
  tf.registerBackend(name, () => backend);
  load('register_all_kernels');
  registerKernels(tf, backend);
  const onCpu = onProcessor(threads);
  const withoutGpu = engine === 'tensorflow-gpu' ? say(engineMessages['device-no-gpu'], { device: onCpu }) : onCpu;
  const device = binding.isUsingGpuDevice() ? 'GPU' : withoutGpu;
  return {
    tf,
    version: binding.TF_Version,
    device,
    isAsynchronous: binding.isUsingGpuDevice(),
    // Our operations compute on the processor; a graphics card has the loops of TensorFlow's own.
    fusedLayers: binding.isUsingGpuDevice()
      ? tensorflowLayers
      : { ...kernelLayers, batchNormalization: fusedBatchNormalization },
    fusedUpdates: tensorflowUpdates(binding),
    native: { backend, operations },
  };
}

/**
 * Multiply-adds in one operation from which it pays to share it out among threads: on two cores a perceptron whose largest product has 8
 * million is faster on one thread, one of 17 million on two.
 */
const worthSharing = 12_000_000;

/** TensorFlow's word for operations that run in the thread that asks for them. */
const callersThread = -1;

/**
 * Sets the threads that TensorFlow computes with, which it reads from the environment when it is loaded: those of its own variables where
 * they are set, else `LAYERLOOM_THREADS`, else one for each core. Where every operation is small one thread does them all: handing them to
 * others takes as long as they do; else all threads share one operation after the other. Answers how many threads share an operation. Throws an Error where `LAYERLOOM_THREADS` is no number of
 * threads.
 */
export function setThreads(environment: NodeJS.ProcessEnv, work?: Work): number {
  // Its notices of what the processor can do are for those who build it.
  environment.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // It takes all memory of a graphics card otherwise, which others may compute on.
  environment.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  const threads = askedThreads(environment) ?? availableParallelism();
  const small = work !== undefined && work.largest < worthSharing;
  environment.TF_NUM_INTEROP_THREADS ??= String(small ? callersThread : 1);
  environment.TF_NUM_INTRAOP_THREADS ??= String(small ? 1 : threads);
  return Number(environment.TF_NUM_INTRAOP_THREADS) || threads;
}
