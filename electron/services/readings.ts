import type { DatasetLook, DatasetProgress, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import type { InspectDataset } from '../data/dataset.ts';

/** Looks at data on behalf of windows, which name each reading, ask how far it is, and may end it. */
export interface Readings {
  /** What is in the data. Throws UserError for data that cannot be read, and when the reading is ended. */
  inspect(reading: string, data: DataDocument, directory: string | null): Promise<DatasetSummary>;
  /** What the beginning tells, as soon as it is known; null if the reading is over without it, or none of that name is under way. */
  look(reading: string): Promise<DatasetLook | null>;
  /** How far a reading is; null if none of that name is under way, or nothing is known yet. */
  progress(reading: string): DatasetProgress | null;
  /** Ends a reading if it is under way. */
  stop(reading: string): void;
}

interface Started {
  readonly ending: AbortController;
  progress: DatasetProgress | null;
  readonly look: Promise<DatasetLook | null>;
}

/** Readings by a function that looks at data. */
export function createReadings(inspect: InspectDataset): Readings {
  const underWay = new Map<string, Started>();
  return {
    async inspect(reading, data, directory) {
      let show: (look: DatasetLook | null) => void = () => undefined;
      const look = new Promise<DatasetLook | null>((resolve) => {
        show = resolve;
      });
      const started: Started = { ending: new AbortController(), progress: null, look };
      underWay.set(reading, started);
      try {
        const { signal } = started.ending;
        const report = (progress: DatasetProgress) => {
          started.progress = progress;
        };
        return await inspect(data, { directory, reading: { signal, report, show } });
      } finally {
        show(null);
        underWay.delete(reading);
      }
    },
    look: async (reading) => (await underWay.get(reading)?.look) ?? null,
    progress: (reading) => underWay.get(reading)?.progress ?? null,
    stop: (reading) => underWay.get(reading)?.ending.abort(new UserError(dataMessages['reading-ended'])),
  };
}
