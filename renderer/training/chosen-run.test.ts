import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { judgedRun } from './chosen-run.ts';

const run = (name: string, state: RunSummary['state'], weights: RunSummary['weights']): RunSummary => ({
  run: name,
  directory: `/${name}`,
  started: 0,
  state,
  reason: null,
  epochs: 1,
  logs: {},
  bestEpoch: weights === 'best' ? 1 : null,
  weights,
  bestLogs: {},
  fold: null,
  test: null,
});
const list = {
  state: 'ready',
  runs: [run('c', 'training', 'best'), run('b', 'failed', null), run('a', 'finished', 'best')],
} as const;

describe('the run that is judged and exported', () => {
  it('is the newest with weights, not one that trains or has none', () => {
    expect(judgedRun({ list, chosen: null })?.run).toBe('a');
  });

  it('may be one that was stopped in its first epoch: it has the weights of that moment', () => {
    const stopped = { state: 'ready', runs: [run('d', 'stopped', 'last'), ...list.runs] } as const;
    expect(judgedRun({ list: stopped, chosen: null })?.run).toBe('d');
  });

  it('is the chosen one where one is chosen, and none where there are none', () => {
    expect(judgedRun({ list, chosen: 'b' })?.run).toBe('b');
    expect(judgedRun({ list, chosen: 'gone' })?.run).toBe('a');
    expect(judgedRun({ list: { state: 'ready', runs: [] }, chosen: null })).toBeNull();
    expect(judgedRun({ list: { state: 'unknown' }, chosen: 'a' })).toBeNull();
  });
});
