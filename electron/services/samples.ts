import type { DataDocument } from '../../shared/data/document.ts';
import type { Sample } from '../../shared/data/sample.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import type { Dataset, OpenDataset } from '../data/dataset.ts';
import { makeSample } from '../data/sample/make-sample.ts';

/** Shows windows a few rows as a model gets them. What was read for one look is kept for the next, which often changes little. */
export interface Samples {
  /**
   * Rows that `seed` draws. `viewer` names who looks: a look of the same viewer at other data ends the one before, which then rejects.
   * Throws UserError for data that cannot be read or prepared.
   */
  take(viewer: string, data: DataDocument, directory: string | null, seed: number): Promise<Sample>;
  /** Frees what was kept for a viewer who looks no more. */
  end(viewer: string): void;
  /** Frees everything. */
  close(): void;
}

/** Data that is open for a viewer, or is being opened. */
interface Held {
  readonly key: string;
  readonly opening: Promise<Dataset>;
  readonly ending: AbortController;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** How long data is kept for a viewer who does nothing, in milliseconds. */
const patience = 60_000;

/** Samples of data that a function opens. */
export function createSamples(open: OpenDataset): Samples {
  const held = new Map<string, Held>();

  function end(viewer: string): void {
    const one = held.get(viewer);
    if (one === undefined) return;
    held.delete(viewer);
    clearTimeout(one.timer);
    one.ending.abort(new UserError(dataMessages['reading-ended']));
    one.opening.then(
      (dataset) => dataset.close(),
      () => undefined,
    );
  }

  function opened(viewer: string, data: DataDocument, directory: string | null): Held {
    // Augmentation comes after all that is kept.
    const plain = { ...data, augmentation: [] };
    const key = JSON.stringify([plain, directory]);
    const before = held.get(viewer);
    if (before?.key === key) return before;
    end(viewer);
    const ending = new AbortController();
    const reading = { signal: ending.signal, report: () => undefined };
    const one: Held = { key, ending, opening: open(plain, { directory, limit: null, reading }), timer: undefined };
    held.set(viewer, one);
    return one;
  }

  return {
    async take(viewer, data, directory, seed) {
      const one = opened(viewer, data, directory);
      clearTimeout(one.timer);
      try {
        const dataset = await one.opening;
        one.ending.signal.throwIfAborted();
        return await makeSample(dataset, data.augmentation, seed);
      } catch (error) {
        // Of what could not be opened nothing is kept: a file may be another one next time.
        if (held.get(viewer) === one && (await one.opening.catch(() => null)) === null) end(viewer);
        throw error;
      } finally {
        if (held.get(viewer) === one) {
          clearTimeout(one.timer);
          one.timer = setTimeout(() => end(viewer), patience);
          one.timer.unref();
        }
      }
    },
    end,
    close() {
      for (const viewer of [...held.keys()]) end(viewer);
    },
  };
}
