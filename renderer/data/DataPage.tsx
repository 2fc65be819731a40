import { Button, Drawer } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { run } from '../commands/command.ts';
import { chooseFound, chooseSource, setSheet } from '../commands/data-commands.ts';
import { choosePath } from '../files/choose-path.ts';
import { useDropFiles } from '../files/use-drop-files.ts';
import { text } from '../messages/text.ts';
import type { Mark } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { copiesOf } from '../store/copies.ts';
import { readDataset, readingOf, stopReading } from '../store/dataset.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { DatasetState } from '../store/view-slice.ts';
import { CopiesView } from './copies/CopiesView.tsx';
import { DataContent } from './DataContent.tsx';
import { DataSide } from './DataSide.tsx';
import { isSameSource } from './data-edits.ts';
import styles from './data-page.module.css';
import { NextStep } from './NextStep.tsx';
import { ReadingSide } from './ReadingState.tsx';
import { Sources } from './Sources.tsx';
import { nameOfSource } from './source-name.ts';

/** The Data page: sources, what is in the one in use, and how it reaches the model. */
export function DataPage() {
  const editor = useEditor();
  const source = useEditorState(({ document }) => document.project.data.source);
  const dataset = useEditorState(({ view }) => view.dataset);
  const narrow = useNarrow();
  const page = useKeptFocus();
  // Before anything is chosen there is room enough, and the list is all there is to do.
  const folded = narrow && source.kind !== 'none';
  const [sourcesOpen, setSourcesOpen] = useState(false);
  const summary = dataset.state === 'ready' ? dataset.summary : null;
  // What the side says of many columns is drawn a little at a time, while other things of the window go on.
  const told = useDeferredValue(summary, null);
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
      ref={page}
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
          <DataContent
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
            told && (
              <>
                <DataSide summary={told} />
                <NextStep summary={told} />
              </>
            )
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
