import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { FoldUnderWay } from '../../shared/training/cross-validation.ts';
import { progressText, shareOf } from '../data/ReadingState.tsx';
import { text } from '../messages/text.ts';
import { Glyph, StateMark } from '../parts/Glyph.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { showCount, showNumber } from './number-text.ts';
import styles from './run-bar.module.css';
import { newestLogs, progressOf, type RunRecord, secondsLeftOf, valuesByEpoch } from './run-record.ts';
import { Sparkline } from './Sparkline.tsx';
import { roundSecondsLeft } from './time-left.ts';
import { showTime } from './time-text.ts';
import { useThrottled } from './use-throttled.ts';

interface RunBarProps {
  readonly record: RunRecord;
  readonly name: string;
  /** Which fold of a cross-validation it is; null for a run that stands alone. */
  readonly fold: FoldUnderWay | null;
  /** How far its data is opened; null before and after that. */
  readonly reading: DatasetProgress | null;
  readonly stopping: boolean;
  readonly onStop: () => void;
  /** Opens the Train page. */
  readonly onShow: () => void;
}

/** How often the bar's figures change, in milliseconds: faster cannot be read. */
const changeEvery = 250;

/** The bar at the foot of every page while a run is under way. */
export function RunBar({ record: newest, name, fold, reading: newestReading, stopping, onStop, onShow }: RunBarProps) {
  const record = useThrottled(newest, changeEvery);
  const reading = useThrottled(newestReading, changeEvery);
  const { begin, batch, epoch } = record;
  const left = useSteadySecondsLeft(secondsLeftOf(record, fold), record.run);
  const progress = progressOf(record, fold);
  const logs = newestLogs(record);
  const validation = valuesByEpoch(record, 'val_loss');
  return (
    <section className={styles.bar} aria-label={text('training.runBar')}>
      <div
        className={styles.line}
        role="progressbar"
        aria-label={text('training.progress', { run: name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress * 100)}
      >
        <i style={{ transform: `scaleX(${progress})` }} />
      </div>
      <button type="button" className={styles.name} onClick={onShow}>
        <ProgressRing share={progress} />
        <b>{name}</b>
      </button>
      <span className={styles.rule} />
      {fold && (
        <span className={`${styles.label} ${styles.step}`}>
          {text('training.foldOf', { fold: fold.fold, folds: fold.folds })}
        </span>
      )}
      {begin && epoch !== null ? (
        <>
          <span>
            <span className={styles.label}>{text('training.barEpoch')}</span> <b>{epoch}</b>{' '}
            {text('training.barOf', { epochs: begin.epochs })}
          </span>
          <span className={`${styles.label} ${styles.wide} ${styles.step}`}>
            {record.epochs.length === begin.epochs
              ? text('training.barTesting')
              : text('training.barStep', {
                  step: showCount(batch?.step ?? 0),
                  steps: showCount(begin.stepsPerEpoch),
                })}
          </span>
          <span className={styles.rule} />
          <span className={styles.value}>
            <span className={styles.label}>{text('training.barLoss')}</span>
            <b className={styles.number}>{showNumber(logs.loss)}</b>
            <Sparkline values={recentLosses(record)} width={88} height={20} stroke="var(--c-train)" />
          </span>
          {validation.length > 0 && (
            <span className={`${styles.value} ${styles.wide}`}>
              <span className={styles.label}>{text('training.barValidation')}</span>
              <b className={styles.number}>{showNumber(validation.at(-1)!.value)}</b>
              <Sparkline values={validation.map(({ value }) => value)} width={64} height={20} stroke="var(--c-val)" />
            </span>
          )}
        </>
      ) : (
        <Beginning name={name} reading={reading} />
      )}
      <span className={styles.grow} />
      {left !== null && <span className={styles.left}>{text('training.barLeft', { time: showTime(left) })}</span>}
      <span className={styles.rule} />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Glyph name="stop" size={12} />}
        loading={stopping}
        disabled={stopping}
        onClick={onStop}
      >
        {text('training.stop')}
      </Button>
    </section>
  );
}

/** What goes on before the first epoch: of the data, how far it is opened. */
function Beginning({ name, reading }: Pick<RunBarProps, 'name' | 'reading'>) {
  if (reading === null) return <span className={styles.label}>{text('training.barStarting')}</span>;
  const words = progressText(reading);
  return (
    <span className={styles.reading}>
      <ProgressBar label={text('training.barReading', { run: name })} share={shareOf(reading)} words={words} />
      <span className={styles.label}>{words}</span>
    </span>
  );
}

/** The loss over the epochs, and of the running epoch at its end; of the batches while the first epoch runs. */
function recentLosses(record: RunRecord): readonly (number | null)[] {
  if (record.epochs.length < 2) {
    const { buffer, length } = record.points;
    return Array.from(buffer.losses.subarray(0, length));
  }
  const values = record.epochs.map(({ logs }) => logs.loss ?? null);
  return record.batch ? [...values, record.batch.logs.loss ?? null] : values;
}

/** Seconds left, rounded so that the words rest while the estimate trembles. */
export function useSteadySecondsLeft(seconds: number | null, run: string): number | null {
  const shown = useRef<{ run: string; seconds: number | null }>({ run, seconds: null });
  if (shown.current.run !== run) shown.current = { run, seconds: null };
  if (seconds !== null) shown.current.seconds = roundSecondsLeft(seconds, shown.current.seconds);
  return shown.current.seconds;
}

function ProgressRing({ share }: { readonly share: number }) {
  const length = 2 * Math.PI * 4.8;
  if (share === 0) return <StateMark mark="running" size={14} />;
  return (
    <svg width="14" height="14" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="var(--accent-line)" strokeWidth="2" />
      <circle
        cx="6"
        cy="6"
        r="4.8"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray={`${share * length} ${length}`}
        transform="rotate(-90 6 6)"
      />
    </svg>
  );
}
