import type { EngineState } from '../../shared/ipc/engines.ts';

/** The engine that trains a project which names none: the best that is ready, without those that want to be named. */
export function defaultEngine(engines: readonly EngineState[]): EngineState | null {
  return engines.find(({ state, onlyIfNamed }) => state === 'ready' && onlyIfNamed !== true) ?? null;
}
