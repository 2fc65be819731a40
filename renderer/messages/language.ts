import { useSyncExternalStore } from 'react';
import { firstSpoken, type Language, languages } from '../../shared/messages/languages.ts';

/** What a person can set: a language, or that of the system. */
export const languageSettings = [...languages, 'system'] as const;
export type LanguageSetting = (typeof languageSettings)[number];

/** The language as the page and the formats of numbers and dates name it. */
export const tags = { en: 'en', zh: 'zh-CN' } as const satisfies Record<Language, string>;

/** The language that shows: as set, or as the system has it. */
export function shownLanguage(setting: LanguageSetting): Language {
  if (setting !== 'system') return setting;
  // Outside of a window, as in tests, there is no system to ask.
  return firstSpoken(typeof navigator === 'undefined' ? [] : (navigator.languages ?? []));
}

/**
 * The language that the window speaks now. It stands by itself and not in the store, because words are made by pure functions everywhere;
 * only the editor changes it, as the setting in its store says.
 */
let spoken: Language = 'en';
const listeners = new Set<() => void>();

/** The language that words are in now. */
export function language(): Language {
  return spoken;
}

/** Speaks another language from now on; who shows words hears of it. */
export function speak(next: Language): void {
  if (next === spoken) return;
  spoken = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The language that words are in now; the component is drawn anew when it changes. The whole window is drawn anew from its root, so only
 * what keeps its last drawing or words (`memo`, `useMemo`) needs it.
 */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language, language);
}
