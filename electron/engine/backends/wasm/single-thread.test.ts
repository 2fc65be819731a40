import { expect, it } from 'vitest';
import { inEnglish } from '../../../../shared/messages/sentence.ts';

// Read when the backend starts: the package's own start, without shared memory.
process.env.LAYERLOOM_THREADS = '1';
const { startBackend } = await import('../backend.ts');

it('one thread passes the self-test and says so', async () => {
  const backend = await startBackend('wasm');
  expect(inEnglish(backend.device)).toBe('CPU, 1 thread, SIMD');
  expect(backend.selfTest.ok).toBe(true);
});

it('one thread goes on when the memory has grown and moved', async () => {
  const { tf } = await startBackend('wasm');
  const x = tf.ones([4, 6, 6, 2]) as never;
  const filter = tf.ones([3, 3, 2, 3]) as never;
  const gradient = () =>
    tf
      .grads((a, b) => tf.conv2d(a as never, b as never, 1, 'valid'))([x, filter])
      .map((g) => [...g.dataSync()]);
  const before = gradient();
  const large = tf.zeros([64 * 2 ** 20]);
  expect(gradient()).toEqual(before);
  large.dispose();
});
