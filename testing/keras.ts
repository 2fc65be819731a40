import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Python process with Keras 3 (JAX backend) that answers one request at a time. */
export interface Keras {
  /**
   * Runs Python source in which `input` is the JSON value given and which must assign `output`, a JSON value.
   * In scope: `keras`, `np`, `jax`, `jnp`, and `array(x)` (nested list to float32) and `listed(x)` (anything array-like to nested lists).
   * Rejects with the Python traceback if the source raises.
   */
  run<Output>(source: string, input?: unknown): Promise<Output>;
  close(): void;
}

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
  const child: ChildProcess = spawn(python, ['-u', fileURLToPath(new URL('./keras-oracle.py', import.meta.url))], {
    env: { ...process.env, KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu', TF_CPP_MIN_LOG_LEVEL: '3' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const { output, error } = JSON.parse(line) as { output?: unknown; error?: string };
    const request = waiting.shift();
    if (error === undefined) request?.resolve(output);
    else request?.reject(new Error(error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`The Keras oracle ended early. Received: exit code ${code}.`));
  });
  return {
    run: <Output>(source: string, input: unknown = null) =>
      new Promise<Output>((resolve, reject) => {
        waiting.push({ resolve: resolve as (value: unknown) => void, reject });
        child.stdin!.write(`${JSON.stringify({ source, input })}\n`);
      }),
    close: () => child.stdin!.end(),
  };
}
