import type { z } from 'zod';
import { type Client, createClient } from '../../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appEvents, appRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import type { Host } from './editor.ts';
import type { ConnectionState } from './view-slice.ts';

/** Opens a port to the host; rejects if it is not there. */
export type OpenPort = () => Promise<Port>;

/** A host that is reached over ports, one after another if one is lost. */
export interface ConnectedHost extends Host {
  /** Hears how the connection is; at once, and at each change. */
  onState(listener: (state: ConnectionState) => void): void;
  /** Tries to reach the host, again after a loss. Resolves when reached or when it is clear that it is not. */
  connect(): Promise<void>;
}

type EventName = keyof AppEvents & string;
type Listener = (event: never) => void;

/** Makes a host that keeps its listeners when its port is lost and another is opened. */
export function createHost(open: OpenPort): ConnectedHost {
  let client: Client<AppRequests, AppEvents> | null = null;
  let state: ConnectionState = 'connecting';
  let attempt: Promise<void> | null = null;
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const eventListeners = new Map<EventName, Set<Listener>>();
  const become = (next: ConnectionState) => {
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const reach = async () => {
    become('connecting');
    try {
      const opened = createClient(await open(), appRequests, appEvents);
      client = opened;
      for (const name of Object.keys(appEvents) as EventName[]) {
        opened.on(name, (event) => {
          for (const listener of eventListeners.get(name) ?? []) listener(event as never);
        });
      }
      opened.onClose(() => {
        if (client !== opened) return;
        client = null;
        become('lost');
      });
      become('connected');
    } catch {
      become('lost');
    }
  };
  return {
    ask: (name, sent) =>
      client
        ? client.ask(name, sent)
        : Promise.reject(new Error(`There is no connection to the host, so "${name}" was not asked.`)),
    on<Name extends EventName>(name: Name, listener: (event: z.infer<AppEvents[Name]>) => void) {
      const listeners = eventListeners.get(name) ?? new Set<Listener>();
      eventListeners.set(name, listeners);
      listeners.add(listener as Listener);
      return () => listeners.delete(listener as Listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
    },
    connect() {
      attempt ??= reach().finally(() => {
        attempt = null;
      });
      return attempt;
    },
  };
}
