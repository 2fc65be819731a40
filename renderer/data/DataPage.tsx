import { Button, Drawer } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import { run } from '../commands/command.ts';
import { chooseFound, chooseSource, setColumn, setSheet } from '../commands/data-commands.ts';
import { choosePath } from '../files/choose-path.ts';
import { split } from '../files/paths.ts';
import { inWords, text } from '../messages/text.ts';
import type { Mark } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { State } from '../parts/State.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { readDataset, readingOf, stopReading } from '../store/dataset.ts';
import type { DatasetReading, DatasetState } from '../store/state.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showCount } from '../training/number-text.ts';
import { DataSide } from './DataSide.tsx';
import { DataTable } from './DataTable.tsx';
import { builtInSources, isSameSource } from './data-edits.ts';
import styles from './data-page.module.css';
import { balanceText, ImageView, useImageView } from './ImageView.tsx';
import { progressText, ReadingBar, ReadingState } from './ReadingState.tsx';
import { Sources } from './Sources.tsx';

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
  const openPath = async (purpose: 'open-table' | 'open-data-folder') => {
    const suggestion = 'path' in source ? source.path : '';
    const path = await editor.attempt(() => choosePath({ purpose, suggestion }));
    if (path === null) return;
    setSourcesOpen(false);
    const found = await editor.attempt(() => editor.host.ask('data:find-source', { path }));
    if (found !== null) run(editor, chooseFound, { found });
  };
  const openTable = () => openPath('open-table');
  const openFolder = () => openPath('open-data-folder');
  const sources = (
    <Sources
      source={source}
      summary={summary}
      mark={markOf(dataset)}
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
    <main className={styles.page} data-side={summary !== null || undefined} data-folded={folded || undefined}>
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
      <section className={parts.panel} aria-label={nameOf(source)}>
        <Content
          source={source}
          dataset={dataset}
          sourcesButton={sourcesButton}
          onOpenTable={() => void openTable()}
          onOpenFolder={() => void openFolder()}
        />
      </section>
      {summary && (
        <aside className={`${parts.panel} ${styles.side}`} aria-label={text('data.sees')}>
          <DataSide summary={summary} />
        </aside>
      )}
    </main>
  );
}

/** The name of a source for people. */
function nameOf(source: DataSource): string {
  if (source.kind === 'none') return text('data.sources');
  if ('path' in source) return split(source.path).name;
  const builtIn = builtInSources.find((one) => isSameSource(one.source, source));
  return builtIn ? text(`data.${builtIn.key}`) : source.kind === 'sample-table' ? source.file : text('data.table');
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
      return (
        <ReadingState
          name={nameOf(source)}
          progress={readingOf(dataset)?.progress ?? null}
          onStop={() => stopReading(editor)}
        />
      );
    case 'stopped':
      return (
        <State glyph="stop" title={text('data.stoppedTitle', { name: nameOf(source) })} text={text('data.stoppedText')}>
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
          title={text('data.failedTitle', { name: nameOf(source) })}
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
        </State>
      );
    case 'ready':
      return (
        <Ready
          summary={dataset.summary}
          reading={dataset.reading}
          name={nameOf(source)}
          sourcesButton={sourcesButton}
        />
      );
  }
}

function Ready({
  summary,
  reading,
  name,
  sourcesButton,
}: {
  readonly summary: DatasetSummary;
  /** The look under way after a change. */
  readonly reading: DatasetReading | null;
  readonly name: string;
  readonly sourcesButton: ReactNode;
}) {
  const editor = useEditor();
  const { rows, images, columns, preview, classCounts } = summary;
  const { view, control } = useImageView(columns.length > 0);
  const all = rows.train + rows.validation + rows.test;
  const hasImages = images.length > 0;
  const pictures = hasImages && view !== 'rows';
  return (
    <>
      <header className={styles.head}>
        <h1 className={parts.cut}>{name}</h1>
        <span className={`${parts.small} ${parts.quiet} ${parts.grow} ${parts.cut}`}>
          {pictures
            ? text(view === 'classes' ? 'data.classesOf' : 'data.images', { rows: showCount(all) })
            : [
                all === 1 ? text('data.rowsOne') : text('data.rows', { rows: showCount(all) }),
                columns.length === 1
                  ? text('data.columnsOne')
                  : text('data.columns', { columns: showCount(columns.length) }),
              ].join(' · ')}
        </span>
        {sourcesButton}
        {hasImages && (classCounts.length > 0 || columns.length > 0) && control}
      </header>
      {reading && <ReadingBar name={name} progress={reading.progress} />}
      {pictures ? (
        <ImageView summary={summary} view={view} />
      ) : (
        <DataTable summary={summary} onChange={(column, change) => run(editor, setColumn, { column, change })} />
      )}
      <footer className={styles.foot}>
        <span className={parts.cut}>
          {reading
            ? text('data.loadingAgain', { progress: progressText(reading.progress) })
            : pictures
              ? balanceText(classCounts)
              : text('data.firstRows', { shown: showCount(preview.length), rows: showCount(all) })}
        </span>
        <span className={parts.grow} />
        {!pictures && <span className={parts.cut}>{balanceText(classCounts)}</span>}
      </footer>
    </>
  );
}
