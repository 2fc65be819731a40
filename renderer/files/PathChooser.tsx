import { useCallback, useEffect, useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { focusPage } from '../parts/focus-page.ts';
import { useEditor } from '../store/use-editor.ts';
import { choosing } from './choose-path.ts';
import { PathBrowser } from './PathBrowser.tsx';

/** Shows the question for a path while there is one. Mounted once, beside the pages. */
export function PathChooser() {
  const { host } = useEditor();
  const request = useStore(choosing, (state) => state.request);
  useEffect(() => {
    choosing.setState({ host });
    return () => choosing.setState({ host: null });
  }, [host]);
  const isAsking = request !== null;
  // The dialog goes as it is answered, before it could give the focus back.
  useLayoutEffect(() => {
    if (!isAsking) return;
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      focusPage();
    };
  }, [isAsking]);
  const list = useCallback((directory: string) => host.ask('files:list', { directory }), [host]);
  if (!request) return null;
  return (
    <PathBrowser
      key={`${request.purpose} ${request.suggestion}`}
      purpose={request.purpose}
      suggestion={request.suggestion}
      home={request.home}
      list={list}
      onChoose={request.answer}
    />
  );
}
