// The engine process: serves one job over the channel to the process that started it, and never outlives that process.
import type { Port } from '../../shared/ipc/port.ts';
import { serveEngine } from './serve.ts';

/** The port that Electron gives a utility process; its types are not known outside `electron/main`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** The channel to the process that started this one: of a Node child, or of a utility process of Electron. */
function parentPort(): Port {
  const parent = (process as { parentPort?: ParentPort }).parentPort;
  if (parent) {
    return {
      post: (message) => parent.postMessage(message),
      onMessage: (listener) => parent.on('message', ({ data }) => listener(data)),
      onClose: (listener) => parent.on('close', listener),
    };
  }
  if (!process.send) {
    console.error(
      'The engine is started by Layerloom and talks to it alone. Received: no channel to a parent process.',
    );
    process.exit(2);
  }
  return {
    post: (message) => {
      if (process.connected) process.send!(message);
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}

const port = parentPort();
serveEngine(port);
port.onClose(() => process.exit(0));
// Ctrl+C in a terminal reaches every process of the group; the one that started this engine decides what comes of it.
process.on('SIGINT', () => undefined);
