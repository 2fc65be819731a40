// Real Keras as the reader of what we wrote for it, where the machine has a Python with Keras 3.
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../shared/ipc/port.ts';
import { exportMessages } from '../../shared/messages/exports.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say, type Value } from '../../shared/messages/sentence.ts';
import type { FloatTensor, NumberTensor, Predictor } from './format.ts';

/** A Python that has Keras 3 and something it can compute with. */
export interface PythonKeras {
  readonly command: string;
  readonly version: string;
  readonly backend: string;
}

/** Keeps Python from importing what lies in the folder it runs in. */
const ownFolderAside = `
import sys
sys.path = [one for one in sys.path if one]`;

/** Looking for packages without importing them takes milliseconds. Prints JSON. */
const lookup = `${ownFolderAside}
import importlib.metadata, importlib.util, json, os
def has(name):
    return importlib.util.find_spec(name) is not None
missing = [name for name in sys.argv[1:] if not has(name)]
version = None if missing else importlib.metadata.version("keras")
installed = [name for name in ("jax", "tensorflow", "torch") if has(name)]
wanted = os.environ.get("KERAS_BACKEND")
backend = wanted if wanted in installed else (installed[0] if installed else None)
print(json.dumps({"version": version, "backend": backend}))
`;
const found = z.object({ version: z.string().nullable(), backend: z.string().nullable() });

/** The time a Python may take to say what packages it has, in milliseconds. */
const lookupTime = 10_000;
/** The time Keras may take to start, or to predict, in milliseconds. */
const answerTime = 180_000;

/**
 * The first Python with Keras 3 and these packages: the one named by LAYERLOOM_PYTHON, else `python3` or `python` of the PATH. Null if none has it.
 * LAYERLOOM_PYTHON set to nothing looks for none. Rejects with the signal's reason once that is aborted.
 */
export async function findPythonKeras(
  packages: readonly string[] = ['keras'],
  signal?: AbortSignal,
): Promise<PythonKeras | null> {
  const named = process.env.LAYERLOOM_PYTHON;
  const commands = named === undefined ? ['python3', 'python'] : named === '' ? [] : [named];
  for (const command of commands) {
    try {
      const { stdout } = await promisify(execFile)(command, ['-c', lookup, ...packages], {
        timeout: lookupTime,
        cwd: tmpdir(),
        ...(signal && { signal }),
      });
      const { version, backend } = found.parse(JSON.parse(stdout));
      if (version && backend && Number.parseInt(version, 10) >= 3) return { command, version, backend };
    } catch {
      signal?.throwIfAborted();
      // No such command, or a Python that cannot answer: the next may.
    }
  }
  return null;
}

/**
 * Answers once when Keras has started, once when the model is loaded, then each request: one line each. Numbers travel in files, their
 * shapes in the lines. Takes its folder away where it outlives who started it.
 */
const server = `${ownFolderAside}
import atexit, importlib, json, os, runpy, shutil
atexit.register(shutil.rmtree, os.getcwd(), True)
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import keras
import numpy as np
path = sys.argv[1]
for name in sys.argv[2:]:
    importlib.import_module(name)
def answer(value):
    answers.write(json.dumps(value) + "\\n")
    answers.flush()
answer([])
model = runpy.run_path(path, run_name="model")["model"] if path.endswith(".py") else keras.saving.load_model(path)
answer([])
for line in sys.stdin:
    inputs = [np.fromfile(one["path"], one["dtype"]).reshape(one["shape"]) for one in json.loads(line)]
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    written = []
    for index, output in enumerate(outputs if isinstance(outputs, list) else [outputs]):
        output = np.ascontiguousarray(output, "float32")
        output.tofile(f"output-{index}")
        written.append(list(output.shape))
    answer(written)
`;
const shapes = z.array(z.array(z.number()));

