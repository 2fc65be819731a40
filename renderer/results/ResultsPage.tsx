import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Prediction, RunSummary } from '../../shared/ipc/runs.ts';
import { judgedPart } from '../../shared/training/cross-validation.ts';
import { rowsOfAnswer } from '../../shared/training/rows-of-answer.ts';
import { progressText } from '../data/ReadingState.tsx';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { State, Strip, Waiting } from '../parts/State.tsx';
import { readRecord } from '../store/runs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { hasWeights, judgedRun, knownRuns } from '../training/chosen-run.ts';
import { metricWords } from '../training/log-names.ts';
import { isShare, showCount, showLog, showNumber, showShare } from '../training/number-text.ts';
import { RunSelect } from '../training/RunSelect.tsx';
import { logNames, type RunRecord } from '../training/run-record.ts';
import { showTime } from '../training/time-text.ts';
import { ConfusionMatrix, type Pair } from './ConfusionMatrix.tsx';
import { type Classification, classify, lowestRecall, recallOf, wilsonInterval } from './classification.ts';
import { GenerateCard } from './GenerateCard.tsx';
import { Farthest, Mistakes } from './Mistakes.tsx';
import { mostRows, stopPredictions, usePredictions } from './predictions.ts';
import { type Regression, regress } from './regression.ts';
import styles from './results-page.module.css';
import { ScatterCard } from './ScatterCard.tsx';
import { TestLooks } from './TestLooks.tsx';
import { noTestText, weightsText } from './weights-text.ts';

/** The Results page: what a run is worth on rows it never saw, and where it errs. */
export function ResultsPage() {
  const editor = useEditor();
  const list = useEditorState(({ runs }) => runs.list);
  const chosen = useEditorState(({ runs }) => runs.chosen);
  // What a run of other data cannot do, its answer says.
  const isText = useEditorState(({ document }) => document.project.data.source.kind === 'next-token');
  const known = knownRuns({ list });
  const summary = judgedRun({ list, chosen });
  if (!summary) {
    return (
      <main className={styles.page}>
        <State glyph="pulse" title={text('results.emptyTitle')} text={text('results.emptyText')}>
          <Button size="xs" variant="default" onClick={() => editor.goTo('train')}>
            {text('results.toTrain')}
          </Button>
        </State>
      </main>
    );
  }
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <RunSelect
          runs={known}
          chosen={summary.run}
          label={text('results.run')}
          onChoose={(run) => editor.runs({ chosen: run })}
        />
        <RunFacts summary={summary} />
        <span className={parts.grow} />
        {hasWeights(summary) && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Glyph name="save" size={12} />}
            onClick={() => {
              editor.runs({ chosen: summary.run });
              editor.goTo('export');
            }}
          >
            {text('results.export')}
          </Button>
        )}
      </header>
      {summary.state === 'training' ? (
        <State glyph="pulse" title={text('results.runningTitle')} text={text('results.runningText')}>
          <Button size="xs" variant="default" onClick={() => editor.goTo('train')}>
            {text('results.toTrain')}
          </Button>
        </State>
      ) : (
        <>
          {summary.state === 'failed' && (
            <Strip tone="failed" title={text('results.failedTitle')} text={inWords(summary.reason ?? '')} />
          )}
          {hasWeights(summary) ? (
            <>
              {isText && <GenerateCard key={summary.run} directory={summary.directory} />}
              <Judged key={`judged ${summary.run}`} summary={summary} />
            </>
          ) : (
            <State glyph="info" title={text('results.noWeights')} text={text('results.noWeightsText')}>
              <Button size="xs" variant="default" onClick={() => editor.goTo('train')}>
                {text('results.toTrain')}
              </Button>
            </State>
          )}
        </>
      )}
    </main>
  );
}

function RunFacts({ summary }: { readonly summary: RunSummary }) {
  const record = useEditorState(({ runs }) => runs.records.get(summary.run));
  const facts = [
    ...(hasWeights(summary) ? [weightsText(summary)] : []),
    ...(record?.end ? [text('results.trainedFor', { time: showTime(record.end.seconds) })] : []),
  ];
  return <span className={`${styles.note} ${parts.cut}`}>{facts.join(' · ')}</span>;
}

