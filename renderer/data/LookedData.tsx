import { Button, SegmentedControl } from '@mantine/core';
import { type ReactNode, useCallback, useId, useState } from 'react';
import type { DatasetLook, DatasetSummary } from '../../shared/data/dataset.ts';
import { run } from '../commands/command.ts';
import { setColumn } from '../commands/data-commands.ts';
import { toggleSample } from '../commands/sample-commands.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { DatasetReading } from '../store/view-slice.ts';
import { showCount } from '../training/number-text.ts';
import type { SetColumn } from './ColumnMenus.tsx';
import { ColumnPanel } from './ColumnPanel.tsx';
import { DataTable } from './DataTable.tsx';
import styles from './data-page.module.css';
import { balanceText, ImageView, useImageView } from './ImageView.tsx';
import { progressText, ReadingBar } from './ReadingState.tsx';
import { SourceBanner } from './SourceBanner.tsx';
import { SampleView } from './sample/SampleView.tsx';

interface LookedDataProps {
  /** What the beginning of the source tells, or all of it. */
  readonly look: DatasetLook;
  /** Null while that is read. */
  readonly summary: DatasetSummary | null;
  /** The look under way: the first, or another after a change. */
  readonly reading: DatasetReading | null;
  readonly name: string;
  readonly sourcesButton: ReactNode;
}

/** A source as far as it is known: what comes when all is read takes its place in what is there from the beginning. */
export function LookedData({ look, summary, reading, name, sourcesButton }: LookedDataProps) {
  const editor = useEditor();
  const isText = useEditorState(({ document }) => document.project.data.source.kind === 'next-token');
  const hasWindows = useEditorState(({ document }) => document.project.data.windows !== null) || isText;
  const settings = useEditorState(({ document }) => document.project.data.columns);
  const panel = useId();
  const [selected, setSelected] = useState<string | null>(null);
  const images = useImageView(look);
  const { columns, preview, classCounts } = look;
  const hasImages = look.images.length > 0;
  const shown = showCount(preview.length);
  const isPictures = hasImages && images.view !== 'rows';
  const change: SetColumn = useCallback((column, change) => run(editor, setColumn, { column, change }), [editor]);
  const column = summary?.columns.find((one) => one.name === selected);
  const close = () => {
    // The focus goes back to where the panel was opened from.
    const head = `[data-column="${CSS.escape(selected ?? '')}"]`;
    setSelected(null);
    document.querySelector<HTMLElement>(head)?.focus();
  };
  const all = summary ? summary.rows.train + summary.rows.validation + summary.rows.test : null;
  const columnsText =
    columns.length === 1 ? text('data.columnsOne') : text('data.columns', { columns: showCount(columns.length) });
  const rowsText = all === null ? [] : [countText(all, hasWindows)];
  const dataView = useEditorState((state) => state.view.dataView);
  // Rows are prepared by what all of them tell.
  const isSample = dataView === 'sample' && summary !== null;
  const isAugmented = useEditorState(({ document }) => document.project.data.augmentation.length > 0);
  const [seed, setSeed] = useState(1);
  return (
    <>
      <header className={styles.head}>
        <h1 className={parts.cut}>{name}</h1>
        <span className={`${parts.small} ${parts.quiet} ${parts.grow} ${parts.cut}`}>
          {isSample
            ? text(isAugmented ? 'augmentation.sampleVariants' : 'augmentation.sampleAbout')
            : isPictures
              ? images.words
              : [...rowsText, columnsText].join(' · ')}
        </span>
        {sourcesButton}
        {isSample ? (
          <Button size="xs" variant="default" leftSection={<Glyph name="refresh" />} onClick={() => setSeed(seed + 1)}>
            {text('augmentation.others')}
          </Button>
        ) : (
          hasImages && (classCounts.length > 0 || columns.length > 0) && images.control
        )}
        <SegmentedControl
          size="xs"
          className={styles.views}
          aria-label={text('augmentation.view')}
          value={isSample ? 'sample' : 'source'}
          onChange={() => run(editor, toggleSample, true)}
          data={[
            { value: 'source', label: text('augmentation.asRead') },
            { value: 'sample', label: text('augmentation.asSeen'), disabled: summary === null },
          ]}
        />
        {reading && (
          <div className={styles.progress}>
            <ReadingBar name={name} progress={reading.progress} />
          </div>
        )}
      </header>
      <SourceBanner name={name} />
      {isSample ? (
        <SampleView seed={seed} />
      ) : isPictures ? (
        <ImageView look={look} shown={images} />
      ) : (
        <DataTable
          look={look}
          summary={summary}
          settings={settings}
          selected={column ? column.name : null}
          panel={panel}
          onSelect={setSelected}
          onChange={isText ? null : change}
        />
      )}
      {summary && column && !isSample && (
        <ColumnPanel id={panel} column={column} summary={summary} onSelect={setSelected} onClose={close} />
      )}
      <footer className={styles.foot}>
        <span className={parts.cut}>
          {reading
            ? summary
              ? text('data.loadingAgain', { progress: progressText(reading.progress) })
              : progressText(reading.progress)
            : isPictures
              ? balanceText(classCounts)
              : isSample
                ? ''
                : isText
                  ? text('windows.firstWindows', { shown, windows: showCount(all ?? 0) })
                  : hasWindows
                    ? text('windows.firstRows', { shown })
                    : text('data.firstRows', { shown, rows: showCount(Math.max(all ?? 0, preview.length)) })}
        </span>
        <span className={parts.grow} />
        {!isPictures && <span className={parts.cut}>{balanceText(classCounts)}</span>}
      </footer>
    </>
  );
}

/** How many samples there are: rows, or windows of them. */
function countText(count: number, areWindows: boolean): string {
  if (areWindows) return text('windows.count', { windows: showCount(count) });
  return count === 1 ? text('data.rowsOne') : text('data.rows', { rows: showCount(count) });
}
