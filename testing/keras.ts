import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PythonProcess, startPythonProcess } from './python-process.ts';

/**
 * A Python process with Keras 3 (JAX backend). In scope: `keras`, `np`, `jax`, `jnp`, and `array(x)` (nested list to float32) and
 * `listed(x)` (anything array-like to nested lists).
 */
export type Keras = PythonProcess;

/**
 * How XLA compiles in a third of the processor time: not by the emitters of fusions, which build each kernel in MLIR first, and without threads
 * for what is over in milliseconds.
 */
const xlaFlags = [
  '--xla_cpu_use_fusion_emitters=false',
  '--xla_cpu_parallel_codegen_split_count=1',
  '--xla_cpu_multi_thread_eigen=false',
].join(' ');

/** The Python of the test environment: LAYERLOOM_PYTHON, or the one `npm test` sets up in `.cache/python`. */
export function findPython(): string | null {
  if (process.env.LAYERLOOM_PYTHON) return process.env.LAYERLOOM_PYTHON;
  const folder = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const path = fileURLToPath(new URL(`../.cache/python/${folder}`, import.meta.url));
  return existsSync(path) ? path : null;
}

/** Starts real Keras as the judge of our numbers; `close` ends it. Throws an Error when no Python environment was set up. */
export function startKeras(): Keras {
  const python = findPython();
  if (!python) {
    throw new Error(
      'Keras oracle needs the test environment. Expected `npm test` to have made .cache/python. Received: none.',
    );
  }
  const env = {
    KERAS_BACKEND: 'jax',
    JAX_PLATFORMS: 'cpu',
    // Each model runs a few times only: compiling it well takes longer than running it does.
    JAX_DISABLE_MOST_OPTIMIZATIONS: '1',
    XLA_FLAGS: xlaFlags,
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  return startPythonProcess(python, './keras-oracle.py', 'Keras', env);
}