function Judged({ summary }: { readonly summary: RunSummary }) {
  const editor = useEditor();
  const record = useEditorState(({ runs }) => runs.records.get(summary.run)) ?? null;
  const reading = useEditorState(({ runs }) => runs.readings.get(summary.directory)) ?? null;
  const { predictions, again } = usePredictions(editor.host, summary.directory, judgedPart(summary));
  useEffect(() => {
    void editor.attempt(() => readRecord(editor, summary.run, summary.directory));
  }, [editor, summary.run, summary.directory]);
  if (predictions.state === 'loading') {
    return (
      <>
        <Stats summary={summary} record={record} classification={null} regression={null} />
        <div className={`${parts.card} ${styles.wait}`}>
          <Waiting text={reading ? progressText(reading) : text('results.predicting')} />
          <Button size="compact-sm" variant="default" onClick={() => stopPredictions(editor.host, summary.directory)}>
            {text('results.stop')}
          </Button>
        </div>
      </>
    );
  }
  if (predictions.state === 'failed') {
    return (
      <>
        <Stats summary={summary} record={record} classification={null} regression={null} />
        <Strip tone="failed" title={text('results.predictFailed')} text={inWords(predictions.reason)}>
          <Button size="compact-sm" variant="default" onClick={again}>
            {text('results.tryAgain')}
          </Button>
        </Strip>
      </>
    );
  }
  return (
    <>
      {judgedPart(summary) === 'test' && <TestLooks directory={summary.directory} />}
      <Answers summary={summary} record={record} predictions={predictions.value} />
    </>
  );
}

interface AnswersProps {
  readonly summary: RunSummary;
  readonly record: RunRecord | null;
  readonly predictions: readonly Prediction[];
}

function Answers({ summary, record, predictions }: AnswersProps) {
  const outputs = useMemo(() => [...new Set(predictions.map(({ output }) => output))], [predictions]);
  const [output, setOutput] = useState(outputs[0] ?? '');
  const [pair, setPair] = useState<Pair | null>(null);
  const targets = useEditorState(({ view }) => (view.dataset.state === 'ready' ? view.dataset.summary.targets : null));
  const own = useMemo(() => predictions.filter((one) => one.output === output), [predictions, output]);
  const isClasses = own.some(({ label }) => label !== null);
  const classification = useMemo(() => {
    if (!isClasses) return null;
    const target = targets?.find(({ name }) => name === output) ?? (targets?.length === 1 ? targets[0] : undefined);
    return classify(own, target?.classes ?? null);
  }, [own, isClasses, targets, output]);
  const regression = useMemo(() => (isClasses ? null : regress(own)), [own, isClasses]);
  const all = record?.begin?.rows[judgedPart(summary)] ?? null;
  const asked = rowsOfAnswer(own[0]?.prediction.length ?? 1, mostRows);
  const isLimited = own.length >= asked && (all === null || own.length < all);
  const nothing = classification ? classification.rows.length === 0 : regression === null;
  return (
    <>
      <Stats summary={summary} record={record} classification={classification} regression={regression} />
      {outputs.length > 1 && (
        <SegmentedControl
          size="xs"
          className={styles.outputs}
          aria-label={text('results.outputs')}
          value={output}
          onChange={setOutput}
          data={outputs}
        />
      )}
      {nothing ? (
        <State glyph="info" title={text('results.noRows')} />
      ) : classification ? (
        <div className={styles.columns}>
          <ConfusionMatrix classification={classification} chosen={pair} onChoose={setPair} />
          <Mistakes classification={classification} chosen={pair} onShowAll={() => setPair(null)} />
        </div>
      ) : (
        regression && (
          <div className={styles.columns}>
            <ScatterCard regression={regression} />
            <Farthest regression={regression} />
          </div>
        )
      )}
      {isLimited && <p className={styles.limited}>{text('results.limited', { rows: showCount(own.length) })}</p>}
    </>
  );
}

interface StatsProps {
  readonly summary: RunSummary;
  readonly record: RunRecord | null;
  readonly classification: Classification | null;
  readonly regression: Regression | null;
}

