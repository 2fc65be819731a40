import { Button } from '@mantine/core';
import { differencesBetween } from '../../shared/graph/differences.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { shownName } from '../store/derived.ts';
import { keepMine } from '../store/disk.ts';
import type { DocumentSlice } from '../store/document-slice.ts';
import { saveProjectAs, settleDisk } from '../store/projects.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { DiskChange } from '../store/view-slice.ts';
import { differencesText } from './difference-words.ts';
import styles from './disk-banner.module.css';

/** Says that the files of the open project are others than those it was read from, and what can be done. */
export function DiskBanner() {
  const editor = useEditor();
  const onDisk = useEditorState(({ view }) => view.onDisk);
  const document = useEditorState((state) => state.document);
  const name = useEditorState(shownName);
  if (onDisk === null) return null;
  const title = {
    changed: 'saving.diskChangedTitle',
    unreadable: 'saving.diskUnreadableTitle',
    gone: 'saving.diskGoneTitle',
  } as const;
  return (
    <div className={styles.banner} role="alert">
      <Glyph name="alert" />
      <div>
        <b>{text(title[onDisk.state], { name })}</b>
        <p>{diskText(onDisk, document)}</p>
      </div>
      <Button variant="subtle" onClick={() => void saveProjectAs(editor)}>
        {text('saving.saveElsewhere')}
      </Button>
      {onDisk.state === 'changed' && (
        <Button onClick={() => void settleDisk(editor, 'theirs')}>{text('saving.takeTheirs')}</Button>
      )}
      {onDisk.state === 'gone' ? (
        <Button onClick={() => void settleDisk(editor, 'mine')}>{text('saving.saveAgain')}</Button>
      ) : (
        <Button onClick={() => keepMine(editor, onDisk)}>{text('saving.keepMine')}</Button>
      )}
    </div>
  );
}

/** What is on disk now, in words: what changed there since the project was read. */
export function diskText(onDisk: DiskChange, { saved, directory }: DocumentSlice): string {
  switch (onDisk.state) {
    case 'changed': {
      const differences = differencesText(differencesBetween(saved as never, onDisk.project), 4);
      return text('saving.diskChangedText', { differences });
    }
    case 'unreadable':
      return inWords(onDisk.problem);
    case 'gone':
      return text('saving.diskGoneText', { directory: directory ?? '' });
  }
}
