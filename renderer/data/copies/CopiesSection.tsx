import { Button } from '@mantine/core';
import type { DataDocument } from '../../../shared/data/document.ts';
import { run } from '../../commands/command.ts';
import { findDuplicates, takeBack } from '../../commands/copies-commands.ts';
import { text } from '../../messages/text.ts';
import { canHaveCopies, copiesOf } from '../../store/copies.ts';
import { useEditor, useEditorState } from '../../store/use-editor.ts';
import { showCount } from '../../training/number-text.ts';
import styles from './copies-section.module.css';

/** In the split: the way to the search for duplicates, and how many rows are left out, with the way to take them back. */
export function CopiesSection({ data }: { readonly data: DataDocument }) {
  const editor = useEditor();
  const state = useEditorState(({ view }) => copiesOf(view.copies, data).state);
  const left = data.excluded.length;
  const isSearching = state === 'searching';
  return (
    <>
      {left > 0 && (
        <div className={styles.left}>
          <span>{left === 1 ? text('copies.leftOutOne') : text('copies.leftOut', { rows: showCount(left) })}</span>
          <Button size="compact-xs" variant="default" onClick={() => run(editor, takeBack, true)}>
            {text('copies.takeBack')}
          </Button>
        </div>
      )}
      {canHaveCopies(data) && (
        <Button
          className={styles.find}
          data-find-copies
          size="compact-xs"
          variant="subtle"
          onClick={() => (isSearching ? editor.view({ dataView: 'copies' }) : run(editor, findDuplicates, true))}
        >
          {text(isSearching ? 'copies.showSearch' : 'copies.find')}
        </Button>
      )}
    </>
  );
}
