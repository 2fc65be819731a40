import { Menu } from '@mantine/core';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './top-bar.module.css';

/** Most steps that the list shows on either side of now; undo and redo have no such end. */
const mostShown = 200;

/** Every step since the project was opened, with the one it stands at; a click goes there. */
export function HistoryMenu() {
  const editor = useEditor();
  const past = useEditorState(({ document }) => document.past);
  const future = useEditorState(({ document }) => document.future);
  const isEmpty = past.length + future.length === 0;
  const labels = [...past.map(({ label }) => label), ...future.map(({ label }) => label).reverse()];
  const first = Math.max(0, past.length - mostShown);
  const shown = labels.slice(first, past.length + mostShown);
  return (
    <Menu width={248} position="bottom-start" disabled={isEmpty}>
      <Menu.Target>
        <button
          type="button"
          className={styles.history}
          disabled={isEmpty}
          aria-label={text('command.history')}
          title={text('command.history')}
        >
          <Glyph name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.steplist}>
        <Menu.Item
          aria-current={past.length === 0 ? 'step' : undefined}
          className={styles.historyStep}
          onClick={() => editor.goToStep(0)}
        >
          {text('command.historyStart')}
        </Menu.Item>
        {first > 0 && <Menu.Label>{text('command.historyEarlier', { count: first })}</Menu.Label>}
        {shown.map((label, index) => {
          const steps = first + index + 1;
          return (
            <Menu.Item
              key={steps}
              className={styles.historyStep}
              data-undone={steps > past.length || undefined}
              aria-current={steps === past.length ? 'step' : undefined}
              onClick={() => editor.goToStep(steps)}
            >
              {inWords(label)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
