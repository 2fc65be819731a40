import { fork } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { type Client, createClient } from '../../shared/ipc/client-server.ts';
import { type EngineEvents, type EngineRequests, engineEvents, engineRequests } from '../../shared/ipc/contract.ts';
import type { PassedOver } from '../../shared/ipc/engines.ts';
import { createPortPair, type Port, UserError } from '../../shared/ipc/port.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { type Sentence, say, type Words } from '../../shared/messages/sentence.ts';
import { type EngineName, packNames } from '../../shared/training/settings.ts';
import { packFolder } from '../data/packs/engine-packs.ts';
import { findDamage } from '../data/packs/verify-pack.ts';

/** How an engine process ended: by itself with a code, or by a signal. */
export interface EngineEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to standard error. */
  readonly words: string;
}

/** One engine process, from its start to its end. It serves one job. */
export interface EngineProcess {
  readonly port: Port;
  /** Null if the host has no process of its own for it, or none could be started. */
  readonly pid: number | null;
  /** Resolves when the process is gone, however it ended; never rejects. */
  readonly ended: Promise<EngineEnd>;
  /** Lets it go: it ends by itself once it notices, at the latest after the batch it computes. */
  release(): void;
  /** Ends it at once. */
  kill(): void;
}

/** How this host starts engine processes. */
export interface EngineHost {
  start(): EngineProcess;
}

/** How much of an engine's last words is kept. */
const wordsKept = 4000;

/** How long the last words of a process that is gone are waited for, in milliseconds. */
const longestLastWords = 500;

const largePages = 'glibc.malloc.hugetlb';

