import { Modal } from '@mantine/core';
import { text } from '../messages/text.ts';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { allCommands, type ListedCommand } from './all-commands.ts';
import styles from './key-sheet.module.css';

/** The parts of the sheet, each with the areas of the commands in it: the word before the colon of a command's id. */
const parts = [
  ['command.keysEdit', ['edit', 'selection', 'problem']],
  ['command.keysBlocks', ['block', 'wire', 'group', 'layout']],
  ['command.keysView', ['canvas', 'view']],
  ['command.keysProject', ['project', 'run', 'page']],
] as const;

const areaOf = ({ id }: ListedCommand) => id.split(':')[0]!;
const withKeys = allCommands.filter(({ shortcuts }) => shortcuts !== undefined);

/** Every command that a key runs, with its keys. */
export function KeySheet() {
  const editor = useEditor();
  const isOpen = useEditorState(({ view }) => view.keySheet === 'open');
  const listed: readonly string[] = parts.flatMap(([, areas]) => areas);
  return (
    <Modal
      opened={isOpen}
      onClose={() => editor.view({ keySheet: 'closed' })}
      title={text('command.keySheet')}
      closeButtonProps={{ 'aria-label': text('command.keysClose') }}
      size={820}
    >
      <div className={styles.sheet}>
        {parts.map(([title, areas], index) => (
          <section key={title} aria-label={text(title)}>
            <h3>{text(title)}</h3>
            <dl>
              {withKeys
                .filter((command) => {
                  const area = areaOf(command);
                  // What is in no part stands in the last, so that none is left out.
                  return areas.includes(area as never) || (index === parts.length - 1 && !listed.includes(area));
                })
                .map(({ id, label, shortcuts }) => (
                  <div key={id}>
                    <dt>{text(label)}</dt>
                    <dd>
                      <Keys shortcut={shortcuts![0]!} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
