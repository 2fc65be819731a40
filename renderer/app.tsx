import { MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import styles from './app.module.css';
import { ModelPage } from './canvas/ModelPage.tsx';
import { CommandSearch } from './commands/CommandSearch.tsx';
import { KeySheet } from './commands/KeySheet.tsx';
import { useGlobalKeys } from './commands/use-global-keys.ts';
import { shownTheme } from './commands/view-commands.ts';
import { ReplaceDataQuestion } from './data/ReplaceDataQuestion.tsx';
import { PathChooser } from './files/PathChooser.tsx';
import { BlockReference } from './help/BlockReference.tsx';
import { tags, useLanguage } from './messages/language.ts';
import { text } from './messages/text.ts';
import { pageOf } from './pages.tsx';
import { focusPage } from './parts/focus-page.ts';
import { DiskBanner } from './saving/DiskBanner.tsx';
import { OverwriteQuestion } from './saving/OverwriteQuestion.tsx';
import { Versions } from './saving/Versions.tsx';
import { StartPage } from './start/StartPage.tsx';
import { hasProject, isUnsaved, shownName } from './store/derived.ts';
import type { Editor } from './store/editor.ts';
import { EditorContext, useEditor, useEditorState } from './store/use-editor.ts';
import { kitVariables, theme } from './theme/mantine.ts';
import { ConnectionBanner } from './topbar/ConnectionBanner.tsx';
import { CrashBoundary } from './topbar/CrashBoundary.tsx';
import { LeaveQuestion } from './topbar/LeaveQuestion.tsx';
import { LiveRun } from './topbar/LiveRun.tsx';
import { Notices } from './topbar/Notices.tsx';
import { TopBar } from './topbar/TopBar.tsx';

interface AppProps {
  readonly editor: Editor;
  readonly reconnect: () => void;
}

/** The window. */
export function App({ editor, reconnect }: AppProps) {
  const spoken = useLanguage();
  useEffect(() => {
    document.documentElement.lang = tags[spoken];
  }, [spoken]);
  return (
    <EditorContext value={editor}>
      <Themed>
        <Frame reconnect={reconnect} />
      </Themed>
    </EditorContext>
  );
}

const darkSystem = () => window.matchMedia('(prefers-color-scheme: dark)');

function Themed({ children }: { readonly children: ReactNode }) {
  const chosen = useEditorState(({ view }) => view.theme);
  const shown = useSyncExternalStore(
    (changed) => {
      const query = darkSystem();
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => shownTheme(chosen),
  );
  useEffect(() => {
    document.documentElement.dataset.theme = shown;
  }, [shown]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={kitVariables} forceColorScheme={shown}>
      {children}
    </MantineProvider>
  );
}

function Frame({ reconnect }: { readonly reconnect: () => void }) {
  const editor = useEditor();
  const page = useEditorState(({ view }) => view.page);
  const name = useEditorState(shownName);
  const open = useEditorState(hasProject);
  const unsaved = useEditorState(isUnsaved);
  useGlobalKeys(editor);
  useEffect(() => {
    document.title = open ? `${unsaved ? '• ' : ''}${name} – ${text('window.name')}` : text('window.name');
  }, [open, name, unsaved]);
  useEffect(() => {
    // On the start page there is nothing before its own things.
    if (page !== 'start') focusPage();
  }, [page]);
  useEffect(() => {
    if (!unsaved) return;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [unsaved]);
  return (
    <div className={styles.window}>
      <div>
        {open && <TopBar />}
        <ConnectionBanner onReconnect={reconnect} />
        <DiskBanner />
      </div>
      <CrashBoundary key={page}>
        {page === 'start' ? <StartPage /> : page === 'model' ? <ModelPage /> : pageOf(page)}
      </CrashBoundary>
      <LiveRun />
      <CommandSearch />
      <PathChooser />
      <LeaveQuestion />
      <OverwriteQuestion />
      <ReplaceDataQuestion />
      <Versions />
      <BlockReference />
      <KeySheet />
      <Notices />
    </div>
  );
}
