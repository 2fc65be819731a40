import { useDeferredValue, useMemo } from 'react';
import { type Summary, summaryOf } from '../../shared/code/summary.ts';
import { summaryCsv, summaryText } from '../../shared/code/summary-text.ts';
import { bytesPerNumber, totalMemory } from '../../shared/graph/costs.ts';
import { copyText } from '../commands/copy-text.ts';
import { text } from '../messages/text.ts';
import { useCostSettings } from '../store/costs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import { CopyButton } from './CopyButton.tsx';
import dock from './dock.module.css';
import { SummaryTable } from './SummaryTable.tsx';
import styles from './summary.module.css';

/** The summary follows an edit as soon as there is time for it: what is typed or dragged comes first. */
function useSummary(): Summary {
  const model = useDeferredValue(useEditorState(({ document }) => document.project.model));
  const settings = useCostSettings();
  return useMemo(() => summaryOf(model, settings), [model, settings]);
}

/** The model as a table of its layers, with what they cost. */
export function SummaryView() {
  const summary = useSummary();
  if (summary.rows.length === 0) return <p className={dock.well}>{text('summary.empty')}</p>;
  return (
    <div className={styles.view}>
      <SummaryTable rows={summary.rows} />
      <Totals summary={summary} />
    </div>
  );
}

function Totals({ summary: { total } }: { readonly summary: Summary }) {
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
      <p>{text('summary.counted')}</p>
    </section>
  );
}

/** Copies the summary, as Keras prints it or for a spreadsheet. */
export function CopySummary() {
  const editor = useEditor();
  const model = useEditorState(({ document }) => document.project.model);
  const name = useEditorState(({ document }) => document.name);
  const settings = useCostSettings();
  return (
    <>
      <CopyButton
        label={text('summary.copyText')}
        copy={() => copyText(editor, summaryText(summaryOf(model, settings), name))}
      />
      <CopyButton
        label={text('summary.copyCsv')}
        copy={() => copyText(editor, summaryCsv(summaryOf(model, settings)))}
      />
    </>
  );
}
