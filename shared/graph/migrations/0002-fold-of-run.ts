import type { Migration } from '../migrations.ts';

/** Which fold a run is, where none was one, and what the best epoch came to, which is known where the best was the last. */
export const foldOfRun: Migration = {
  to: 2,
  name: 'fold-of-run',
  up: (document) => ({ ...document, fold: null, result: withBestLogs(document.result) }),
};

function withBestLogs(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const { epochs, bestEpoch, logs } = result as Readonly<Record<string, unknown>>;
  return { ...result, bestLogs: bestEpoch === epochs ? logs : {} };
}
