import { useMemo, useState } from 'react';
import { useLanguage } from '../messages/language.ts';
import { inList, text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import styles from './curves.module.css';
import type { Finding } from './findings.ts';
import { shownEpochs } from './log-lines.ts';
import { metricTitle } from './log-names.ts';
import { isShare, showCount, showLog, showTick } from './number-text.ts';
import { LegendMark, RunChart } from './RunChart.tsx';
import { type AxisUnit, axisEnd, type Curve, curvesOf, epochToX, stepsPerEpoch } from './run-curves.ts';
import { logNames, type RunRecord } from './run-record.ts';
import { countTicks } from './ticks.ts';

/** Buckets of the batch curve: about one for each two pixels of a wide plot. */
const buckets = 420;

interface CurvesProps {
  readonly record: RunRecord;
  /** The name of the run for people. */
  readonly name: string;
  readonly compared: { readonly record: RunRecord; readonly name: string } | null;
  readonly unit: AxisUnit;
  readonly logScale: boolean;
  /** What the curves say, drawn as a span under the loss. */
  readonly finding: Finding | null;
}

/** The charts of a run: its loss, and one for each metric, under one crosshair. */
export function Curves({ record, name, compared, unit, logScale, finding }: CurvesProps) {
  const [hover, setHover] = useState<number | null>(null);
  const names = logNames(record.epochs.at(-1)?.logs ?? record.batch?.logs ?? { loss: null });
  const shown = names.includes('loss') ? names : ['loss', ...names];
  return (
    <>
      {shown.map((logName) => (
        <ChartCard
          key={logName}
          logName={logName}
          record={record}
          name={name}
          compared={compared}
          unit={unit}
          logScale={logScale && !isShare(logName)}
          finding={finding}
          hover={hover}
          onHover={setHover}
        />
      ))}
    </>
  );
}

interface ChartCardProps extends CurvesProps {
  readonly logName: string;
  readonly hover: number | null;
  readonly onHover: (x: number | null) => void;
}

function ChartCard(props: ChartCardProps) {
  const { logName, record, name, compared, unit, logScale, finding, hover, onHover } = props;
  const [asTable, setAsTable] = useState(false);
  const spoken = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of the series are in the language
  const curves = useMemo(
    () =>
      curvesOf(record, compared?.record ?? null, logName, unit, buckets, {
        batch: text('training.seriesBatch'),
        train: text('training.seriesTrain'),
        validation: text('training.seriesValidation'),
        validationShort: text('training.seriesValidationShort'),
        compared: (series) => text('training.seriesCompared', { run: compared?.name ?? '', series }),
      }),
    [record, compared, logName, unit, spoken],
  );
  const end = axisEnd(record, compared?.record ?? null, unit);
  const stride = unit === 'epoch' ? 1 : stepsPerEpoch(record);
  const ticks = useMemo(() => countTicks(end, unit === 'epoch' ? 10 : 6), [end, unit]);
  const { bestEpoch } = record;
  // biome-ignore lint/correctness/useExhaustiveDependencies: its label is in the language
  const best = useMemo(
    () =>
      bestEpoch === null || record.epochs.length < 2
        ? null
        : {
            x: epochToX(record, bestEpoch, unit),
            // Said once: the same line goes through all charts.
            label: logName === 'loss' ? text('training.bestEpoch', { epoch: bestEpoch }) : '',
          },
    [record, bestEpoch, unit, logName, spoken],
  );
  const band = useMemo(
    () =>
      finding && logName === 'loss'
        ? { from: epochToX(record, finding.since, unit), to: epochToX(record, finding.until, unit) }
        : null,
    [record, finding, logName, unit],
  );
  const title = metricTitle(logName);
  return (
    <section className={styles.card} data-loss={logName === 'loss' || undefined} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.grow} />
        {logName === 'loss' && <Legend curves={curves} />}
        <button type="button" className={styles.quiet} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {text('training.chartTable')}
        </button>
      </header>
      {asTable ? (
        <EpochTable record={record} logName={logName} title={title} />
      ) : (
        <RunChart
          title={title}
          label={chartLabel(record, logName, title, name)}
          curves={curves}
          scale={logScale ? 'log' : 'linear'}
          end={end}
          ticks={ticks}
          showX={showTick}
          showValue={(value) => showLog(logName, value)}
          showValueTick={isShare(logName) ? showShareTick : undefined}
          best={best}
          band={band}
          hover={hover}
          onHover={(x) =>
            onHover(x === null || unit === 'step' || record.epochs.length === 0 ? x : Math.max(1, Math.round(x)))
          }
          showHover={(x) =>
            unit === 'epoch'
              ? text('training.epochNumber', { epoch: Math.max(1, Math.round(x)) })
              : text('training.stepNumber', { step: showCount(Math.round(x)) })
          }
          stride={stride}
          none={record.end ? '' : waitingText(record, logName)}
        />
      )}
    </section>
  );
}

const showShareTick = (value: number): string =>
  text('training.share', { value: Number((value * 100).toPrecision(5)) });

function chartLabel(record: RunRecord, logName: string, title: string, name: string): string {
  const logs = record.epochs.at(-1)?.logs;
  const sentences = [text('training.chartOf', { metric: title, run: name })];
  if (logs) {
    sentences.push(text('training.epochNumber', { epoch: record.epochs.at(-1)!.epoch }));
    sentences.push(`${text('training.seriesTrain')} ${showLog(logName, logs[logName])}`);
    if (logs[`val_${logName}`] !== undefined)
      sentences.push(`${text('training.seriesValidation')} ${showLog(logName, logs[`val_${logName}`])}`);
  }
  return inList(sentences);
}

function Legend({ curves }: { readonly curves: readonly Curve[] }) {
  return (
    <div className={styles.legend} aria-hidden="true">
      {curves.map(({ kind, name }) => (
        <span key={kind}>
          <LegendMark kind={kind} />
          {name}
        </span>
      ))}
    </div>
  );
}

function EpochTable({
  record,
  logName,
  title,
}: {
  readonly record: RunRecord;
  readonly logName: string;
  readonly title: string;
}) {
  const validated = record.epochs.some(({ logs }) => `val_${logName}` in logs);
  const shown = record.epochs.slice(-shownEpochs);
  const left = record.epochs.length - shown.length;
  return (
    <div className={styles.table}>
      <table>
        <caption className={parts.hidden}>{text('training.chartTableOf', { metric: title })}</caption>
        <thead>
          <tr>
            <th scope="col">{text('training.tableEpoch')}</th>
            <th scope="col">{text('training.tableTrain')}</th>
            {validated && <th scope="col">{text('training.tableValidation')}</th>}
          </tr>
        </thead>
        <tbody>
          {left > 0 && (
            <tr>
              <td colSpan={validated ? 3 : 2}>{text('training.logLeftOut', { epochs: showCount(left) })}</td>
            </tr>
          )}
          {shown.map(({ epoch, logs }) => (
            <tr key={epoch} data-best={epoch === record.bestEpoch || undefined}>
              <th scope="row">{epoch}</th>
              <td>{showLog(logName, logs[logName])}</td>
              {validated && <td>{showLog(logName, logs[`val_${logName}`])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a chart without a line waits for. */
function waitingText({ begin }: RunRecord, logName: string): string {
  if (logName !== 'loss') return text('training.waitingForEpoch');
  return text(begin === null ? 'training.barStarting' : 'training.waitingForFirst');
}
