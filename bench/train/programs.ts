import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answers, OpenedNetwork, Request } from './worker.ts';

/** How many updates a program makes when it opens a network, and tells the losses of. */
const firstUpdates = 5;

/** A program that trains, with one way to set it. */
export interface Setting {
  /** In a few words, for the table. */
  readonly label: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
}

/** What is timed against each other, by the names of `train.json`. */
export interface Program {
  readonly name: string;
  readonly settings: readonly Setting[];
  /** The file, and what it is given before the setting's own arguments. */
  readonly command: readonly string[];
  readonly language: 'typescript' | 'python';
  /** Whether its Adam adds epsilon where Keras's and ours do, so that its losses stay those of ours; else the first one is. */
  readonly sameUpdates: boolean;
}

const plain: Setting = { label: 'as it comes', environment: {} };
const oneThreadEach = {
  label: 'threads 2/1',
  environment: { TF_NUM_INTEROP_THREADS: '2', TF_NUM_INTRAOP_THREADS: '1' },
};
const withoutOneDnn = { label: 'oneDNN off', environment: { TF_ENABLE_ONEDNN_OPTS: '0' } };
const tensorflowSettings: readonly Setting[] = [plain, oneThreadEach, withoutOneDnn];

/** Ours first: it has nothing to be set by, for it chooses its threads itself. */
export const programs: readonly Program[] = [
  {
    name: 'ours',
    settings: [plain],
    command: ['ours.ts', 'tensorflow'],
    language: 'typescript',
    sameUpdates: true,
  },
  {
    name: 'kerasTensorflow',
    settings: ['jit', 'nojit'].flatMap((jit) =>
      tensorflowSettings.map(({ label, environment }) => ({
        label: `${label}${jit === 'jit' ? '' : ', no XLA'}`,
        environment: { ...environment, KERAS_BACKEND: 'tensorflow' },
        arguments: [jit],
      })),
    ),
    command: ['peer.py', 'keras'],
    language: 'python',
    sameUpdates: true,
  },
  {
    name: 'kerasJax',
    settings: [
      { label: plain.label, environment: { KERAS_BACKEND: 'jax' } },
      {
        label: 'one thread',
        environment: {
          KERAS_BACKEND: 'jax',
          XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
        },
      },
    ],
    command: ['peer.py', 'keras'],
    language: 'python',
    sameUpdates: true,
  },
  {
    name: 'pytorch',
    settings: [1, 2].map((threads) => ({ label: `threads ${threads}`, environment: {}, arguments: [`${threads}`] })),
    command: ['peer.py', 'pytorch'],
    language: 'python',
    sameUpdates: false,
  },
  {
    name: 'tfjsFit',
    settings: tensorflowSettings,
    command: ['tfjs-fit.ts'],
    language: 'typescript',
    sameUpdates: false,
  },
  { name: 'wasm', settings: [plain], command: ['ours.ts', 'wasm'], language: 'typescript', sameUpdates: true },
];

/** A program that runs, in one setting, with a network open. */
export interface Running {
  readonly program: Program;
  readonly setting: Setting;
  readonly opened: Answers['open'];
  /** From the start of the process to its first losses. */
  readonly seconds: number;
  train(): Promise<Answers['train']>;
  close(): Promise<void>;
}

/** Starts a program and opens a network in it. Rejects with the program's last words where it fails. */
export async function start(
  program: Program,
  setting: Setting,
  network: OpenedNetwork,
  { root, python }: { readonly root: string; readonly python: string },
): Promise<Running> {
  if (network.batches < firstUpdates)
    throw new Error(
      `A network that is timed has ${firstUpdates} batches or more. Received: ${network.batches} of ${network.name}.`,
    );
  const begin = performance.now();
  const [file, ...given] = program.command;
  const path = join(root, 'bench', 'train', file!);
  const all = [...given, ...(setting.arguments ?? [])];
  const environment = { ...process.env, ...setting.environment };
  const child =
    program.language === 'python'
      ? spawn(python, [path, ...all], { env: environment })
      : spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), path, ...all], { env: environment });
  const ask = talk(child, `${program.name} (${setting.label}) with ${network.name}`);
  const opened = (await ask({ ask: 'open', network, updates: firstUpdates })) as Answers['open'];
  return {
    program,
    setting,
    opened,
    seconds: (performance.now() - begin) / 1000,
    train: () => ask({ ask: 'train' }) as Promise<Answers['train']>,
    async close() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}

/** Asks a child over its standard streams, one line each way. */
function talk(child: ChildProcessWithoutNullStreams, name: string): (request: Request) => Promise<unknown> {
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended before it answered: ${words}`);
    return JSON.parse(value);
  };
}
