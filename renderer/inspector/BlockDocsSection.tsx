import { Button } from '@mantine/core';
import type { AnyBlock } from '../../shared/blocks/index.ts';
import { run } from '../commands/command.ts';
import { showBlockReference } from '../commands/help-commands.ts';
import { BlockDocs } from '../help/BlockDocs.tsx';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './folds.module.css';

/** What the documentation is called among the parts of panels that are folded. */
const part = 'inspector:docs';

/** The documentation of the selected block, which may be folded away for all. */
export function BlockDocsSection({ definition }: { readonly definition: AnyBlock }) {
  const editor = useEditor();
  const folded = useEditorState(({ view }) => view.folded);
  const isOpen = !folded.includes(part);
  return (
    <section className={styles.fold} aria-label={text('help.whatItDoes')}>
      <button
        type="button"
        className={styles.foldHead}
        aria-expanded={isOpen}
        onClick={() => editor.view({ folded: isOpen ? [...folded, part] : folded.filter((other) => other !== part) })}
      >
        <Glyph name={isOpen ? 'down' : 'right'} size={12} />
        <b>{text('help.whatItDoes')}</b>
      </button>
      {isOpen && (
        <div className={styles.foldContent}>
          <BlockDocs entry={definition} definition={definition} />
          <Button
            size="compact-sm"
            variant="subtle"
            mt={8}
            ml={-8}
            leftSection={<Glyph name="help" size={14} />}
            onClick={() => run(editor, showBlockReference, { type: definition.type })}
          >
            {text('help.open')}
          </Button>
        </div>
      )}
    </section>
  );
}
