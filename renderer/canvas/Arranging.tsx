import { Button } from '@mantine/core';
import { Panel } from '@xyflow/react';
import { useEffect } from 'react';
import { text } from '../messages/text.ts';
import { StateMark } from '../parts/Glyph.tsx';
import { useEditorState } from '../store/use-editor.ts';
import { showCount } from '../training/number-text.ts';
import styles from './canvas.module.css';

/** Says that blocks are being arranged, where that takes longer than a moment, and ends it. */
export function Arranging() {
  const arranging = useEditorState(({ view }) => view.arranging);
  useEffect(() => {
    if (arranging === null) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      arranging.cancel();
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [arranging]);
  return (
    // Always there, so that what comes into it is announced.
    <Panel
      position="top-center"
      className={styles.arranging}
      role="status"
      data-shown={arranging !== null || undefined}
    >
      {arranging && (
        <>
          <StateMark mark="running" turning />
          <span>{text('canvas.arranging', { count: showCount(arranging.blocks) })}</span>
          <Button size="compact-xs" onClick={arranging.cancel}>
            {text('canvas.arrangingCancel')}
          </Button>
        </>
      )}
    </Panel>
  );
}
