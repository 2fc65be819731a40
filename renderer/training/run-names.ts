import type { RunSummary } from '../../shared/ipc/runs.ts';
import { text } from '../messages/text.ts';
import { showClock, showDay, showWeekday } from './time-text.ts';

/** A run's name for people: what its folder's name says besides the moment, else the whole name. */
export function runName(run: string): string {
  return run.replace(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(-\d{3})?Z?-(?=.)/, '');
}

type NamedRun = Pick<RunSummary, 'run' | 'fold'>;

/**
 * Names for people of runs that stand alone, by the run, and of cross-validations, by their own name: those that would be the same get a
 * number, the oldest 1. `runs` is newest first.
 */
export function namesOfTrainings(runs: readonly NamedRun[]): ReadonlyMap<string, string> {
  const plain = new Map<string, string>();
  for (const { run, fold } of [...runs].reverse()) {
    if (fold === null) plain.set(run, runName(run));
    else plain.set(fold.crossValidation, runName(fold.crossValidation).replace(/-fold-1(?=-\d+$|$)/, ''));
  }
  const totals = new Map<string, number>();
  for (const name of plain.values()) totals.set(name, (totals.get(name) ?? 0) + 1);
  const taken = new Map<string, number>();
  const names = new Map<string, string>();
  for (const [training, name] of plain) {
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    names.set(training, totals.get(name)! > 1 ? `${name} ${number}` : name);
  }
  return names;
}

/** Names of runs for people in a list, the oldest first; a fold has that of its cross-validation, and its number. `runs` is newest first. */
export function runNames(runs: readonly NamedRun[]): ReadonlyMap<string, string> {
  const names = namesOfTrainings(runs);
  return new Map(
    [...runs]
      .reverse()
      .map(({ run, fold }) => [
        run,
        fold === null
          ? names.get(run)!
          : text('training.foldOfRun', { run: names.get(fold.crossValidation)!, fold: fold.fold }),
      ]),
  );
}

/** The name for people of the run under way, which a list that was read before it began does not have yet. `runs` is newest first. */
export function nameOfLive(runs: readonly NamedRun[], live: NamedRun): string {
  const known = runs.some(({ run }) => run === live.run);
  return runNames(known ? runs : [live, ...runs]).get(live.run)!;
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
