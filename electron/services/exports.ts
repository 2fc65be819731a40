import type { z } from 'zod';
import type { AppRequests } from '../../shared/ipc/contract.ts';
import type { ExportStage } from '../../shared/ipc/exports.ts';
import type { Runs } from './runs.ts';
import { createUnderWay } from './under-way.ts';

type WriteRequest = z.infer<AppRequests['export:write']['sent']>;
type WriteAnswer = z.infer<AppRequests['export:write']['answer']>;

/** Exports for windows, each under a name of the window's own. */
export interface Exports {
  /** Throws UserError for what cannot be written or proved; nothing is left of it then, nor where it is cancelled. */
  write(request: WriteRequest): Promise<WriteAnswer>;
  /** Ends an export, if one of that name is under way. */
  cancel(name: string): void;
  /** Hears what exports are at; returns a function that stops hearing it. */
  onStage(listener: (name: string, stage: ExportStage) => void): () => void;
  /** Ends what is under way, and resolves when nothing is left of it. */
  close(): Promise<void>;
}

/** Exports of these runs. */
export function createExports(runs: Pick<Runs, 'export'>): Exports {
  const listeners = new Set<(name: string, stage: ExportStage) => void>();
  const { run, cancel, close } = createUnderWay();
  return {
    write: ({ exporting, directory, format, path }) =>
      run(exporting, async (signal) => {
        const onStage = (stage: ExportStage) => {
          for (const listener of listeners) listener(exporting, stage);
        };
        const report = await runs.export(directory, format, path, { signal, onStage });
        return report === null ? { outcome: 'cancelled' } : { outcome: 'done', report };
      }),
    cancel,
    onStage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };
}