interface Stat {
  readonly title: string;
  readonly value: string;
  readonly note: string;
}

/** The test values of a run, and what they are worth. */
function Stats({ summary, record, classification, regression }: StatsProps) {
  const { test } = summary;
  const best = record?.epochs.find(({ epoch }) => epoch === summary.bestEpoch);
  const rows = record?.begin?.rows.test ?? null;
  const stats: Stat[] = test
    ? [...logNames(test)]
        .sort((a, b) => Number(isShare(b)) - Number(isShare(a)))
        .slice(0, 3)
        .map((log) => {
          const validation = best?.logs[`val_${log}`];
          return {
            title: text('results.test', { metric: metricWords(log) }),
            value: showLog(log, test[log]),
            note: isAccuracy(log) && rows !== null ? rightText(test[log], rows) : validationText(log, validation),
          };
        })
    : [];
  if (!test && classification && classification.rows.length > 0) {
    const { right, rows: judged } = classification;
    stats.push({
      title: text('results.accuracyHere'),
      value: showShare(right / judged.length),
      note: text('results.right', { right: showCount(right), rows: showCount(judged.length) }),
    });
  }
  const lowest = classification && lowestRecall(classification);
  if (classification && lowest) stats.push(recallStat(classification, lowest.index));
  if (regression?.r2 !== undefined && regression.r2 !== null && !(test && 'r2_score' in test)) {
    stats.push({ title: text('results.r2'), value: showShare(regression.r2), note: text('results.r2Text') });
  }
  if (regression && !(test && 'mean_absolute_error' in test)) {
    stats.push({
      title: text('results.meanAbsoluteError'),
      value: showNumber(regression.meanAbsoluteError),
      note: text('results.meanAbsoluteErrorText'),
    });
  }
  if (regression && stats.length < 4) {
    stats.push({
      title: text('results.bias'),
      value: `${regression.bias < 0 ? '-' : '+'}${showNumber(Math.abs(regression.bias))}`,
      note: text(regression.bias > 0 ? 'results.biasHigh' : 'results.biasLow'),
    });
  }
  return (
    <div className={styles.stats}>
      {stats.map(({ title, value, note }) => (
        <div key={title}>
          <span className={styles.note}>{title}</span>
          <b>{value}</b>
          <span className={styles.note}>{note}</span>
        </div>
      ))}
      <div className={styles.once} data-none={test === null || undefined}>
        <Glyph name={test ? 'shield' : 'info'} size={20} />
        <div>
          <span className={styles.onceTitle}>{text(test ? 'results.usedOnce' : 'results.noTest')}</span>
          <span className={styles.onceText}>
            {test ? `${text('results.usedOnceText')} ${intervalText(test, rows)}`.trim() : noTestText(summary, rows)}
          </span>
        </div>
      </div>
    </div>
  );
}

const isAccuracy = (log: string): boolean => isShare(log) && log.includes('accuracy');

function rightText(accuracy: number | null | undefined, rows: number): string {
  if (accuracy === null || accuracy === undefined) return '';
  return text('results.right', { right: showCount(Math.round(accuracy * rows)), rows: showCount(rows) });
}

function validationText(log: string, value: number | null | undefined): string {
  return value === undefined ? '' : text('results.validationValue', { value: showLog(log, value) });
}

function recallStat(classification: Classification, index: number): Stat {
  const all = classification.counts[index]!.reduce((sum, count) => sum + count, 0);
  return {
    title: text('results.lowestRecall', { name: classification.classes[index]! }),
    value: showShare(recallOf(classification, index) ?? 0),
    note: text('results.found', { right: showCount(classification.counts[index]![index]!), rows: showCount(all) }),
  };
}

/** Where the true share lies, for a single share of right answers measured on a known number of rows. */
function intervalText(test: NonNullable<RunSummary['test']>, rows: number | null): string {
  const log = Object.keys(test).find(isAccuracy);
  const value = log === undefined ? null : test[log];
  if (value === null || value === undefined || rows === null || rows === 0) return '';
  const [low, high] = wilsonInterval(Math.round(value * rows), rows);
  return text('results.interval', { low: showShare(low, 2), high: showShare(high, 2) });
}
