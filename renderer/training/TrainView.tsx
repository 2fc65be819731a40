import { Button, Drawer, SegmentedControl } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import { type CrossValidation, crossValidationsOf, type FoldUnderWay } from '../../shared/training/cross-validation.ts';
import { inARow, inList, sentence, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import parts from '../parts/parts.module.css';
import { State, Strip, Waiting } from '../parts/State.tsx';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { Curves } from './Curves.tsx';
import { FoldsCard } from './FoldsCard.tsx';
import { type Finding, findingOf } from './findings.ts';
import { showCount, showNumber } from './number-text.ts';
import { useSteadySecondsLeft } from './RunBar.tsx';
import { RunList } from './RunList.tsx';
import type { AxisUnit } from './run-curves.ts';
import { dayText, runNames } from './run-names.ts';
import { type RunRecord, secondsLeftOf, stateOf } from './run-record.ts';
import { Tiles } from './Tiles.tsx';
import styles from './train-view.module.css';

interface TrainViewProps {
  readonly settings: ReactNode;
  readonly runs: Loaded<readonly RunSummary[]>;
  readonly onReadRuns: () => void;
  readonly records: ReadonlyMap<string, RunRecord>;
  /** The run that is shown; null for none. */
  readonly chosen: Loaded<RunRecord> | null;
  readonly chosenRun: string | null;
  readonly compared: string | null;
  readonly onChoose: (run: string) => void;
  readonly onCompare: (run: string | null) => void;
  /** Which fold the live run is; null for none. */
  readonly fold: FoldUnderWay | null;
  /** Of the settings as they are now; null where the optimizer has none. */
  readonly learningRate: number | null;
  /** Whether the shown run is the one of this session, so that the settings are its settings. */
  readonly isLive: boolean;
  /** Sets the learning rate for the next run. */
  readonly onLearningRate: (rate: number) => void;
  readonly onStop: () => void;
  /** What stands in the middle before the first run. */
  readonly empty: ReactNode;
  readonly now: number;
}

/** The Train page: settings, curves, runs. */
export function TrainView(props: TrainViewProps) {
  const { settings, runs, records, chosen, chosenRun, compared, onChoose, onCompare, onReadRuns, now } = props;
  const narrow = useNarrow();
  const page = useKeptFocus();
  const [runsOpen, setRunsOpen] = useState(false);
  const list = runs.state === 'ready' ? runs.value : [];
  const names = runNames(list);
  const runList =
    runs.state === 'failed' ? (
      <div className={styles.failed}>
        <p>{text('training.runsFailed', { reason: runs.reason })}</p>
        <Button size="compact-sm" variant="default" onClick={onReadRuns}>
          {text('training.tryAgain')}
        </Button>
      </div>
    ) : runs.state === 'loading' ? (
      <Waiting text={text('training.runsLoading')} />
    ) : (
      <RunList
        runs={list}
        records={records}
        chosen={chosenRun}
        compared={compared}
        now={now}
        onCompare={onCompare}
        onChoose={(run) => {
          onChoose(run);
          setRunsOpen(false);
        }}
      />
    );
  const chosenFold = list.find(({ run }) => run === chosenRun)?.fold ?? null;
  const crossValidation = crossValidationsOf(list).find((one) => one.crossValidation === chosenFold?.crossValidation);
  const comparedRecord = compared === null ? undefined : records.get(compared);
  return (
    <main ref={page} className={styles.page}>
      <aside className={`${parts.panel} ${styles.settings}`} aria-label={text('training.settings')}>
        {settings}
      </aside>
      <section
        className={styles.middle}
        aria-label={chosenRun === null ? text('training.runs') : (names.get(chosenRun) ?? chosenRun)}
      >
        {chosen === null ? (
          props.empty
        ) : chosen.state === 'loading' ? (
          <Waiting text={text('training.runsLoading')} />
        ) : chosen.state === 'failed' ? (
          <State
            glyph="stopSign"
            tone="failed"
            title={text('training.failed')}
            text={text('training.runFailedToRead', { reason: chosen.reason })}
          />
        ) : (
          <ShownRun
            learningRate={props.learningRate}
            isLive={props.isLive}
            fold={props.isLive ? props.fold : null}
            crossValidation={crossValidation ?? null}
            onChoose={onChoose}
            onLearningRate={props.onLearningRate}
            onStop={props.onStop}
            now={now}
            record={chosen.value}
            name={names.get(chosen.value.run) ?? chosen.value.run}
            compared={
              comparedRecord
                ? { record: comparedRecord, name: names.get(comparedRecord.run) ?? comparedRecord.run }
                : null
            }
            runsButton={
              narrow ? (
                <Button size="compact-sm" variant="default" onClick={() => setRunsOpen(true)}>
                  {text('training.runs')}
                </Button>
              ) : null
            }
          />
        )}
      </section>
      {narrow ? (
        <Drawer
          opened={runsOpen}
          onClose={() => setRunsOpen(false)}
          position="right"
          size={288}
          title={text('training.runs')}
          classNames={{ header: parts.drawerHead, title: parts.drawerTitle, body: parts.drawerBody }}
          closeButtonProps={{ 'aria-label': text('training.close') }}
        >
          {runList}
        </Drawer>
      ) : (
        <aside className={`${parts.panel} ${styles.runs}`} aria-label={text('training.runs')}>
          <div className={parts.panelHead}>
            <h2>
              {text('training.runs')} {list.length > 0 && <span className={styles.count}>{list.length}</span>}
            </h2>
          </div>
          <div className={parts.scroll}>{runList}</div>
        </aside>
      )}
    </main>
  );
}

interface ShownRunProps
  extends Pick<TrainViewProps, 'learningRate' | 'isLive' | 'fold' | 'onLearningRate' | 'onStop' | 'onChoose' | 'now'> {
  readonly record: RunRecord;
  readonly name: string;
  /** The cross-validation that the run is a fold of; null for a run that stands alone. */
  readonly crossValidation: CrossValidation<RunSummary> | null;
  readonly compared: { readonly record: RunRecord; readonly name: string } | null;
  readonly runsButton: ReactNode;
}

function ShownRun(props: ShownRunProps) {
  const { record, name, compared, learningRate, isLive, runsButton, now } = props;
  const [unit, setUnit] = useState<AxisUnit>('epoch');
  const [logScale, setLogScale] = useState(false);
  const left = useSteadySecondsLeft(secondsLeftOf(record, props.fold), record.run);
  const finding = useMemo(() => findingOf(record), [record]);
  return (
    <>
      <header className={styles.title}>
        <h1 className={parts.cut}>{name}</h1>
        <RunBadge record={record} />
        <span className={`${styles.facts} ${parts.cut}`}>{facts(record, now)}</span>
        <SegmentedControl
          size="xs"
          aria-label={text('training.axis')}
          value={unit}
          onChange={(value) => setUnit(value as AxisUnit)}
          data={[
            { value: 'epoch', label: text('training.byEpoch') },
            { value: 'step', label: text('training.byStep') },
          ]}
        />
        <Button
          size="compact-sm"
          variant={logScale ? 'light' : 'default'}
          aria-pressed={logScale}
          onClick={() => setLogScale(!logScale)}
        >
          {text('training.logScale')}
        </Button>
        {runsButton}
      </header>
      {record.end?.outcome === 'failed' && (
        <Strip
          tone="failed"
          title={text('training.failedTitle', { run: name })}
          text={inARow(
            record.end.reason ?? sentence('training.failedNoReason'),
            record.bestEpoch === null
              ? sentence('training.failedNothingLost')
              : text('training.failedKeptBest', { epoch: record.bestEpoch }),
          )}
        >
          <SmallerRate {...props} />
        </Strip>
      )}
      {finding && <FindingStrip {...props} finding={finding} />}
      {props.crossValidation && (
        <FoldsCard crossValidation={props.crossValidation} chosen={record.run} onChoose={props.onChoose} />
      )}
      <Curves record={record} name={name} compared={compared} unit={unit} logScale={logScale} finding={finding} />
      <Tiles
        record={record}
        learningRate={isLive && !record.end ? learningRate : null}
        secondsLeft={record.end ? null : left}
      />
    </>
  );
}

function facts(record: RunRecord, now: number): string {
  const { begin } = record;
  if (!begin) return record.end ? '' : text('training.barStarting');
  return [
    text('training.startedAt', { time: dayText(begin.time, now) }),
    inList([
      text('training.rowsTrain', { rows: showCount(begin.rows.train) }),
      ...(begin.rows.validation > 0
        ? [text('training.rowsValidation', { rows: showCount(begin.rows.validation) })]
        : []),
    ]),
  ].join(' · ');
}

function RunBadge({ record }: { readonly record: RunRecord }) {
  const state = stateOf(record);
  const epochs = record.epochs.length;
  switch (state) {
    case 'training':
      return (
        <span className={parts.badge} data-tone="accent">
          {record.begin && record.epoch !== null
            ? text('training.epochOf', { epoch: record.epoch, epochs: record.begin.epochs })
            : text('training.starting')}
        </span>
      );
    case 'finished':
      return (
        <span className={parts.badge} data-tone="ok">
          <Glyph name="check" size={12} />
          {epochs === 1 ? text('training.epochCountOne') : text('training.epochCount', { epochs })}
        </span>
      );
    case 'stopped':
      return (
        <span className={parts.badge}>
          {epochs === 0 ? text('training.stoppedEarly') : text('training.stopped', { epoch: epochs })}
        </span>
      );
    case 'failed':
      return (
        <span className={parts.badge} data-tone="failed">
          {text('training.failed')}
        </span>
      );
  }
}

function FindingStrip(props: ShownRunProps & { readonly finding: Finding }) {
  const { finding, record } = props;
  const values = {
    from: showNumber(finding.from),
    to: showNumber(finding.to),
    best: record.bestEpoch ?? finding.since,
  };
  const running = stateOf(record) === 'training';
  const stop = running && (
    <Button size="compact-sm" variant="default" onClick={props.onStop}>
      {text('training.stopNow')}
    </Button>
  );
  switch (finding.kind) {
    case 'overfitting':
      return (
        <Strip
          tone="warning"
          title={text('training.overfitting', { epoch: finding.since })}
          text={text('training.overfittingText', values)}
        >
          {stop}
        </Strip>
      );
    case 'divergence':
      return (
        <Strip
          tone="warning"
          title={text('training.divergence', { epoch: finding.since })}
          text={text('training.divergenceText', values)}
        >
          {!running && <SmallerRate {...props} />}
          {stop}
        </Strip>
      );
  }
}

/** A learning rate of a tenth; offered where the loss left the road. */
function SmallerRate({ learningRate, onLearningRate, isLive, record }: ShownRunProps) {
  const [trained] = useState(learningRate);
  const isSmaller = learningRate !== null && trained !== null && learningRate < trained;
  if (!isLive || learningRate === null || learningRate <= 0 || isSmaller || record.points.length === 0) return null;
  const rate = Number((learningRate / 10).toPrecision(3));
  return (
    <Button size="compact-sm" variant="default" onClick={() => onLearningRate(rate)}>
      {text('training.smallerLearningRate', { rate })}
    </Button>
  );
}
