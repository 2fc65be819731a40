import { useDeferredValue, useMemo } from 'react';
import { type Summary, summaryOf } from '../../shared/code/summary.ts';
import { summaryCsv, summaryText } from '../../shared/code/summary-text.ts';
import { bytesPerNumber, totalMemory } from '../../shared/graph/costs.ts';
import { copyText } from '../commands/copy-text.ts';
import { OutdatedNote } from '../inspector/BlockTimes.tsx';
import { inARow, text } from '../messages/text.ts';
import { useCostSettings } from '../store/costs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { type TimesNow, useMeasuredTimes } from '../store/use-measured-times.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import { showMeasuredTime } from '../training/time-text.ts';
import { CopyButton } from './CopyButton.tsx';
import dock from './dock.module.css';
import { SummaryTable } from './SummaryTable.tsx';
import styles from './summary.module.css';

/** The summary follows an edit as soon as there is time for it: what is typed or dragged comes first. */
function useSummary(times: TimesNow['times'] | undefined): Summary {
  const model = useDeferredValue(useEditorState(({ document }) => document.project.model));
  const settings = useCostSettings();
  return useMemo(() => summaryOf(model, settings, times), [model, settings, times]);
}

/** The model as a table of its layers, with what they cost. */
export function SummaryView() {
  const now = useMeasuredTimes();
  const summary = useSummary(now?.times);
  if (summary.rows.length === 0) return <p className={dock.well}>{text('summary.empty')}</p>;
  return (
    <div className={styles.view}>
      <SummaryTable rows={summary.rows} timed={now ? (now.outdatedBy ? 'outdated' : 'as-it-is') : 'not'} />
      <Totals summary={summary} now={now} />
    </div>
  );
}

interface TotalsProps {
  readonly summary: Summary;
  /** Null while nothing was measured. */
  readonly now: TimesNow | null;
}

function Totals({ summary: { total }, now }: TotalsProps) {
  const { batchSize, optimizer } = useCostSettings();
  const { parameters, trainable, multiplyAdds, memory } = total;
  const sized = (count: number) =>
    text('summary.sized', { count: showCount(count), size: showBytes(count * bytesPerNumber) });
  const pairs: readonly (readonly [string, string])[] = [
    [text('summary.total'), sized(parameters)],
    [text('summary.trainable'), sized(trainable)],
    [text('summary.fixed'), sized(parameters - trainable)],
    [text('summary.slots', { optimizer: optimizer.type }), showBytes(memory.slots)],
    [text('summary.gradients'), showBytes(memory.gradients)],
    [text('summary.activations', { batch: batchSize }), showBytes(memory.activations)],
    [text('summary.memoryToTrain'), showBytes(totalMemory(memory))],
    [text('summary.multiplyAddsSample'), showCount(multiplyAdds)],
    ...(now ? timePairs(now) : []),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.totals} aria-label={text('summary.totals')} tabIndex={0}>
      <dl>
        {pairs.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {now && <OutdatedNote now={now} />}
      <p>{text('summary.counted')}</p>
      {now && <p>{howMeasured(now)}</p>}
    </section>
  );
}

function timePairs({ profile, sum }: TimesNow): readonly (readonly [string, string])[] {
  return [
    [text('summary.timeForward', { batch: profile.batchSize }), showMeasuredTime(sum.forward)],
    [text('summary.timeForwardBackward'), showMeasuredTime(sum.forwardBackward)],
  ];
}

/** How times came about, and what they leave out. */
function howMeasured({ profile }: TimesNow): string {
  const { engine, batchSize, rounds, whole, ownData } = profile;
  const how = text('summary.timeHow', {
    rounds,
    batch: batchSize,
    engine: engine.name,
    forward: showMeasuredTime(whole.forward),
    both: showMeasuredTime(whole.forwardBackward),
  });
  const asGraph = engine.name === 'tensorflow' || engine.name === 'tensorflow-gpu';
  const more = [...(asGraph ? [text('summary.timeGraph')] : []), ...(ownData ? [] : [text('summary.timeDrawn')])];
  return more.reduce((before, next) => inARow(before, next), how);
}

/** Copies the summary, as Keras prints it or for a spreadsheet. */
export function CopySummary() {
  const editor = useEditor();
  const model = useEditorState(({ document }) => document.project.model);
  const name = useEditorState(({ document }) => document.name);
  const settings = useCostSettings();
  const now = useMeasuredTimes();
  return (
    <>
      <CopyButton
        label={text('summary.copyText')}
        copy={() => copyText(editor, summaryText(summaryOf(model, settings), name))}
      />
      <CopyButton
        label={text('summary.copyCsv')}
        copy={() => copyText(editor, summaryCsv(summaryOf(model, settings, now?.times)))}
      />
    </>
  );
}
