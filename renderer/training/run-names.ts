import type { RunSummary } from '../../shared/ipc/contract.ts';
import { text } from '../messages/text.ts';
import { showClock, showDay, showWeekday } from './time-text.ts';

/** A run's name for people: what its folder's name says besides the moment, else the whole name. */
export function runName(run: string): string {
  return run.replace(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(-\d{3})?Z?-(?=.)/, '');
}

/** Names of runs for people in a list: those that would be the same get a number, the oldest 1. `runs` is newest first. */
export function runNames(runs: readonly Pick<RunSummary, 'run'>[]): ReadonlyMap<string, string> {
  const taken = new Map<string, number>();
  const totals = new Map<string, number>();
  for (const { run } of runs) totals.set(runName(run), (totals.get(runName(run)) ?? 0) + 1);
  const names = new Map<string, string>();
  for (const { run } of [...runs].reverse()) {
    const name = runName(run);
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    names.set(run, totals.get(name)! > 1 ? `${name} ${number}` : name);
  }
  return names;
}

/** What a run is doing or how it ended, in a few words. */
export function runStateText(summary: Pick<RunSummary, 'state' | 'epochs'>): string {
  const { state, epochs } = summary;
  switch (state) {
    case 'training':
      return epochs === 0 ? text('training.runStarting') : text('training.runRunning', { epoch: epochs });
    case 'finished':
      return epochs === 1 ? text('training.runFinishedOne') : text('training.runFinished', { epochs });
    case 'stopped':
      return epochs === 0 ? text('training.stoppedEarly') : text('training.runStopped', { epoch: epochs });
    case 'failed':
      return text('training.runFailed');
  }
}

/** When a run began, as short as it can be told: the time today, the weekday this week, else the date. */
export function dayText(moment: number, now: number): string {
  const then = new Date(moment);
  const day = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(new Date(now)) - day(then)) / 86_400_000);
  if (days <= 0) return showClock(moment);
  return days < 7 ? showWeekday(moment) : showDay(moment);
}
