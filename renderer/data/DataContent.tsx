import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DataSource } from '../../shared/data/document.ts';
import { inWords, text } from '../messages/text.ts';
import { State } from '../parts/State.tsx';
import { readDataset, readingOf, stopReading } from '../store/dataset.ts';
import { useEditor } from '../store/use-editor.ts';
import type { DatasetState } from '../store/view-slice.ts';
import { LookedData } from './LookedData.tsx';
import { ReadingState } from './ReadingState.tsx';
import { nameOfSource } from './source-name.ts';

interface DataContentProps {
  readonly source: DataSource;
  readonly dataset: DatasetState;
  readonly sourcesButton: ReactNode;
  readonly onOpenTable: () => void;
  readonly onOpenFolder: () => void;
}

/** The middle of the Data page: the source in use as far as it is known, or what stands in its place. */
export function DataContent({ source, dataset, sourcesButton, onOpenTable, onOpenFolder }: DataContentProps) {
  const editor = useEditor();
  const openButtons = (
    <>
      <Button size="xs" variant="default" onClick={onOpenTable}>
        {text('data.openTable')}
      </Button>
      <Button size="xs" variant="default" onClick={onOpenFolder}>
        {text('data.openFolder')}
      </Button>
    </>
  );
  if (source.kind === 'none') {
    return (
      <State glyph="table" title={text('data.emptyTitle')} text={text('data.emptyText')}>
        {openButtons}
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
      return <LookedData look={look} summary={summary} reading={reading} name={name} sourcesButton={sourcesButton} />;
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
          {openButtons}
        </State>
      );
  }
}
