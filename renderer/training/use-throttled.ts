import { useEffect, useRef, useState } from 'react';

/** A value that changes at most once in `every` milliseconds; the newest always comes through in the end. */
export function useThrottled<T>(value: T, every: number): T {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    newest.current = value;
    if (timer.current !== null) return;
    const show = () => {
      timer.current = null;
      changed.current = performance.now();
      setShown(newest.current);
    };
    const wait = changed.current + every - performance.now();
    if (wait <= 0) show();
    else timer.current = setTimeout(show, wait);
  }, [value, every]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return shown;
}
