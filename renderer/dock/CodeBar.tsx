import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { copySource } from '../commands/code-commands.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { CodeLanguage } from '../store/state.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
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
      <CopyCode />
    </>
  );
}

function CopyCode() {
  const editor = useEditor();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<Glyph name={copied ? 'check' : 'copy'} size={14} />}
      onClick={async () => setCopied(await copySource(editor))}
    >
      {text(copied ? 'dock.copied' : 'dock.copy')}
    </Button>
  );
}
