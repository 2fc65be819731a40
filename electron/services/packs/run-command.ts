import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** How a program ended. */
export interface CommandEnd {
  /** Null if a signal ended it, or it could not be started. */
  readonly code: number | null;
  /** Null unless it was not found or may not be run: the system's word for it, such as ENOENT. */
  readonly refused: string | null;
  /** Its standard output, at most the last 64 KiB. */
  readonly output: string;
  /** The end of all it wrote, standard error included. */
  readonly words: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Hears standard output as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Ends the program after so many milliseconds. */
  readonly timeout?: number;
  /** Ends the program, with all it started, also when this process is killed: for those that may run for long. Not on Windows. */
  readonly guarded?: boolean;
}

/** How much of what a program writes is kept. */
const kept = 65_536;

const posix = process.platform !== 'win32';

/**
 * A shell that becomes the program, and beside it one that waits for the end of a pipe that only this process holds: when that is gone,
 * however it went, the whole group is ended.
 */
const guard = '{ read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 & exec "$0" "$@" 3<&-';

/**
 * Runs a program to its end; it has no standard input. When `signal` aborts, it is ended with everything it started, and the promise
 * rejects with the signal's reason once it is gone. That a program fails is no rejection.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, env = process.env, signal, onOutput, timeout, guarded = false }: CommandOptions = {},
): Promise<CommandEnd> {
  signal?.throwIfAborted();
  // A group of its own: a compiler is started by make, which is started by node-gyp, and all of them have to go.
  const options = { cwd, env, detached: posix, windowsHide: true };
  const child =
    guarded && posix
      ? spawn('/bin/sh', ['-c', guard, file, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
      : spawn(file, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  // The one that watches goes with the program.
  child.once('exit', () => void (child.stdio[3] as Duplex | undefined)?.destroy());
  let output = '';
  let words = '';
  const hear = (stream: NodeJS.ReadableStream, own: boolean) => {
    const decoder = new StringDecoder('utf8');
    stream.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      words = (words + text).slice(-kept);
      if (!own) return;
      output = (output + text).slice(-kept);
      onOutput?.(text);
    });
  };
  hear(child.stdout!, true);
  hear(child.stderr!, false);
  const end = () => endGroup(child);
  signal?.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  const timer = timeout === undefined ? undefined : setTimeout(end, timeout);
  try {
    const { code, refused } = await new Promise<Pick<CommandEnd, 'code' | 'refused'>>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        words = (words + error.message).slice(-kept);
        resolve({ code: null, refused: error.code ?? 'unknown' });
      });
      child.once('close', (code) => resolve({ code, refused: null }));
    });
    signal?.throwIfAborted();
    return { code, refused, output, words };
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', end);
    signal?.removeEventListener('abort', end);
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (posix) process.kill(-child.pid, 'SIGKILL');
    else spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
  } catch (error) {
    // It ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The last lines of what a program wrote, on one line, for a message; colours and empty lines are left out. */
export function lastLines(words: string, lines = 8): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character.
  const plain = words.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '').split(/[\r\n]+/);
  const told = plain.map((line) => line.trim()).filter(Boolean);
  return told.slice(-lines).join(' | ') || 'no words';
}
