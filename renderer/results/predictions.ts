import { useCallback, useEffect, useState } from 'react';
import type { Prediction } from '../../shared/ipc/runs.ts';
import type { JudgedPart } from '../../shared/training/cross-validation.ts';
import type { Loaded } from '../parts/loaded.ts';
import { failureWords, type Host } from '../store/editor.ts';
import { newName } from '../store/new-name.ts';

/** Most rows that are asked about: enough for every page, and quick on a slow machine. */
export const mostRows = 5000;

/** Answers kept, so that coming back to the page asks the model nothing twice. */
const mostKept = 6;
const kept = new Map<string, Asked>();

/** What a model was asked; `name` is that for the host. */
interface Asked {
  readonly name: string;
  readonly answers: Promise<readonly Prediction[]>;
}

/** The model's answers on the first rows of the part that a run is judged by; the same promise for the same run. A failure is not kept. */
export function predictionsOf(host: Host, directory: string, part: JudgedPart): Promise<readonly Prediction[]> {
  const known = kept.get(directory);
  if (known) return known.answers;
  const name = newName();
  const answers = host.ask('runs:predict', { directory, part, limit: mostRows, reading: name });
  kept.set(directory, { name, answers });
  answers.catch(() => kept.delete(directory));
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  return answers;
}

/** Ends the asking of a run's model, which then fails. */
export function stopPredictions(host: Host, directory: string): void {
  const asked = kept.get(directory);
  // A host that is gone has ended it already.
  if (asked) host.ask('data:stop', { reading: asked.name }).catch(() => undefined);
}

/** The model's answers on the rows that a run is judged by, for a page; `again` asks anew after a failure. */
export function usePredictions(
  host: Host,
  directory: string,
  part: JudgedPart,
): { readonly predictions: Loaded<readonly Prediction[]>; readonly again: () => void } {
  const [predictions, setPredictions] = useState<Loaded<readonly Prediction[]>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again
  useEffect(() => {
    let current = true;
    setPredictions({ state: 'loading' });
    predictionsOf(host, directory, part).then(
      (value) => {
        if (current) setPredictions({ state: 'ready', value });
      },
      (error: unknown) => {
        if (current) setPredictions({ state: 'failed', reason: failureWords(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [host, directory, part, round]);
  return { predictions, again: useCallback(() => setRound((count) => count + 1), []) };
}
