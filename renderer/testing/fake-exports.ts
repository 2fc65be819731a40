import type { Handlers, Server } from '../../shared/ipc/client-server.ts';
import type { AppEvents, AppRequests } from '../../shared/ipc/contract.ts';
import { exportStages } from '../../shared/ipc/exports.ts';

type WriteHandlers = Pick<Handlers<AppRequests>, 'export:write' | 'export:cancel'>;

/** Exports without an engine: a stage every `tick` milliseconds. */
export function createFakeExports(tick: number, push: Server<AppEvents>['push']): WriteHandlers {
  const cancelled = new Set<string>();
  return {
    'export:write': async ({ exporting, format, path }) => {
      for (const stage of exportStages) {
        push('export:progress', { exporting, stage });
        await new Promise((resolve) => setTimeout(resolve, tick));
        if (cancelled.has(exporting)) return { outcome: 'cancelled' };
      }
      const files = [path.split('/').at(-1)!];
      const proof = { rows: 256, largestDifference: 3e-7, reader: 'h5wasm' };
      return { outcome: 'done', report: { format, path, bytes: 488_211, files, proof } };
    },
    'export:cancel': ({ exporting }) => {
      cancelled.add(exporting);
      return null;
    },
  };
}