/**
 * The environment of an engine: on Linux with its memory in large pages, where the system gives those to who asks. Batches have rows from all over a large
 * memory, and to find a page of each took longer than to copy it. See malloc's tunables in the manual of the GNU C Library, from 2.35 on; others take no notice.
 * What a person has set stays.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): NodeJS.ProcessEnv {
  const { GLIBC_TUNABLES: set = '' } = environment;
  if (platform !== 'linux' || set.includes(largePages)) return environment;
  return { ...environment, GLIBC_TUNABLES: [set, `${largePages}=1`].filter((one) => one !== '').join(':') };
}

/** Starts engines as children of a Node process. `file` is the built engine. */
export function createForkEngineHost(file: string): EngineHost {
  return {
    start() {
      const child = fork(file, [], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: engineEnvironment(process.env, process.platform),
        execArgv: ['--enable-source-maps'],
        // A group of its own, so that Ctrl+C in a terminal does not end it while it starts. Windows would open a window for it.
        detached: process.platform !== 'win32',
      });
      const keeper = keepWords();
      child.stderr?.on('data', keeper.hear);
      const closed = new Promise((resolve) => child.stderr?.once('close', resolve));
      const ended = new Promise<EngineEnd>((resolve) => {
        child.once('error', (error) => resolve({ code: null, signal: null, words: error.message }));
        // Not at 'close': a child whose channel we have closed never has that event. Its last words may come after its end.
        child.once('exit', (code, signal) => {
          void Promise.race([closed, setTimeout(longestLastWords, undefined, { ref: false })]).then(() =>
            resolve({ code, signal, words: keeper.words() }),
          );
        });
      });
      return {
        pid: child.pid ?? null,
        ended,
        port: {
          post: (message) => {
            // A child that is gone answers nothing; `ended` and the close of the port tell of it.
            if (child.connected) child.send(message as object, () => undefined);
          },
          onMessage: (listener) => {
            child.on('message', listener);
          },
          onClose: (listener) => void ended.then(listener),
        },
        release: () => {
          if (child.connected) child.disconnect();
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}

/** Runs engines in this very process: for tests. `serve` answers an engine's requests on a port until it closes. */
export function createInProcessEngineHost(serve: (port: Port) => void): EngineHost {
  return {
    start() {
      const { left, right, close } = createPortPair();
      serve(right);
      let end: (how: EngineEnd) => void = () => undefined;
      const ended = new Promise<EngineEnd>((resolve) => {
        end = resolve;
      });
      const finish = (signal: string | null) => () => {
        close();
        end({ code: signal ? null : 0, signal, words: '' });
      };
      return { port: left, pid: null, ended, release: finish(null), kill: finish('SIGKILL') };
    },
  };
}

/** Keeps the end of what a stream says. */
export function keepWords(): { hear(chunk: Buffer | string): void; words(): string } {
  let text = '';
  return {
    hear: (chunk) => {
      text = (text + chunk.toString()).slice(-wordsKept);
    },
    words: () => text.trim(),
  };
}

/** Asks over the port of an engine process. */
export function engineClient(process: EngineProcess): Client<EngineRequests, EngineEvents> {
  return createClient(process.port, engineRequests, engineEvents);
}

/** An engine process with what is known of it. */
export interface OpenEngine {
  readonly process: EngineProcess;
  readonly client: Client<EngineRequests, EngineEvents>;
  /** Whether the process is gone. */
  isGone(): boolean;
  /** Which engine its process was starting when it ended, and why that is not used any more; null if it did not end by that. */
  findStartCrash(): Promise<PassedOver | null>;
}

/** Starts an engine process that is to pass over some engines. */
export function openEngine(host: EngineHost, passedOver: readonly PassedOver[]): OpenEngine {
  const process = host.start();
  let gone = false;
  let starting: EngineName | null = null;
  void process.ended.then(() => {
    gone = true;
  });
  const client = engineClient(process);
  client.on('engine:starting', (name) => {
    starting = name;
  });
  // Its answer comes before that of what is asked next; a process that is gone answers neither.
  if (passedOver.length > 0) void client.ask('engine:pass-over', [...passedOver]).catch(() => undefined);
  return {
    process,
    client,
    isGone: () => gone,
    async findStartCrash() {
      if (!gone || starting === null || passedOver.some(({ name }) => name === starting)) return null;
      return describeStartCrash(starting, await process.ended);
    },
  };
}

/** Why an engine that ended its process as it started did so: the damage in its pack, if there is some, else what is known of the end. */
async function describeStartCrash(name: EngineName, end: EngineEnd): Promise<PassedOver> {
  const pack = packNames.find((candidate) => candidate === name);
  const damage = pack === undefined ? null : await findDamage(packFolder(pack));
  if (damage) return { name, reason: damage, problem: damage, remedy: { outside: null, inside: 'repair' } };
  const values = { how: howItEnded(end), advice: adviceOn(end.signal, end.words) };
  const reason = say(runMessages['start-crashed'], values);
  return { name, reason, problem: reason, remedy: null };
}

/**
 * Starts an engine, lets `ask` ask it, and lets it go. Where an engine ends its process as it starts, which a library can do that is
 * damaged or does not fit the machine, another process is asked that passes it over. Rejects with UserError, in words about the process,
 * if it ended otherwise before it answered.
 */
export async function withEngine<T>(
  host: EngineHost,
  ask: (client: Client<EngineRequests, EngineEvents>, process: EngineProcess) => Promise<T>,
): Promise<T> {
  const passedOver: PassedOver[] = [];
  for (;;) {
    const { process, client, isGone, findStartCrash } = openEngine(host, passedOver);
    try {
      return await ask(client, process);
    } catch (error) {
      if (!isGone() || error instanceof UserError) throw error;
      const crash = await findStartCrash();
      if (!crash) throw new UserError(describeEnd(await process.ended));
      passedOver.push(crash);
    } finally {
      process.release();
    }
  }
}

/** The same until a signal is aborted: then its process ends at once, and this rejects with the signal's reason. */
export async function withEngineUntil<T>(
  host: EngineHost,
  signal: AbortSignal,
  ask: (client: Client<EngineRequests, EngineEvents>) => Promise<T>,
): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const answered = withEngine(host, (client, process) => {
    // A process that was killed as its engine started looks like one that crashed, and withEngine starts another.
    signal.throwIfAborted();
    signal.addEventListener('abort', () => process.kill(), { once: true });
    return ask(client);
  });
  return Promise.race([answered, ended]);
}

/** How long an engine that is told to stop may take to clear up, in milliseconds. */
const longestClearing = 1000;

/**
 * The same for what clears up after itself: once the signal is aborted the engine is told to stop, and ended where that takes long. Answers still
 * if the engine was done by then; else rejects with the signal's reason when nothing of it goes on.
 */
export async function withEngineUntilStopped<T>(
  host: EngineHost,
  signal: AbortSignal,
  ask: (client: Client<EngineRequests, EngineEvents>) => Promise<T>,
): Promise<T> {
  const answered = withEngine(host, async (client, process) => {
    signal.throwIfAborted();
    const done = new AbortController();
    const stop = () => {
      client.ask('engine:stop', null).catch(() => undefined);
      // Rejects where it is done before.
      void setTimeout(longestClearing, undefined, { signal: done.signal }).then(process.kill, () => undefined);
    };
    signal.addEventListener('abort', stop, { once: true, signal: done.signal });
    try {
      return await ask(client);
    } finally {
      done.abort();
    }
  });
  return answered.catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** Why an engine process ended, in words for people, with what to do about it. */
export function describeEnd(end: EngineEnd): Words {
  return say(runMessages['engine-ended'], { how: howItEnded(end), advice: adviceOn(end.signal, end.words) });
}

function howItEnded({ code, signal }: EngineEnd): Sentence {
  if (signal) return say(phrases['end-signal'], { signal });
  return code === null ? say(phrases['end-not-started']) : say(phrases['end-code'], { code });
}

function adviceOn(signal: string | null, words: string): Sentence {
  if (/out of memory|allocation failed|bad_alloc/i.test(words)) return say(runMessages['advice-memory']);
  if (signal === 'SIGKILL') return say(runMessages['advice-killed']);
  const telling = tellingLine(words);
  return telling ? say(runMessages['advice-none'], { words: telling }) : say(runMessages['advice-silent']);
}

/** The line of a program's last words that says what was wrong: the last error, else the last line that is no part of a trace. */
function tellingLine(words: string): string | undefined {
  const lines = words.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => /^(Uncaught )?(\w*Error|panic|abort)\b/i.test(line));
  return error ?? lines.findLast((line) => line !== '' && !/^(at |Node\.js v)/.test(line));
}
