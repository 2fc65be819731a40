import { SegmentedControl } from '@mantine/core';
import { copySource } from '../commands/code-commands.ts';
import { text } from '../messages/text.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { CodeLanguage } from '../store/view-slice.ts';
import { CopyButton } from './CopyButton.tsx';
import { codeLanguages } from './code-languages.ts';
import styles from './code-view.module.css';

/** What is done with the source: in which language it shows, and taking it along. */
export function CodeBar() {
  const editor = useEditor();
  const language = useEditorState(({ view }) => view.codeLanguage);
  return (
    <>
      <SegmentedControl
        classNames={{ control: styles.language }}
        aria-label={text('dock.language')}
        value={language}
        onChange={(value) => editor.view({ codeLanguage: value as CodeLanguage })}
        data={codeLanguages.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <CopyButton label={text('dock.copy')} copy={() => copySource(editor)} />
    </>
  );
}
