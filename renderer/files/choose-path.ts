import { createStore } from 'zustand/vanilla';
import type { PathPurpose } from '../../shared/ipc/contract.ts';
import type { Host } from '../store/editor.ts';

/** A question for a path that waits for its answer. */
export interface PathRequest {
  readonly purpose: PathPurpose;
  readonly suggestion: string;
  readonly home: string;
  readonly answer: (path: string | null) => void;
}

interface Choosing {
  /** Null until the window that asks is there. */
  readonly host: Host | null;
  readonly request: PathRequest | null;
}

/** What is being asked for; `PathChooser` shows it. */
export const choosing = createStore<Choosing>(() => ({ host: null, request: null }));

/**
 * Asks the person for a file or a folder: in the system's own dialog where the host has one, else in the window. Null if they think
 * better of it. Rejects if the host cannot be asked.
 */
export async function choosePath(asked: {
  readonly purpose: PathPurpose;
  readonly suggestion: string;
}): Promise<string | null> {
  const { host, request } = choosing.getState();
  if (!host) throw new Error('A path is chosen in a window with a PathChooser. Received: none.');
  const { nativeDialogs, home } = await host.ask('host:describe', null);
  if (nativeDialogs) return (await host.ask('host:choose-path', { ...asked })).path;
  // Only one question stands at a time; an older one was left.
  request?.answer(null);
  return new Promise((resolve) => {
    choosing.setState({
      request: {
        ...asked,
        home,
        answer: (path) => {
          choosing.setState({ request: null });
          resolve(path);
        },
      },
    });
  });
}
