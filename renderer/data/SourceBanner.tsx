import { Button } from '@mantine/core';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import styles from '../saving/disk-banner.module.css';
import { readDataset, readingOf } from '../store/dataset.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';

/** Says that the file or folder of the data is another than the one that is shown, which can be read again. */
export function SourceBanner({ name }: { readonly name: string }) {
  const editor = useEditor();
  const found = useEditorState(({ view }) => view.sourceOnDisk);
  const isRead = useEditorState(({ view }) => readingOf(view.dataset) !== null);
  if (isRead || found === null || found.state === 'same') return null;
  return (
    <div className={styles.banner} role="alert">
      <Glyph name="alert" />
      <div>
        <b>{text(found.state === 'gone' ? 'data.sourceGone' : 'data.sourceChanged', { name })}</b>
        <p>{text('data.sourceChangedText')}</p>
      </div>
      <Button onClick={() => void readDataset(editor)}>{text('data.readAgain')}</Button>
    </div>
  );
}
