import { expect, it } from 'vitest';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import { createReadingTeller } from './reading-teller.ts';

const rows = (done: number): DatasetProgress => ({ step: 'rows', count: { done, of: 9 } });

it('a step is told as it begins, its progress ten times a second at most, and the end at once and once', () => {
  const told: (DatasetProgress | null)[] = [];
  let time = 0;
  const tell = createReadingTeller(
    (progress) => told.push(progress),
    () => time,
  );
  tell(null);
  tell({ step: 'load', count: null });
  tell(rows(1));
  time = 99;
  tell(rows(2));
  time = 100;
  tell(rows(3));
  tell({ step: 'prepare', count: null });
  tell(null);
  tell(null);
  tell(rows(4));
  expect(told).toEqual([
    { step: 'load', count: null },
    rows(1),
    rows(3),
    { step: 'prepare', count: null },
    null,
    rows(4),
  ]);
});
