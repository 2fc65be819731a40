import { setTimeout } from 'node:timers/promises';
import type { UtilityProcess, utilityProcess } from 'electron';
import { type EngineEnd, type EngineHost, keepWords } from '../services/engine-process.ts';

/** How long the last words of a process that is gone are waited for, in milliseconds. */
const longestLastWords = 500;

/** Starts engines as Electron's utility processes, which end with the app whatever ends it. `file` is the built engine. */
export function utilityEngineHost(processes: Pick<typeof utilityProcess, 'fork'>, file: string): EngineHost {
  return {
    start() {
      const child = processes.fork(file, [], {
        stdio: ['ignore', 'ignore', 'pipe'],
        execArgv: ['--enable-source-maps'],
        serviceName: 'Layerloom engine',
      });
      const keeper = keepWords();
      child.stderr?.on('data', keeper.hear);
      // What V8 cannot go on from, such as memory that ran out.
      child.on('error', (type, location) => keeper.hear(`\n${type}: ${location}\n`));
      const silent = new Promise((resolve) => child.stderr?.once('close', resolve));
      let gone = false;
      const ended = new Promise<EngineEnd>((resolve) => {
        child.once('exit', (code) => {
          gone = true;
          // Electron gives no signal: a process that was killed ends with a code other than 0. Its last words may come after its end.
          void Promise.race([silent, setTimeout(longestLastWords, undefined, { ref: false })]).then(() =>
            resolve({ code, signal: null, words: keeper.words() }),
          );
        });
      });
      return {
        // It has no number before it has started. It cannot outlive this process, whose number says as well whether the run goes on.
        pid: child.pid ?? process.pid,
        ended,
        port: {
          post: (message) => {
            if (!gone) child.postMessage(message);
          },
          onMessage: (listener) => void child.on('message', listener),
          onClose: (listener) => void ended.then(listener),
        },
        // A utility process has no channel to close, and an engine serves one job: it is done when it is let go.
        release: () => void child.kill(),
        kill: () => killAtOnce(child),
      };
    },
  };
}

/** Electron's own `kill` asks on Linux and macOS; an engine that computes would answer only after its batch. */
function killAtOnce(child: UtilityProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    child.kill();
    return;
  }
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
