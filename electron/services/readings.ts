import type { DatasetLook, DatasetProgress } from '../../shared/data/dataset.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import type { Reading } from '../data/reading.ts';

/** Readings of data on behalf of windows, which name each, ask how far it is, and may end it. */
export interface Readings {
  /** What `work` makes of the data; it rejects with a UserError when the reading is ended. */
  read<Answer>(name: string, work: (reading: Reading) => Promise<Answer>): Promise<Answer>;
  /** What the beginning tells, as soon as it is known; null if the reading is over without it, or none of that name is under way. */
  look(name: string): Promise<DatasetLook | null>;
  /** How far a reading is; null if none of that name is under way, or nothing is known yet. */
  progress(name: string): DatasetProgress | null;
  /** Ends a reading if it is under way. */
  stop(name: string): void;
}

interface Started {
  readonly ending: AbortController;
  progress: DatasetProgress | null;
  readonly look: Promise<DatasetLook | null>;
}

/** The readings of one host. */
export function createReadings(): Readings {
  const underWay = new Map<string, Started>();
  return {
    async read(name, work) {
      let show: (look: DatasetLook | null) => void = () => undefined;
      const look = new Promise<DatasetLook | null>((resolve) => {
        show = resolve;
      });
      const started: Started = { ending: new AbortController(), progress: null, look };
      underWay.set(name, started);
      try {
        const { signal } = started.ending;
        const report = (progress: DatasetProgress) => {
          started.progress = progress;
        };
        return await work({ signal, report, show });
      } finally {
        show(null);
        // Another of its name may be under way by now.
        if (underWay.get(name) === started) underWay.delete(name);
      }
    },
    look: async (name) => (await underWay.get(name)?.look) ?? null,
    progress: (name) => underWay.get(name)?.progress ?? null,
    stop: (name) => underWay.get(name)?.ending.abort(new UserError(dataMessages['reading-ended'])),
  };
}
