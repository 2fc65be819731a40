import { shownLanguage } from '../messages/language.ts';
import type { Editor } from './editor.ts';

/** Tells the host the language of the window, each time it is reached and each time another one is set. Returns the way to stop. */
export function followLanguage(editor: Editor): () => void {
  let told: string | null = null;
  const follow = () => {
    const { connection, language: setting } = editor.get().view;
    const language = connection === 'connected' ? shownLanguage(setting) : null;
    if (language === told) return;
    told = language;
    // A host that is lost meanwhile is told when it is reached again.
    if (language !== null) editor.host.ask('host:speak', { language }).catch(() => {});
  };
  follow();
  return editor.store.subscribe(follow);
}
