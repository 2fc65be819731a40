import { memo, useEffect, useMemo, useRef } from 'react';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { type LogLine, logLines } from './log-lines.ts';
import styles from './run-log.module.css';
import type { RunRecord } from './run-record.ts';
import { showClock } from './time-text.ts';

interface RunLogProps {
  /** Null while nothing ran in this session. */
  readonly record: RunRecord | null;
  readonly name: string;
}

/** What a run said, a line a moment; it follows the newest line unless someone scrolled up to read. */
export function RunLog({ record, name }: RunLogProps) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const spoken = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are in the language
  const lines = useMemo(() => (record ? logLines(record, name) : []), [record, name, spoken]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it waits for
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.at(-1)]);
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
      {lines.map(({ key, ...line }) => (
        <Line key={key} {...line} />
      ))}
    </div>
  );
}

const Line = memo(function Line({ time, words, tone }: Omit<LogLine, 'key'>) {
  return (
    <div className={styles.line} data-tone={tone}>
      <time dateTime={new Date(time).toISOString()}>{showClock(time)}</time>
      {(tone === 'warning' || tone === 'failed') && <Glyph name={tone === 'failed' ? 'stopSign' : 'alert'} size={12} />}
      <span>{words}</span>
    </div>
  );
});
