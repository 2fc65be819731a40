import { useState } from 'react';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { type CrossValidation, crossValidationsOf } from '../../shared/training/cross-validation.ts';
import { text } from '../messages/text.ts';
import { Glyph, type Mark, StateMark } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { foldsState, foldsStateText, spreadText } from './folds-text.ts';
import { isHigherBetter, metricWords } from './log-names.ts';
import { isShare, showLog, showNumber } from './number-text.ts';
import styles from './run-list.module.css';
import { dayText, namesOfTrainings, runNames, runStateText } from './run-names.ts';
import type { RunRecord } from './run-record.ts';
import { Sparkline } from './Sparkline.tsx';
import { showTime } from './time-text.ts';

interface RunListProps {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Curves of the runs that were read, by the run's folder name. */
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly chosen: string | null;
  readonly compared: string | null;
  readonly onChoose: (run: string) => void;
  readonly onCompare: (run: string | null) => void;
  readonly now: number;
}

const marks: Readonly<Record<RunSummary['state'], Mark>> = {
  training: 'running',
  finished: 'done',
  stopped: 'stopped',
  failed: 'failed',
};

/** The runs of the project: one is shown, one more can lie under it dashed. */
export function RunList(props: RunListProps) {
  const { runs, records, chosen, compared } = props;
  const names = runNames(runs);
  const watched = watchedLog(runs, records);
  return (
    <>
      <div className={styles.caption} hidden={runs.length === 0}>
        <span className={styles.nameColumn}>{text('training.runColumn')}</span>
        {watched && <span className={parts.cut}>{text('training.bestOf', { metric: watchedTitle(watched) })}</span>}
      </div>
      <ul className={styles.list}>
        {trainingsOf(runs).map((training) =>
          'crossValidation' in training ? (
            <FoldsItem key={training.crossValidation} {...props} names={names} watched={watched} folds={training} />
          ) : (
            <RunItem key={training.run} {...props} names={names} watched={watched} summary={training} />
          ),
        )}
      </ul>
      {chosen && compared && <Against {...props} chosen={chosen} compared={compared} names={names} watched={watched} />}
      {runs.length === 0 && (
        <div className={styles.none}>
          <Glyph name="pulse" size={20} />
          <b>{text('training.noRuns')}</b>
          <p>{text('training.noRunsText')}</p>
        </div>
      )}
    </>
  );
}

/** Runs that stand alone, and in place of the newest of its folds each cross-validation. */
function trainingsOf(runs: readonly RunSummary[]): readonly (RunSummary | CrossValidation<RunSummary>)[] {
  const folds = new Map(crossValidationsOf(runs).map((one) => [one.crossValidation, one]));
  return runs.flatMap((summary): (RunSummary | CrossValidation<RunSummary>)[] => {
    if (summary.fold === null) return [summary];
    const found = folds.get(summary.fold.crossValidation);
    folds.delete(summary.fold.crossValidation);
    return found ? [found] : [];
  });
}

interface ItemProps extends RunListProps {
  readonly names: ReadonlyMap<string, string>;
  readonly watched: string | null;
}

/** A cross-validation: its mean, and its folds, which open and close; one of them being looked at opens them too. */
function FoldsItem(props: ItemProps & { readonly folds: CrossValidation<RunSummary> }) {
  const { runs, folds, chosen, compared, watched, onChoose, now } = props;
  const name = namesOfTrainings(runs).get(folds.crossValidation)!;
  const isShown = folds.runs.some(({ run }) => run === chosen);
  const [asked, setAsked] = useState<boolean | null>(null);
  const open = asked ?? (isShown || folds.runs.some(({ run }) => run === compared));
  const spread = folds.metrics.find((metric) => metric.name === watched);
  const newest = folds.runs.at(-1)!;
  return (
    <li className={styles.folds} data-on={(isShown && !open) || undefined}>
      <button
        type="button"
        className={styles.choose}
        aria-expanded={open}
        onClick={() => {
          setAsked(!open);
          // What the folds come to together stands on the page of each of them.
          if (!open && !isShown) onChoose(newest.run);
        }}
      >
        <span className={styles.fold}>
          <Glyph name={open ? 'down' : 'right'} size={14} />
        </span>
        <span className={styles.name}>
          <b className={parts.cut}>{name}</b>
          <StateMark mark={marks[foldsState(folds)]} />
        </span>
        <b className={styles.value}>{spread ? spreadText(spread) : ''}</b>
        <span className={styles.note}>
          {foldsStateText(folds)} · {dayText(folds.runs[0]!.started, now)}
        </span>
      </button>
      {open && (
        <ul className={styles.list}>
          {folds.runs.map((summary) => (
            <RunItem key={summary.run} {...props} summary={summary} />
          ))}
        </ul>
      )}
    </li>
  );
}