/**
 * Opens a `.keras` file, or Python source that defines `model`, in real Keras on the CPU. Null where there is no Python with Keras 3 and
 * the packages the model needs, or its Keras does not start; rejects with what Python said if Keras starts and the model does not load.
 * Once the signal is aborted Python ends at once, and this, or what is being predicted, rejects with its reason.
 */
export async function openInKeras(
  path: string,
  packages: readonly string[] = ['keras'],
  signal?: AbortSignal,
): Promise<Predictor | null> {
  const python = await findPythonKeras(packages, signal);
  if (!python) return null;
  const { command, version, backend } = python;
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-keras-'));
  const child = spawn(command, ['-c', server, path, ...packages], {
    cwd: folder,
    env: {
      ...process.env,
      KERAS_BACKEND: backend,
      // A GPU would round products to fewer digits than the comparison needs.
      CUDA_VISIBLE_DEVICES: '-1',
      JAX_PLATFORMS: 'cpu',
      TF_CPP_MIN_LOG_LEVEL: '3',
    },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const exchange = lineExchange(child);
  const abort = () => {
    exchange.end(signal!.reason);
    child.kill('SIGKILL');
  };
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  const close = async () => {
    signal?.removeEventListener('abort', abort);
    child.stdin.end();
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await exchange.line(null);
  } catch {
    await close();
    signal?.throwIfAborted();
    return null;
  }
  try {
    await exchange.line(null);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: 'predictor',
    reader: `Keras ${version} (${backend})`,
    async predict(inputs) {
      const sent = await Promise.all(inputs.map((input, index) => writeInput(join(folder, `input-${index}`), input)));
      const answered = shapes.parse(JSON.parse(await exchange.line(JSON.stringify(sent))));
      return Promise.all(answered.map((shape, index) => readOutput(join(folder, `output-${index}`), shape)));
    },
    close,
  };
}

/** Lines to a process and from it. */
interface LineExchange {
  /** Sends a line, or nothing, and answers the next line that comes back; rejects when the process ends or takes too long. */
  line(sent: string | null): Promise<string>;
  /** Rejects what waits, and all that is asked from now on. */
  end(reason: Error): void;
}

/** Exchanges lines with a process over its standard input and output. */
function lineExchange(child: ChildProcessWithoutNullStreams): LineExchange {
  const lines: string[] = [];
  let waiting: { resolve(line: string): void; reject(error: Error): void } | null = null;
  let said = '';
  let ended: Error | null = null;
  const endWith = (reason: Error) => {
    ended ??= reason;
    waiting?.reject(ended);
    waiting = null;
  };
  const end = (received: Value) =>
    endWith(new UserError(say(exportMessages['python-failed'], { received: lastLines(said) || received })));
  child.stderr.on('data', (text) => {
    said = (said + String(text)).slice(-10_000);
  });
  child.on('error', (error) => end(error.message));
  child.on('close', (code) => end(say(phrases['end-code'], { code: String(code) })));
  child.stdin.on('error', () => {}); // the end of the process says it
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (waiting) waiting.resolve(line);
    else lines.push(line);
    waiting = null;
  });
  const line = (sent: string | null) =>
    new Promise<string>((resolve, reject) => {
      if (sent !== null) child.stdin.write(`${sent}\n`);
      const next = lines.shift();
      if (next !== undefined) return resolve(next);
      if (ended) return reject(ended);
      const timer = setTimeout(() => end(`no answer within ${answerTime / 1000} seconds.`), answerTime);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      waiting = { resolve: settle(resolve), reject: settle(reject) };
    });
  return { line, end: endWith };
}

/** The last lines Python printed: of a traceback, the error itself. */
function lastLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).slice(-3).join(' ').slice(-600);
}

async function writeInput(path: string, { shape, data }: NumberTensor) {
  await writeFile(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { path, shape, dtype: data instanceof Int32Array ? '<i4' : '<f4' };
}

async function readOutput(path: string, shape: readonly number[]): Promise<FloatTensor> {
  const bytes = await readFile(path);
  return { shape, data: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)) };
}
