import type { Words } from '../../shared/messages/sentence.ts';
import type { RunFold } from '../../shared/training/cross-validation.ts';
import type { Outcome } from '../../shared/training/events.ts';
import type { LiveRun } from './run-summary.ts';
import { type EndEvent, type Training, wordsOfEnd } from './training.ts';

/** How what trained has ended. */
export interface FoldsEnd {
  /** The last event of the run that trained last. */
  readonly last: EndEvent;
  /** How all of it ended: also a last run that finished may not have been the last fold. */
  readonly outcome: Outcome;
  readonly reason: Words | null;
}

/** One run, or the folds of a cross-validation one after the other, as one thing that trains and can be stopped. */
export interface FoldsTraining {
  /** The run that trains now. */
  live(): LiveRun;
  /** Resolves when no further fold trains; never rejects. */
  readonly ended: Promise<FoldsEnd>;
  /** Asks all of it to end and resolves when it has; after `patience` milliseconds the process of a run is ended. */
  stop(patience?: number): Promise<void>;
}

/** What folds are trained with. */
export interface FoldsOptions {
  readonly first: Training;
  /** Starts the run of the next fold. */
  begin(fold: RunFold): Promise<Training>;
  /** Hears how a fold ended, once the next one trains. */
  onNext(last: EndEvent, next: LiveRun): void;
}

/** Sees a run to its end, and after a fold that finished all those that follow it. */
export function trainFolds({ first, begin, onNext }: FoldsOptions): FoldsTraining {
  let current = first;
  const wish: { stop: boolean; patience?: number | undefined } = { stop: false };

  async function finish(): Promise<FoldsEnd> {
    for (;;) {
      const last = await current.ended;
      const { fold } = current.live().document;
      const { outcome, reason } = last;
      if (outcome !== 'finished' || fold === null || fold.fold === fold.folds) return { last, outcome, reason };
      if (wish.stop) return { last, outcome: 'stopped', reason: null };
      try {
        current = await begin({ ...fold, fold: fold.fold + 1 });
      } catch (error) {
        return { last, outcome: 'failed', reason: wordsOfEnd(error) };
      }
      onNext(last, current.live());
      // It was asked while the run began.
      if (wish.stop) void current.stop(wish.patience);
    }
  }

  const ended = finish();
  return {
    live: () => current.live(),
    ended,
    async stop(patience) {
      Object.assign(wish, { stop: true, patience });
      await current.stop(patience);
      await ended;
    },
  };
}
