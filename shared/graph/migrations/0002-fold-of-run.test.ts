import { expect, test } from 'vitest';
import { emptyData } from '../../data/document.ts';
import { parseRun } from '../../training/run.ts';
import { defaultTraining } from '../../training/settings.ts';
import { emptyModel } from '../document.ts';

const result = {
  outcome: 'finished',
  reason: null,
  ended: 2,
  epochs: 3,
  logs: { loss: 1, val_loss: 2 },
  bestEpoch: 3,
  test: null,
};
const first = {
  app: 'layerloom',
  version: 1,
  layerloom: '0.1.0',
  run: 'r',
  project: 'p',
  started: 1,
  process: null,
  limit: null,
  engine: null,
  result,
  model: emptyModel,
  data: emptyData,
  training: defaultTraining,
};

const read = (changes: object) => {
  const parsed = parseRun(JSON.stringify({ ...first, ...changes }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return { fold: parsed.value.fold, bestLogs: parsed.value.result?.bestLogs };
};

test('runs of version 1 stand alone, and tell the logs of their best epoch where it was the last', () => {
  expect(read({})).toEqual({ fold: null, bestLogs: { loss: 1, val_loss: 2 } });
  expect(read({ result: { ...result, bestEpoch: 1 } })).toEqual({ fold: null, bestLogs: {} });
  expect(read({ result: null })).toEqual({ fold: null, bestLogs: undefined });
});
