import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { runFrom } from '../commands/command.ts';
import { saveAs } from '../commands/file-commands.ts';
import { text } from '../messages/text.ts';
import { State } from '../parts/State.tsx';
import { EditorContext } from '../store/use-editor.ts';
import styles from './notices.module.css';

interface Props {
  readonly children: ReactNode;
}

interface CrashState {
  readonly error: Error | null;
}

/** Catches what a page throws while it is drawn; the project is in the store and not touched by it. */
export class CrashBoundary extends Component<Props, CrashState> {
  static override contextType = EditorContext;
  declare context: React.ContextType<typeof EditorContext>;
  override state: CrashState = { error: null };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const editor = this.context;
    return (
      <main className={styles.crash}>
        <State
          glyph="alert"
          tone="failed"
          title={text('window.crashTitle')}
          text={
            <>
              {text('window.crashText')}
              <code>{error.message}</code>
            </>
          }
        >
          <Button variant="filled" onClick={() => this.setState({ error: null })}>
            {text('window.crashAgain')}
          </Button>
          {editor && <Button onClick={() => runFrom(editor, saveAs)}>{text('window.crashSave')}</Button>}
        </State>
      </main>
    );
  }
}
