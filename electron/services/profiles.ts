import type { z } from 'zod';
import { UserError } from '../../shared/ipc/port.ts';
import type { Profiled, ProfileProgress, profileOutcomeSchema } from '../../shared/ipc/profile.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import { type EngineHost, withEngineUntil } from './engine-process.ts';
import type { Runs } from './runs.ts';

/** Measuring how long the blocks of a model take, one model at a time and while nothing trains: each would slow the other down. */
export interface Profiles {
  /**
   * Measures a project under a name of the caller's own. Throws UserError for what cannot be measured, while a run trains or another
   * measurement goes on, and when a run begins meanwhile.
   */
  measure(name: string, profiled: Profiled): Promise<z.infer<typeof profileOutcomeSchema>>;
  /** Ends a measurement, if one of that name is under way: its process at once, since nothing of it is to be kept. */
  cancel(name: string): void;
  /** Ends the measurement under way, if there is one, for a run that began. */
  interrupt(run: string): void;
  /** Hears how far measurements are; returns a function that stops hearing it. */
  onProgress(listener: (name: string, progress: ProfileProgress) => void): () => void;
  /** Ends what is under way. */
  close(): void;
}

/** Measurements on the engines of a host, beside these runs. */
export function createProfiles(engineHost: EngineHost, runs: Pick<Runs, 'training'>): Profiles {
  const listeners = new Set<(name: string, progress: ProfileProgress) => void>();
  let underWay: { readonly name: string; readonly ending: AbortController } | null = null;

  return {
    async measure(name, profiled) {
      const run = runs.training();
      if (run !== null) throw new UserError(say(runMessages['profile-in-training'], { run }));
      if (underWay) throw new UserError(runMessages['profile-again']);
      const ending = new AbortController();
      const { signal } = ending;
      underWay = { name, ending };
      const measured = withEngineUntil(engineHost, signal, (client) => {
        client.on('profile:progress', (progress) => {
          for (const listener of listeners) listener(name, progress);
        });
        return client.ask('engine:profile', profiled);
      });
      try {
        return { outcome: 'done', profile: await measured };
      } catch (error) {
        if (error !== cancelled) throw error;
        return { outcome: 'cancelled' };
      } finally {
        underWay = null;
      }
    },
    cancel(name) {
      if (underWay?.name === name) underWay.ending.abort(cancelled);
    },
    interrupt(run) {
      underWay?.ending.abort(new UserError(say(runMessages['profile-interrupted'], { run })));
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => underWay?.ending.abort(cancelled),
  };
}

/** Why a measurement ends that a person has cancelled. */
const cancelled = new Error('The measurement was cancelled.');
