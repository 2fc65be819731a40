import type { EngineState } from '../../shared/ipc/contract.ts';
import { type EngineHost, withEngine } from './engine-process.ts';

/** Which training engines this computer has. */
export interface Engines {
  /** Each engine, whether it runs, and why not. Found out once: it takes a process and a self-test. */
  list(): Promise<readonly EngineState[]>;
}

/** Asks an engine process of the host. */
export function createEngines(host: EngineHost): Engines {
  let known: Promise<readonly EngineState[]> | null = null;
  return {
    list() {
      known ??= withEngine(host, (client) => client.ask('engine:describe', { engine: 'auto' }));
      known.catch(() => {
        known = null;
      });
      return known;
    },
  };
}
