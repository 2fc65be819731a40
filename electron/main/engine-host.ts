import type { UtilityProcess, utilityProcess } from 'electron';
import { type EngineEnd, type EngineHost, keepWords } from '../services/engine-process.ts';

/** Starts engines as Electron's utility processes. `file` is the built engine. */
export function utilityEngineHost(processes: typeof utilityProcess, file: string): EngineHost {
  return {
    start() {
      const child: UtilityProcess = processes.fork(file, [], {
        stdio: ['ignore', 'ignore', 'pipe'],
        serviceName: 'Layerloom engine',
      });
      const keeper = keepWords();
      child.stderr?.on('data', keeper.hear);
      const ended = new Promise<EngineEnd>((resolve) => {
        // Electron gives no signal: a process that was killed ends with a code other than 0.
        child.once('exit', (code) => resolve({ code, signal: null, words: keeper.words() }));
      });
      let gone = false;
      void ended.then(() => {
        gone = true;
      });
      return {
        pid: child.pid ?? null,
        ended,
        port: {
          post: (message) => {
            if (!gone) child.postMessage(message);
          },
          onMessage: (listener) => {
            child.on('message', listener);
          },
          onClose: (listener) => void ended.then(listener),
        },
        // A utility process has no channel to close, and an engine serves one job: it is done when it is let go.
        release: () => void child.kill(),
        kill: () => void child.kill(),
      };
    },
  };
}
