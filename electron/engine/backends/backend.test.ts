import * as tfjs from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineMessages } from '../../../shared/messages/en.ts';
import { toDoOutside } from '../../../shared/messages/remedies.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { onEngine } from '../../../testing/backends.ts';
import { told } from '../../../testing/told.ts';
import { type Backend, NoBackendError, startBackend } from './backend.ts';
import { defineBackend, UnavailableError } from './define-backend.ts';
import { selfTest } from './self-test.ts';
import { findPack } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { findAdapter } from './webgpu/adapter.ts';
import { webgpu } from './webgpu.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend('auto', [wasm]);
});

const broken = defineBackend({
  name: 'wasm',
  start: async () => {
    throw new Error('no driver');
  },
});

describe('startBackend', () => {
  it('gives a backend that computes, with what it is and why it was taken', () => {
    const { name, version, device, reason, tf, seconds } = backend;
    expect({ name, version, reason }).toEqual({
      name: 'wasm',
      version: '4.22.0',
      reason: 'The best engine that runs on this computer.',
    });
    expect(inEnglish(device)).toMatch(/^CPU, \d+ threads?, SIMD/);
    expect(seconds).toBeGreaterThan(0);
    expect(tf.getBackend()).toBe('wasm');
    expect([...tf.add([1, 2], [3, 4]).dataSync()]).toEqual([4, 6]);
  });

  it('names what it passed over', async () => {
    const next = await startBackend('auto', [broken, wasm]);
    expect(told(next.reason)).toBe(
      'The best engine that runs on this computer. The engine wasm did not start: no driver.',
    );
  });

  it('says it was asked for when it was', async () => {
    expect((await startBackend('wasm')).reason).toBe('Chosen in the training settings.');
  });

  it('passes over one that is not fit for `auto`, and takes it when it is named', async () => {
    const unfit = defineBackend({ ...wasm, unfit: async () => 'slower than nothing' });
    const next = await startBackend('auto', [unfit, wasm]);
    expect(told(next.reason)).toBe(
      'The best engine that runs on this computer. The engine wasm was passed over: slower than nothing',
    );
    expect(told((await startBackend('wasm', [unfit])).reason)).toBe('Chosen in the training settings.');
  });

  it('says nothing of one that has no place on this computer, and takes it when it is named', async () => {
    const start = async () => {
      throw new Error('tried');
    };
    const elsewhere = defineBackend({ name: 'webgpu', start, hasPlace: async () => false });
    expect((await startBackend('auto', [elsewhere, wasm])).reason).toBe('The best engine that runs on this computer.');
    await expect(startBackend('webgpu', [elsewhere])).rejects.toThrow('The engine webgpu did not start: tried.');
  });

  it('keeps what to do about one that cannot be had', async () => {
    const start = async () => {
      throw new UnavailableError('no card', toDoOutside('buy one'));
    };
    const failure = await startBackend('auto', [defineBackend({ name: 'webgpu', start })]).catch(
      (error: unknown) => error,
    );
    expect(told((failure as NoBackendError).passedOver)).toEqual([
      {
        name: 'webgpu',
        reason: 'The engine webgpu did not start: no card.',
        problem: 'no card',
        remedy: { outside: { kind: 'words', words: 'buy one' }, inside: null },
      },
    ]);
  });

  it('does not start one that ended another process, and says that of it', async () => {
    let started = 0;
    const start = async () => {
      started++;
      return wasm.start();
    };
    const crashed = {
      name: 'webgpu',
      reason: 'It ended.',
      problem: 'Its process ended.',
      remedy: toDoOutside('a new driver'),
    } as const;
    const heard: (string | null)[] = [];
    const options = { passedOver: [crashed], onStarting: (name: string | null) => heard.push(name) };
    const candidates = [defineBackend({ name: 'webgpu', start }), wasm];
    const next = await startBackend('auto', candidates, options);
    expect(told({ name: next.name, reason: next.reason, started })).toEqual({
      name: 'wasm',
      reason: 'The best engine that runs on this computer. The engine webgpu did not start: Its process ended.',
      started: 0,
    });
    expect(heard).toEqual([null, 'wasm', null]);
    await expect(startBackend('webgpu', candidates, options)).rejects.toThrow(
      'The engine webgpu did not start: Its process ended. What to do: a new driver. To train without it, choose another engine, or auto.',
    );
  });

  it('throws with every reason when none is left', async () => {
    const failure = await startBackend('auto', [broken]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoBackendError);
    expect((failure as NoBackendError).message).toBe(
      'No engine can train on this computer. The engine wasm did not start: no driver.',
    );
  });

  it('does not offer a backend whose gradients are wrong, and names the operation', async () => {
    const lying = defineBackend({
      name: 'wasm',
      start: async () => ({ ...backend, tf: withWrongTanh() }),
    });
    const failure = await startBackend('auto', [lying]).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(/gates of a recurrent cell \(error \d/);
    expect((failure as Error).message).not.toMatch(/convolution/);
  });
});

/** The library with a tanh that is right forward and a third too steep backward. */
function withWrongTanh(): typeof tfjs {
  const tanh = tfjs.customGrad((x) => {
    const y = tfjs.tanh(x as tfjs.Tensor);
    return { value: y, gradFunc: (dy) => tfjs.mul(dy, tfjs.mul(1.3, tfjs.sub(1, tfjs.square(y)))) };
  });
  return { ...tfjs, tanh: tanh as typeof tfjs.tanh };
}

onEngine('tensorflow', 'TensorFlow', () => {
  afterAll(async () => {
    await wasm.start();
  });

  it('is taken before the others, and passes its self-test with a wide margin', async () => {
    const { name, version, device, reason, selfTest: report } = await startBackend('auto');
    expect({ name, reason }).toEqual({ name: 'tensorflow', reason: 'The best engine that runs on this computer.' });
    expect(version).toMatch(/^2\.\d+\.\d+$/);
    expect(inEnglish(device)).toMatch(/^(GPU|CPU, \d+ threads?)$/);
    expect(Math.max(...report.checks.map(({ error }) => error))).toBeLessThan(1e-3);
  });
});

onEngine('webgpu', 'WebGPU', () => {
  afterAll(async () => {
    await wasm.start();
  });

  it('passes its self-test with a wide margin, and notices when one of its kernels gives wrong numbers', async () => {
    const { name, version, device, tf, fusedLayers, selfTest: report } = await startBackend('webgpu');
    expect({ name, version }).toEqual({ name: 'webgpu', version: '4.22.0' });
    expect(device).not.toBe('');
    expect(Math.max(...report.checks.map(({ error }) => error))).toBeLessThan(1e-3);
    const ours = ['Conv2DBackpropFilter', 'MaxPoolGrad', 'AvgPoolGrad', 'UnsortedSegmentSum', 'LoomReluGrad'];
    for (const kernelName of [...ours, 'Conv2DBackpropInput', 'LoomLstmGrad', 'LoomGruGrad']) {
      const config = tfjs.getKernel(kernelName, 'webgpu');
      tfjs.unregisterKernel(kernelName, 'webgpu');
      tfjs.registerKernel({
        ...config,
        kernelFunc: (call) => {
          const [first, ...rest] = [config.kernelFunc(call)].flat() as tfjs.Tensor[];
          const wrong = tf.engine().runKernel('AddV2', { a: first!, b: first! }) as tfjs.Tensor;
          return rest.length === 0 ? wrong : [wrong, ...rest];
        },
      });
      try {
        const { ok, checks } = await selfTest(tf, fusedLayers);
        expect(ok, `${kernelName}: ${checks.filter((check) => !check.ok).map(({ op }) => op)}`).toBe(false);
      } finally {
        tfjs.unregisterKernel(kernelName, 'webgpu');
        tfjs.registerKernel(config);
      }
    }
    expect((await selfTest(tf, fusedLayers)).ok).toBe(true);
  });

  it('is taken by `auto` on a graphics card, and passed over where a program stands in for one', async () => {
    const { software } = await findAdapter();
    const { name: taken, reason } = await startBackend('auto', [webgpu, wasm]);
    expect(taken).toBe(software ? 'wasm' : 'webgpu');
    expect(told(reason)).toBe(
      software
        ? `The best engine that runs on this computer. The engine webgpu was passed over: ${engineMessages['software-only']}`
        : 'The best engine that runs on this computer.',
    );
  });
});

describe('a missing pack', () => {
  it('is said, with what installs it, and the next engine is taken', async () => {
    const home = process.env.LAYERLOOM_HOME;
    process.env.LAYERLOOM_HOME = '/nowhere';
    try {
      await expect(findPack('tensorflow')).rejects.toThrow('Not installed. layerloom engines install tensorflow');
    } finally {
      if (home === undefined) delete process.env.LAYERLOOM_HOME;
      else process.env.LAYERLOOM_HOME = home;
    }
  });
});

describe('selfTest', () => {
  it('passes on this machine with a wide margin, in less than a second of the processor', async () => {
    const { ok, checks } = backend.selfTest;
    expect(ok).toBe(true);
    expect(checks.map(({ op }) => op)).toContain('LSTM steps');
    expect(Math.max(...checks.map(({ error }) => error))).toBeLessThan(1e-3);
    // The best of three: other tests run beside this one.
    const runs = [];
    for (let i = 0; i < 3; i++) {
      const before = process.cpuUsage();
      await selfTest(backend.tf, backend.fusedLayers);
      const { user, system } = process.cpuUsage(before);
      runs.push((user + system) / 1e6);
    }
    expect(Math.min(...runs)).toBeLessThan(1);
  });

  it('leaves no tensors behind', async () => {
    const before = backend.tf.memory().numTensors;
    await selfTest(backend.tf, backend.fusedLayers);
    expect(backend.tf.memory().numTensors).toBe(before);
  });

  it.each([
    'Conv2DBackpropFilter',
    'Conv2DBackpropInput',
    'MaxPoolGrad',
    'AvgPoolGrad',
    'UnsortedSegmentSum',
    'BatchMatMul',
    'LoomLstmGrad',
    'LoomGruGrad',
    'LoomReluGrad',
    'Sum',
  ])('notices when the kernel %s gives wrong numbers', async (kernelName) => {
    const config = tfjs.getKernel(kernelName, 'wasm');
    tfjs.unregisterKernel(kernelName, 'wasm');
    tfjs.registerKernel({
      ...config,
      kernelFunc: (call) => {
        const result = config.kernelFunc(call);
        const [first] = [result].flat();
        const numbers = (
          tfjs.backend() as unknown as { typedArrayFromHeap(of: unknown): Float32Array }
        ).typedArrayFromHeap(first);
        // A product is wrong where it is a gradient's, and would be consistently wrong if it were wrong everywhere.
        if (kernelName !== 'BatchMatMul' || call.attrs?.transposeA === true)
          numbers.set(numbers.map((value) => value * 1.1));
        return result;
      },
    });
    try {
      expect((await selfTest(backend.tf, backend.fusedLayers)).ok).toBe(false);
    } finally {
      tfjs.unregisterKernel(kernelName, 'wasm');
      tfjs.registerKernel(config);
    }
    expect((await selfTest(backend.tf, backend.fusedLayers)).ok).toBe(true);
  });
});
