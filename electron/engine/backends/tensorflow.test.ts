import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { chainOf, pictureLayers } from '../../../testing/networks.ts';
import { compileProgram, workOfBatch } from '../program/program.ts';
import { setThreads } from './tensorflow.ts';

function threadsFor(work: Parameters<typeof setThreads>[1], given: NodeJS.ProcessEnv = { LAYERLOOM_THREADS: '4' }) {
  const environment = { ...given };
  const threads = setThreads(environment, work);
  const { TF_NUM_INTEROP_THREADS: operations, TF_NUM_INTRAOP_THREADS: within } = environment;
  return { threads, operations, within };
}

describe('setThreads', () => {
  it('has one thread do small operations, the one that asks', () => {
    const perceptron = compileProgram(
      chainOf(['Input', { shape: [10] }], ['Dense', { units: 64 }], ['Dense', { units: 1 }], ['Output']),
    );
    expect(threadsFor(workOfBatch(perceptron, 32))).toEqual({ threads: 1, operations: '-1', within: '1' });
  });

  it('counts a recurrent layer with all its time steps', () => {
    const words = compileProgram(
      chainOf(['Input', { shape: [80, 32] }], ['LSTM', { units: 64 }], ['Dense', { units: 1 }], ['Output']),
    );
    const work = workOfBatch(words, 64);
    const layer = 64 * 80 * 4 * 64 * (32 + 64);
    expect(work).toEqual({ multiplyAdds: layer + 64 * 64, largest: layer });
    expect(threadsFor(work)).toEqual({ threads: 4, operations: '1', within: '4' });
  });

  it('has the threads share a large operation, one after the other', () => {
    const pictures = compileProgram(
      chainOf(['Input', { shape: [28, 28, 1] }], ...pictureLayers, ['Dense', { units: 10 }], ['Output']),
    );
    expect(threadsFor(workOfBatch(pictures, 128))).toEqual({ threads: 4, operations: '1', within: '4' });
  });

  it('has the threads share operations whose size is not known', () => {
    expect(threadsFor(undefined)).toEqual({ threads: 4, operations: '1', within: '4' });
  });

  it("leaves TensorFlow's own variables as they are, and takes a thread for each core where nothing is said", () => {
    const small = { multiplyAdds: 1, largest: 1 };
    expect(threadsFor(small, { TF_NUM_INTRAOP_THREADS: '3', TF_NUM_INTEROP_THREADS: '2' })).toEqual({
      threads: 3,
      operations: '2',
      within: '3',
    });
    const cores = availableParallelism();
    expect(threadsFor(undefined, {})).toEqual({ threads: cores, operations: '1', within: String(cores) });
  });

  it('throws where LAYERLOOM_THREADS is no number of threads', () => {
    expect(() => setThreads({ LAYERLOOM_THREADS: 'all' })).toThrow(
      'LAYERLOOM_THREADS is a number from 1 to 99. Received: all',
    );
  });
});
