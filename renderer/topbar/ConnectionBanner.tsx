import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditorState } from '../store/use-editor.ts';
import styles from './notices.module.css';

/** Says that the host cannot be reached, and offers to reach it again. */
export function ConnectionBanner({ onReconnect }: { readonly onReconnect: () => void }) {
  const connection = useEditorState(({ view }) => view.connection);
  const [everConnected, setEverConnected] = useState(false);
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (connection === 'connected') setEverConnected(true);
    if (connection !== 'connecting') setWasLost(connection === 'lost');
  }, [connection]);
  if (connection === 'connected' || (connection === 'connecting' && !wasLost)) return null;
  return (
    <div className={styles.banner} role="alert">
      <Glyph name="plug" />
      <div>
        <b>{text(everConnected ? 'window.lostTitle' : 'window.lostFirstTitle')}</b>
        <p>{text(everConnected ? 'window.lostText' : 'window.lostFirstText')}</p>
      </div>
      <Button variant="default" loading={connection === 'connecting'} onClick={onReconnect}>
        {text('window.reconnect')}
      </Button>
    </div>
  );
}
