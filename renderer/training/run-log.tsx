import { memo, useEffect, useRef } from 'react';
import type { RunEvent } from '../../shared/training/events.ts';
import { text } from '../messages/text.ts';
import { type LogLine, logLines } from './log-lines.ts';
import styles from './run-log.module.css';
import { showClock } from './time-text.ts';

interface RunLogProps {
  /** Events of the run, oldest first; those of batches are not lines. */
  readonly events: readonly RunEvent[];
  readonly name: string;
}

/** What a run said, a line a moment; it follows the newest line unless someone scrolled up to read. */
export function RunLog({ events, name }: RunLogProps) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lines = logLines(events, name);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it waits for
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length]);
  if (lines.length === 0) return <p className={styles.empty}>{text('training.logEmpty')}</p>;
  return (
    <div
      ref={box}
      className={styles.log}
      role="log"
      aria-live="off"
      aria-label={text('training.logLabel', { run: name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended
        <Line key={index} {...line} />
      ))}
    </div>
  );
}

const Line = memo(function Line({ time, words, tone }: LogLine) {
  return (
    <div className={styles.line} data-tone={tone}>
      <time dateTime={new Date(time).toISOString()}>{showClock(time)}</time>
      <span>{words}</span>
    </div>
  );
});
