import { Button, Drawer, SegmentedControl } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { DatasetLook, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import { run } from '../commands/command.ts';
import { chooseFound, chooseSource, setColumn, setSheet } from '../commands/data-commands.ts';
import { toggleSample } from '../commands/sample-commands.ts';
import { choosePath } from '../files/choose-path.ts';
import { useDropFiles } from '../files/use-drop-files.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph, type Mark } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { State } from '../parts/State.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { copiesOf } from '../store/copies.ts';
import { readDataset, readingOf, stopReading } from '../store/dataset.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { DatasetReading, DatasetState } from '../store/view-slice.ts';
import { showCount } from '../training/number-text.ts';
import { ColumnPanel } from './ColumnPanel.tsx';
import { CopiesView } from './copies/CopiesView.tsx';
import { DataSide } from './DataSide.tsx';
import { DataTable } from './DataTable.tsx';
import { isSameSource } from './data-edits.ts';
import styles from './data-page.module.css';
import { balanceText, ImageView, useImageView } from './ImageView.tsx';
import { NextStep } from './NextStep.tsx';
import { progressText, ReadingBar, ReadingSide, ReadingState } from './ReadingState.tsx';
import { Sources } from './Sources.tsx';
import { SampleView } from './sample/SampleView.tsx';
import { nameOfSource } from './source-name.ts';

/** The Data page: sources, what is in the one in use, and how it reaches the model. */
export function DataPage() {
  const editor = useEditor();
  const source = useEditorState(({ document }) => document.project.data.source);
  const dataset = useEditorState(({ view }) => view.dataset);
  const narrow = useNarrow();
  // Before anything is chosen there is room enough, and the list is all there is to do.
  const folded = narrow && source.kind !== 'none';
  const [sourcesOpen, setSourcesOpen] = useState(false);
  const summary = dataset.state === 'ready' ? dataset.summary : null;
  const look = summary ?? (dataset.state === 'reading' ? dataset.look : null);
  const copies = useEditorState(({ document, view }) => copiesOf(view.copies, document.project.data));
  const showsCopies = useEditorState(({ view }) => view.dataView === 'copies');
  const openPath = async (purpose: 'open-table' | 'open-data-folder') => {
    const suggestion = 'path' in source ? source.path : '';
    const path = await editor.attempt(() => choosePath({ purpose, suggestion }));
    if (path !== null) await takePath(path);
  };
  const takePath = async (path: string) => {
    setSourcesOpen(false);
    const found = await editor.attempt(() => editor.host.ask('data:find-source', { path }));
    if (found !== null) run(editor, chooseFound, { found });
  };
  const { isOver, handlers } = useDropFiles((path) => void takePath(path));
  const openTable = () => openPath('open-table');
  const openFolder = () => openPath('open-data-folder');
  const sources = (
    <Sources
      source={source}
      summary={summary}
      mark={markOf(dataset)}
      isOver={isOver}
      onOpenTable={() => void openTable()}
      onOpenFolder={() => void openFolder()}
      onReadAgain={() => void readDataset(editor)}
      onSheet={(sheet) => run(editor, setSheet, { sheet })}
      onChoose={(chosen) => {
        setSourcesOpen(false);
        if (!isSameSource(chosen, source)) run(editor, chooseSource, { source: chosen });
      }}
    />
  );
  const sourcesButton = folded && (
    <Button size="xs" variant="default" onClick={() => setSourcesOpen(true)}>
      {text('data.showSources')}
    </Button>
  );
  return (
    <main
      className={styles.page}
      data-side={look !== null || undefined}
      data-folded={folded || undefined}
      data-drop={isOver || undefined}
      {...handlers}
    >
      {folded ? (
        <Drawer
          opened={sourcesOpen}
          onClose={() => setSourcesOpen(false)}
          size={280}
          classNames={{ header: parts.drawerHead, title: parts.drawerTitle, body: parts.drawerBody }}
          closeButtonProps={{ 'aria-label': text('data.close') }}
          title={text('data.sources')}
        >
          {sources}
        </Drawer>
      ) : (
        <aside className={`${parts.panel} ${styles.sources}`} aria-label={text('data.sources')}>
          <div className={parts.panelHead}>
            <h2>{text('data.sources')}</h2>
          </div>
          {sources}
        </aside>
      )}
      <section className={parts.panel} aria-label={nameOfSource(source)}>
        {showsCopies && copies.state !== 'none' ? (
          <CopiesView copies={copies} name={nameOfSource(source)} />
        ) : (
          <Content
            source={source}
            dataset={dataset}
            sourcesButton={sourcesButton}
            onOpenTable={() => void openTable()}
            onOpenFolder={() => void openFolder()}
          />
        )}
      </section>
      {look && (
        <aside className={`${parts.panel} ${styles.side}`} aria-label={text('data.sees')}>
          {summary ? (
            <>
              <DataSide summary={summary} />
              <NextStep summary={summary} />
            </>
          ) : (
            <ReadingSide
              name={nameOfSource(source)}
              isTable={look.columns.length > 0}
              progress={readingOf(dataset)?.progress ?? null}
              onStop={() => stopReading(editor)}
            />
          )}
        </aside>
      )}
    </main>
  );
}

function markOf(dataset: DatasetState): Mark {
  switch (dataset.state) {
    case 'none':
      return 'empty';
    case 'reading':
      return 'running';
    case 'failed':
      return 'failed';
    case 'stopped':
      return 'stopped';
    case 'ready':
      return dataset.summary.warnings.length > 0 ? 'warning' : 'done';
  }
}

interface ContentProps {
  readonly source: DataSource;
  readonly dataset: DatasetState;
  readonly sourcesButton: ReactNode;
  readonly onOpenTable: () => void;
  readonly onOpenFolder: () => void;
}

function Content({ source, dataset, sourcesButton, onOpenTable, onOpenFolder }: ContentProps) {
  const editor = useEditor();
  if (source.kind === 'none') {
    return (
      <State glyph="table" title={text('data.emptyTitle')} text={text('data.emptyText')}>
        <Button size="xs" variant="default" onClick={onOpenTable}>
          {text('data.openTable')}
        </Button>
        <Button size="xs" variant="default" onClick={onOpenFolder}>
          {text('data.openFolder')}
        </Button>
      </State>
    );
  }
  switch (dataset.state) {
    case 'none':
    case 'reading':
    case 'ready': {
      const reading = readingOf(dataset);
      const summary = dataset.state === 'ready' ? dataset.summary : null;
      const look = summary ?? (dataset.state === 'reading' ? dataset.look : null);
      const name = nameOfSource(source);
      if (look === null)
        return <ReadingState name={name} progress={reading?.progress ?? null} onStop={() => stopReading(editor)} />;
      return <Looked look={look} summary={summary} reading={reading} name={name} sourcesButton={sourcesButton} />;
    }
    case 'stopped':
      return (
        <State
          glyph="stop"
          title={text('data.stoppedTitle', { name: nameOfSource(source) })}
          text={text('data.stoppedText')}
        >
          {sourcesButton}
          <Button size="xs" variant="default" onClick={() => void readDataset(editor)}>
            {text('data.readAgain')}
          </Button>
        </State>
      );
    case 'failed':
      return (
        <State
          glyph="stopSign"
          tone="failed"
          title={text('data.failedTitle', { name: nameOfSource(source) })}
          text={
            <>
              {inWords(dataset.reason)}
              <br />
              {'path' in source && text('data.failedKeep')}
            </>
          }
        >
          {sourcesButton}
          <Button size="xs" variant="default" onClick={() => void readDataset(editor)}>
            {text('data.readAgain')}
          </Button>
          <Button size="xs" variant="default" onClick={onOpenTable}>
            {text('data.openTable')}
          </Button>
          <Button size="xs" variant="default" onClick={onOpenFolder}>
            {text('data.openFolder')}
          </Button>
        </State>
      );
  }
}

interface LookedProps {
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
function Looked({ look, summary, reading, name, sourcesButton }: LookedProps) {
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
      {isSample ? (
        <SampleView seed={seed} />
      ) : isPictures ? (
        <ImageView look={look} shown={images} />
      ) : (
        <DataTable
          look={look}
          summary={summary}
          settings={settings}
          selected={{ column: column ? column.name : null, panel }}
          onSelect={setSelected}
          onChange={isText ? null : (column, change) => run(editor, setColumn, { column, change })}
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
                    : text('data.firstRows', { shown, rows: showCount(all ?? 0) })}
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
