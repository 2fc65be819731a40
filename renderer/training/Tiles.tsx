import { inList, inWords, text } from '../messages/text.ts';
import { showCount, showNumber, showShare } from './number-text.ts';
import { type RunRecord, samplesPerSecond } from './run-record.ts';
import { Sparkline } from './Sparkline.tsx';
import styles from './tiles.module.css';
import { showTime } from './time-text.ts';

interface TilesProps {
  readonly record: RunRecord;
  /** Null where the optimizer has none, or the settings of the run are not known. */
  readonly learningRate: number | null;
  /** Seconds left, already rounded; null when nothing runs. */
  readonly secondsLeft: number | null;
}

interface Tile {
  readonly title: string;
  readonly value: string;
  readonly unit: string;
  readonly note: string;
  readonly curve?: readonly number[];
}

/** What was measured of a run at work: each a figure, and what it means. Only what was measured is shown. */
export function Tiles({ record, learningRate, secondsLeft }: TilesProps) {
  const tiles = [speed(record), waiting(record), time(record, secondsLeft), rate(learningRate), engine(record)];
  return (
    <dl className={styles.tiles}>
      {tiles.map(
        (tile) =>
          tile && (
            <div key={tile.title} className={styles.tile}>
              <dt>{tile.title}</dt>
              <dd className={styles.figure}>
                <span className={styles.words}>
                  <b>{tile.value}</b> {tile.unit}
                </span>
                {tile.curve && <Sparkline values={tile.curve} width={44} height={18} stroke="var(--c-train)" />}
              </dd>
              <dd className={styles.note}>{tile.note}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function speed(record: RunRecord): Tile | null {
  const { stepsPerSecond } = record.recent;
  if (stepsPerSecond.length === 0) return null;
  const now = mean(stepsPerSecond.slice(-20));
  const rows = samplesPerSecond(record, now);
  return {
    title: text('training.speed'),
    value: showNumber(now),
    unit: text('training.stepsPerSecond'),
    note: rows === null ? '' : text('training.rowsPerSecond', { rows: showCount(Math.round(rows)) }),
    curve: stepsPerSecond,
  };
}

function waiting(record: RunRecord): Tile | null {
  const { waitingForData } = record.recent;
  if (waitingForData.length === 0) return null;
  const share = mean(waitingForData.slice(-20));
  return {
    title: text('training.waiting'),
    value: showShare(share, 0),
    unit: text('training.ofAStep'),
    note:
      share < 0.1
        ? text('training.waitingNever')
        : share < 0.4
          ? text('training.waitingSome')
          : text('training.waitingMuch'),
    curve: waitingForData,
  };
}

function time(record: RunRecord, secondsLeft: number | null): Tile | null {
  const last = record.epochs.at(-1);
  const note = last
    ? text('training.timeAEpoch', { time: showTime(mean(record.epochs.map(({ seconds }) => seconds))) })
    : '';
  if (record.end)
    return { title: text('training.time'), value: showTime(record.end.seconds), unit: text('training.timeAll'), note };
  if (secondsLeft === null) return null;
  return { title: text('training.time'), value: showTime(secondsLeft), unit: text('training.timeLeft'), note };
}

function rate(learningRate: number | null): Tile | null {
  if (learningRate === null) return null;
  return {
    title: text('training.learningRate'),
    value: showNumberExact(learningRate),
    unit: '',
    note: text('training.constantRate'),
  };
}

const showNumberExact = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential().replace('e+', 'e') : String(value);

function engine({ begin }: RunRecord): Tile | null {
  if (!begin) return null;
  return {
    title: text('training.device'),
    value: begin.engine.name,
    unit: begin.engine.version,
    note: inList(
      [inWords(begin.engine.device), text('training.parameters', { parameters: showCount(begin.parameters) })].filter(
        Boolean,
      ),
    ),
  };
}
