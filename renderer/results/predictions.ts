import { useCallback, useEffect, useState } from 'react';
import type { Prediction } from '../../shared/ipc/contract.ts';
import type { JudgedPart } from '../../shared/training/cross-validation.ts';
import type { Loaded } from '../parts/loaded.ts';
import { failureWords, type Host } from '../store/editor.ts';

/** Most rows that are asked about: enough for every page, and quick on a slow machine. */
export const mostRows = 5000;

/** Answers kept, so that coming back to the page asks the model nothing twice. */
const mostKept = 6;
const kept = new Map<string, Promise<readonly Prediction[]>>();

/** The model's answers on the first rows of the part that a run is judged by; the same promise for the same run. A failure is not kept. */
export function predictionsOf(host: Host, directory: string, part: JudgedPart): Promise<readonly Prediction[]> {
  const known = kept.get(directory);
  if (known) return known;
  const asked = host.ask('runs:predict', { directory, part, limit: mostRows });
  kept.set(directory, asked);
  asked.catch(() => kept.delete(directory));
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  return asked;
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
