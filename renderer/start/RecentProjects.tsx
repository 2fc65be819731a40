import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { AppRequests } from '../../shared/ipc/contract.ts';
import { wordsOf } from '../../shared/ipc/port.ts';
import { split } from '../files/paths.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showDay } from '../training/time-text.ts';
import styles from './start-page.module.css';

type Recent = z.infer<AppRequests['project:recent']['answer']>;

/** Projects opened before, newest first. */
export function RecentProjects({ onOpen }: { readonly onOpen: (directory: string) => void }) {
  const editor = useEditor();
  const connection = useEditorState(({ view }) => view.connection);
  const [recent, setRecent] = useState<Loaded<Recent>>({ state: 'loading' });
  useEffect(() => {
    if (connection !== 'connected') return;
    editor.host.ask('project:recent', null).then(
      (value) => setRecent({ state: 'ready', value }),
      (error: unknown) => setRecent({ state: 'failed', reason: wordsOf(error) }),
    );
  }, [connection, editor]);
  return (
    <section className={styles.recent} aria-labelledby="recent-title">
      <h2 id="recent-title">{text('start.recent')}</h2>
      {recent.state === 'failed' && <p>{text('start.recentFailed', { reason: recent.reason })}</p>}
      {recent.state === 'ready' && recent.value.length === 0 && <p>{text('start.recentNone')}</p>}
      {recent.state === 'ready' &&
        recent.value.map(({ directory, name, opened, exists }) => (
          <button
            key={directory}
            type="button"
            className={styles.recentItem}
            disabled={!exists}
            title={directory}
            onClick={() => onOpen(directory)}
          >
            <Glyph name="project" />
            <span>
              <b>{name}</b>
              <i>
                {/* Its own direction, or the first slash of a path would stand at its end. */}
                <bdi>{exists ? split(directory).directory : text('start.recentGone')}</bdi>
              </i>
            </span>
            <time dateTime={new Date(opened).toISOString()}>{agoText(opened, Date.now())}</time>
          </button>
        ))}
    </section>
  );
}

/** How long ago, as people say it. */
export function agoText(time: number, now: number): string {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return text('start.now');
  if (minutes < 60) return text(minutes === 1 ? 'start.minuteAgo' : 'start.minutesAgo', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return text(hours === 1 ? 'start.hourAgo' : 'start.hoursAgo', { count: hours });
  return hours < 48 ? text('start.yesterday') : showDay(time);
}
