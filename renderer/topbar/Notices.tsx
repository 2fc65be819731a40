import { Button, Loader } from '@mantine/core';
import { progressText } from '../data/ReadingState.tsx';
import { inWords, text } from '../messages/text.ts';
import { Glyph, type GlyphName } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { stopBusyReading } from '../store/busy-reading.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { Notice } from '../store/view-slice.ts';
import styles from './notices.module.css';

const glyphs = { failed: 'stopSign', warning: 'alert', done: 'check' } as const satisfies Record<
  Notice['tone'],
  GlyphName
>;

/** What went wrong, should be known, or is under way, at the edge of the window. All but the last stay until they are closed. */
export function Notices() {
  const editor = useEditor();
  const notices = useEditorState(({ view }) => view.notices);
  const busy = useEditorState(({ view }) => view.busy);
  const reading = useEditorState(({ view }) => view.busyReading);
  return (
    <section className={styles.notices} aria-label={text('window.notices')}>
      <div role="status">
        {busy && (
          <div className={styles.notice}>
            <Loader size={16} color="accent" />
            <p>
              {inWords(busy)}
              {reading && <small>{progressText(reading.progress)}</small>}
            </p>
            {reading && (
              <Button
                className={styles.stop}
                size="compact-sm"
                variant="default"
                onClick={() => stopBusyReading(editor)}
              >
                {text('data.stop')}
              </Button>
            )}
          </div>
        )}
      </div>
      {notices.map(({ id, tone, text: words }) => (
        <div key={id} className={styles.notice} data-tone={tone} role={tone === 'failed' ? 'alert' : 'status'}>
          <Glyph name={glyphs[tone]} />
          <p>{inWords(words)}</p>
          <IconButton glyph="close" label={text('window.dismiss')} onClick={() => editor.dismiss(id)} />
        </div>
      ))}
    </section>
  );
}
