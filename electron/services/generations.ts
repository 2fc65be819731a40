import type { Generated, Generation } from '../../shared/ipc/generation.ts';
import type { Runs } from './runs.ts';

/** Texts that models of runs write for windows, each under a name of the window's own. */
export interface Generations {
  generate(name: string, generated: Generated): Promise<Generation>;
  /** Ends the writing of a text, if one of that name is under way. */
  cancel(name: string): void;
  /** Hears texts as they grow; returns a function that stops hearing it. */
  onGrown(listener: (name: string, text: string) => void): () => void;
  /** Ends what is under way. */
  close(): void;
}

/** Texts of these runs. */
export function createGenerations(runs: Pick<Runs, 'generate'>): Generations {
  const listeners = new Set<(name: string, text: string) => void>();
  const underWay = new Map<string, AbortController>();
  return {
    async generate(name, generated) {
      const ending = new AbortController();
      underWay.set(name, ending);
      const onText = (text: string) => {
        for (const listener of listeners) listener(name, text);
      };
      try {
        return await runs.generate(generated, { signal: ending.signal, onText });
      } finally {
        underWay.delete(name);
      }
    },
    cancel: (name) => underWay.get(name)?.abort(),
    onGrown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const ending of underWay.values()) ending.abort();
    },
  };
}
