import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { Runs } from '../services/runs.ts';
import type { Terminal } from './command.ts';

const steps: Readonly<Record<DatasetProgress['step'], string>> = {
  check: 'checking the file',
  load: 'making a table of it',
  look: 'looking at the values',
  rows: 'reading rows',
  mails: 'reading e-mails',
  images: 'reading images',
  prepare: 'splitting the rows and preparing the columns',
  compare: 'comparing rows',
};

/** What a reading is at, in a line: `reading rows, 40 %`. */
export function showReading({ step, count }: DatasetProgress): string {
  if (count === null) return steps[step];
  const { done, of } = count;
  if (of === null) return `${steps[step]}, ${done.toLocaleString('en')}`;
  return `${steps[step]}, ${Math.floor((100 * done) / Math.max(1, of))} %`;
}

/** Hints how far a reading of data is, each word over the one before, where a person watches; null is its end. */
export function hintReading({
  hint,
  interactive,
}: Pick<Terminal, 'hint' | 'interactive'>): (progress: DatasetProgress | null) => void {
  let shown: string | null = null;
  return (progress) => {
    if (!interactive) return;
    const line = progress === null ? null : showReading(progress);
    if (line !== null && line !== shown) hint(`${shown === null ? '' : '\u001b[1A\u001b[2K'}${line}`);
    shown = line;
  };
}

/** Hints so how far the data of runs is opened. */
export function hintReadings(runs: Pick<Runs, 'onReading'>, terminal: Pick<Terminal, 'hint' | 'interactive'>): void {
  const tell = hintReading(terminal);
  runs.onReading(({ progress }) => tell(progress));
}
