import type { Generated, Generation } from '../../shared/ipc/generation.ts';
import type { Runs } from './runs.ts';
import { createUnderWay } from './under-way.ts';

/** Texts that models of runs write for windows, each under a name of the window's own. */
export interface Generations {
  generate(name: string, generated: Generated): Promise<Generation>;
  /** Ends the writing of a text, if one of that name is under way. */
  cancel(name: string): void;
  /** Hears texts as they grow; returns a function that stops hearing it. */
  onGrown(listener: (name: string, text: string) => void): () => void;
  /** Ends what is under way, and resolves when it has ended. */
  close(): Promise<void>;
}

/** Texts of these runs. */
export function createGenerations(runs: Pick<Runs, 'generate'>): Generations {
  const listeners = new Set<(name: string, text: string) => void>();
  const { run, cancel, close } = createUnderWay();
  return {
    generate: (name, generated) =>
      run(name, (signal) => {
        const onText = (text: string) => {
          for (const listener of listeners) listener(name, text);
        };
        return runs.generate(generated, { signal, onText });
      }),
    cancel,
    onGrown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };
}
