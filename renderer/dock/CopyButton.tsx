import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor } from '../store/use-editor.ts';

interface CopyButtonProps {
  readonly label: string;
  /** What is copied, made when it is asked for. */
  readonly content: () => string;
}

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ label, content }: CopyButtonProps) {
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
      onClick={() =>
        void editor.attempt(async () => {
          await navigator.clipboard.writeText(content());
          setCopied(true);
        })
      }
    >
      {copied ? text('dock.copied') : label}
    </Button>
  );
}
