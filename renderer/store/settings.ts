import { z } from 'zod';
import { markMeasures } from '../../shared/graph/costs.ts';
import { languageSettings } from '../messages/language.ts';
import { kept } from './state.ts';
import { codeLanguageNames, dockTabs, type ViewSlice } from './view-slice.ts';

/** Where the window's own settings lie: `localStorage`, or a map in tests. */
export interface SettingsStore {
  read(): string | null;
  write(text: string): void;
}

type SettingKey = {
  [Key in keyof ViewSlice]: (typeof kept.view)[Key] extends 'settings' ? Key : never;
}[keyof ViewSlice];

/** The keys of the view that this computer remembers. */
export type Settings = Pick<ViewSlice, SettingKey>;

const schema = z
  .object({
    dockTab: z.enum(dockTabs),
    dockOpen: z.boolean().nullable(),
    dockHeight: z.union([z.number(), z.literal('tall')]).nullable(),
    codeLanguage: z.enum(codeLanguageNames),
    theme: z.enum(['light', 'dark', 'system']),
    language: z.enum(languageSettings),
    folded: z.array(z.string()),
    connectNear: z.boolean(),
    snapping: z.boolean(),
    costMarks: z.boolean(),
    costMeasure: z.enum(markMeasures),
  } satisfies Record<SettingKey, z.ZodType>)
  .partial();

/** What was remembered; settings that cannot be read are as if never set, since they hold no one's work. */
export function loadSettings(store: SettingsStore): Partial<Settings> {
  try {
    const read = schema.safeParse(JSON.parse(store.read() ?? '{}'));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** Remembers the view's settings; writes only what changed. */
export function saveSettings(store: SettingsStore, view: ViewSlice): void {
  const keys = (Object.keys(kept.view) as (keyof ViewSlice)[]).filter((key) => kept.view[key] === 'settings');
  const text = JSON.stringify(Object.fromEntries(keys.map((key) => [key, view[key]])));
  if (text !== store.read()) store.write(text);
}

/** Settings in the browser's storage of this window's address; where storage is refused, they last as long as the window. */
export function browserSettings(): SettingsStore {
  const key = 'layerloom.settings';
  let fallback: string | null = null;
  return {
    read() {
      try {
        return localStorage.getItem(key);
      } catch {
        return fallback;
      }
    },
    write(text) {
      try {
        localStorage.setItem(key, text);
      } catch {
        fallback = text;
      }
    },
  };
}
