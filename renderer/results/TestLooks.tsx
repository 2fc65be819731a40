import { useEffect, useState } from 'react';
import type { TestLooks as Looks } from '../../shared/ipc/runs.ts';
import { text } from '../messages/text.ts';
import { Strip } from '../parts/State.tsx';
import { useEditor } from '../store/use-editor.ts';
import { showCount } from '../training/number-text.ts';
import { showDay } from '../training/time-text.ts';

/** Says when the test rows were used before, with other runs: a test that models are chosen by is none any more. */
export function TestLooks({ directory }: { readonly directory: string }) {
  const editor = useEditor();
  const [looks, setLooks] = useState<Looks | null>(null);
  useEffect(() => {
    let current = true;
    void editor.attempt(async () => {
      const found = await editor.host.ask('runs:look-at-test', { directory });
      if (current) setLooks(found);
    });
    return () => {
      current = false;
    };
  }, [editor, directory]);
  const [first] = looks?.earlier ?? [];
  if (!looks || !first) return null;
  const count = looks.earlier.length;
  const values = { count: showCount(count), day: showDay(first.time) };
  return (
    <Strip
      tone="info"
      title={text(count === 1 ? 'results.lookedOnce' : 'results.lookedBefore', values)}
      text={text('results.lookedWhy')}
    />
  );
}