function RunItem(props: ItemProps & { readonly summary: RunSummary }) {
  const { summary, records, names, watched, chosen, compared, onChoose, onCompare, now } = props;
  const { run, fold } = summary;
  const on = run === chosen;
  const record = records.get(run);
  const best = watched ? bestOf(summary, record, watched) : null;
  return (
    <li className={styles.item} data-on={on || undefined}>
      <span className={styles.check}>
        <input
          type="checkbox"
          checked={on || run === compared}
          aria-disabled={on || undefined}
          aria-label={text('training.compare', { run: names.get(run)! })}
          title={on ? undefined : text('training.compare', { run: names.get(run)! })}
          onChange={(event) => !on && onCompare(event.currentTarget.checked ? run : null)}
        />
        <Glyph name="check" size={10} />
      </span>
      <button type="button" className={styles.choose} aria-current={on || undefined} onClick={() => onChoose(run)}>
        <span className={styles.name}>
          <b className={parts.cut}>
            {fold === null ? names.get(run) : text('training.foldNumber', { fold: fold.fold })}
          </b>
          <StateMark mark={marks[summary.state]} />
        </span>
        <b className={styles.value}>{watched ? showLog(watched, best) : ''}</b>
        <span className={styles.note}>
          {runStateText(summary)} · {dayText(summary.started, now)}
        </span>
        {record && (
          <Sparkline
            values={sparkline(record)}
            width={56}
            height={16}
            stroke={on ? 'var(--c-val)' : 'var(--c-ref-1)'}
            dashed={!on}
          />
        )}
      </button>
    </li>
  );
}

/** The log by which runs are ranked: a metric's validation where there is one, else validation loss, else the loss. */
export function watchedLog(runs: readonly RunSummary[], records: ReadonlyMap<string, RunRecord>): string | null {
  for (const { run, logs } of runs) {
    const names = Object.keys({ ...records.get(run)?.epochs.at(-1)?.logs, ...logs });
    const metric = names.find((name) => name.startsWith('val_') && isShare(name));
    const found = metric ?? names.find((name) => name === 'val_loss') ?? names.find((name) => name === 'loss');
    if (found) return found;
  }
  return null;
}

const plain = (log: string): string => log.replace(/^val_/, '');

function watchedTitle(log: string): string {
  const title = metricWords(plain(log));
  return log === plain(log) ? title : text('training.watchedValidation', { metric: title });
}

/** The best value of a log over a run's epochs; of a run whose curves were not read, its last. */
function bestOf(summary: RunSummary, record: RunRecord | undefined, log: string): number | null {
  const higher = isHigherBetter(plain(log));
  let best: number | null = null;
  for (const { logs } of record?.epochs ?? []) {
    const value = logs[log];
    if (typeof value === 'number' && (best === null || (higher ? value > best : value < best))) best = value;
  }
  return best ?? summary.logs[log] ?? null;
}

function sparkline(record: RunRecord): readonly (number | null)[] {
  return record.epochs.map(({ logs }) => logs.val_loss ?? logs.loss ?? null);
}

interface AgainstProps extends RunListProps {
  readonly chosen: string;
  readonly compared: string;
  readonly names: ReadonlyMap<string, string>;
  readonly watched: string | null;
}

function Against({ runs, records, chosen, compared, names, watched }: AgainstProps) {
  const one = runs.find(({ run }) => run === chosen);
  const other = runs.find(({ run }) => run === compared);
  if (!one || !other) return null;
  const best = watched
    ? [bestOf(one, records.get(chosen), watched), bestOf(other, records.get(compared), watched)]
    : [];
  const [own, its] = best;
  const seconds = [records.get(chosen)?.end?.seconds, records.get(compared)?.end?.seconds];
  return (
    <div className={styles.against}>
      <h3>{text('training.against', { run: names.get(chosen) ?? chosen, other: names.get(compared) ?? compared })}</h3>
      {watched && typeof own === 'number' && typeof its === 'number' && (
        <div className={parts.pair}>
          <span>{text('training.againstBest', { metric: watchedTitle(watched) })}</span>
          <span data-worse={isHigherBetter(plain(watched)) ? own < its : own > its}>
            {difference(watched, own - its)}
          </span>
        </div>
      )}
      <div className={parts.pair}>
        <span>{text('training.againstEpochs')}</span>
        <span>{one.epochs === other.epochs ? text('training.same') : `${other.epochs} → ${one.epochs}`}</span>
      </div>
      {seconds[0] !== undefined && seconds[1] !== undefined && (
        <div className={parts.pair}>
          <span>{text('training.againstTime')}</span>
          <span>
            {showTime(seconds[1])} → {showTime(seconds[0])}
          </span>
        </div>
      )}
    </div>
  );
}

function difference(log: string, value: number): string {
  if (value === 0) return text('training.same');
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  return isShare(log)
    ? text('training.points', { difference: `${sign}${(size * 100).toFixed(2)}` })
    : `${sign}${showNumber(size)}`;
}
