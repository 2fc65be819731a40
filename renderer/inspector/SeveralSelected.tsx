import { Button } from '@mantine/core';
import type { BlockId } from '../../shared/graph/document.ts';
import { parametersText } from '../canvas/cards/cards.ts';
import { run, runFrom } from '../commands/command.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { groupSelection } from '../commands/group-commands.ts';
import { text } from '../messages/text.ts';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor, useScene } from '../store/use-editor.ts';
import { AlignButtons } from './AlignButtons.tsx';
import styles from './inspector.module.css';

/** Several selected blocks: how many, how large, and what can be done to all of them. */
export function SeveralSelected({ ids }: { readonly ids: readonly BlockId[] }) {
  const editor = useEditor();
  const { inference } = useScene();
  const parameters = ids.reduce((sum, id) => sum + (inference.facts.get(id)?.parameters ?? 0), 0);
  return (
    <section className={styles.summary}>
      <h2>{text('inspector.several', { count: ids.length })}</h2>
      <p>{parametersText(parameters)}</p>
      <div className={styles.buttons}>
        <Button rightSection={<Keys shortcut="mod+g" />} onClick={() => run(editor, groupSelection, ids)}>
          {text('command.group')}
        </Button>
        <Button onClick={() => runFrom(editor, duplicate)}>{text('command.duplicate')}</Button>
        <Button onClick={() => runFrom(editor, deleteSelection)}>{text('command.delete')}</Button>
      </div>
      <AlignButtons />
    </section>
  );
}
