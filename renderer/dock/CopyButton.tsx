import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';

interface CopyButtonProps {
  readonly label: string;
  /** Copies; whether that went well. */
  readonly copy: () => Promise<boolean>;
}

/** Copies something, and says for a moment that it did. */
export function CopyButton({ label, copy }: CopyButtonProps) {
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
      onClick={async () => setCopied(await copy())}
    >
      {copied ? text('dock.copied') : label}
    </Button>
  );
}
