import { beforeAll, expect, it } from 'vitest';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { UserError } from '../../../../shared/ipc/port.ts';
import { onEngine } from '../../../../testing/backends.ts';
import { batchesFor } from '../../../../testing/batches.ts';
import { networks, trainingOf } from '../../../../testing/networks.ts';
import { compileProgram } from '../../program/program.ts';
import { createEagerStep } from '../../step/eager.ts';
import { webgpu } from '../webgpu.ts';
import type { GpuBackend } from './gpu-backend.ts';
import { createShaderRunner, defineShader } from './shader.ts';
import { describeError } from './watch-device.ts';

it('what the GPU refuses is told with what it concerns', () => {
  const message = `Error while parsing WGSL: :1:45 error: cannot initialize 'let'\n\n - While calling [Device].CreateShaderModule([ShaderModuleDescriptor ""Broken""]).\n`;
  expect(describeError(message, false).message).toBe(
    "The GPU refused an operation of Broken in [Device].CreateShaderModule. Received: Error while parsing WGSL: :1:45 error: cannot initialize 'let'",
  );
  expect(describeError('Not enough memory left', true).message).toBe(
    'The GPU is out of memory. Received: Not enough memory left',
  );
});

// In a file of its own: the device does not come back in this process.
onEngine('webgpu', 'a device that fails', () => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await webgpu.start());
  });

  it('throws where a program does not compile, and goes on with the next', async () => {
    const backend = tf.backend() as GpuBackend;
    const broken = defineShader({
      name: 'LoomBroken',
      reads: { x: 'f32' },
      writes: { y: 'f32' },
      numbers: [],
      code: 'fn compute(index: i32) { y[index] = i32(x[index]); }',
    });
    const x = tf.ones([3]);
    const y = backend.makeTensorInfo([3], 'float32');
    expect(() => createShaderRunner(backend).run(broken, 3, { x, y })).toThrow(/LoomBroken.*cannot assign/s);
    expect([...(await tf.add(x, 1).data())]).toEqual([2, 2, 2]);
  });

  it('throws where memory is asked for that no card has', () => {
    expect(() => tf.fill([1 << 20, 1 << 20], 1)).toThrow(/exceeds the max buffer size/);
  });

  it('ends the training step with words for people when it is lost', async () => {
    const program = compileProgram(networks.mlp);
    const step = createEagerStep(tf, program, { optimizer: trainingOf('Adam').optimizer, seed: 1 });
    const [batch] = batchesFor(program, 2, 4, 1);
    expect(await step.train(batch!)).toBeGreaterThan(0);
    const training = step.train(batch!);
    (tf.backend() as GpuBackend).device.destroy();
    const failure = await training.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toContain('The graphics card was lost');
    await expect(step.train(batch!)).rejects.toThrow('The graphics card was lost');
  });
});
