import { useEffect, useState } from 'react';
import type { EditorState } from '../store/state.ts';
import { useEditor } from '../store/use-editor.ts';

/**
 * A part of the state as it changes, at most once in `every` milliseconds; the newest always comes through in the end. For what changes
 * faster than it can be read: a component that selects it otherwise draws with every event of a run. `select` must not change.
 */
export function useThrottledState<T>(select: (state: EditorState) => T, every: number): T {
  const { store } = useEditor();
  const [shown, setShown] = useState<T>(() => select(store.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let changed = Number.NEGATIVE_INFINITY;
    const show = () => {
      timer = null;
      changed = performance.now();
      const value = select(store.getState());
      setShown(() => value);
    };
    const hear = () => {
      if (timer !== null) return;
      const wait = changed + every - performance.now();
      if (wait <= 0) show();
      else timer = setTimeout(show, wait);
    };
    hear();
    const stop = store.subscribe(hear);
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, select, every]);
  return shown;
}
