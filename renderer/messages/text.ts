import type { Language } from '../../shared/messages/languages.ts';
import { recognize, type Sentence, tell, type Value, type Words } from '../../shared/messages/sentence.ts';
import { byKey, englishTables } from '../../shared/messages/tables.ts';
import { chineseTables } from '../../shared/messages/zh/tables.ts';
import { augmentationMessages } from './en/augmentation.ts';
import { canvasMessages } from './en/canvas.ts';
import { columnMessages } from './en/columns.ts';
import { commandMessages } from './en/commands.ts';
import { copiesMessages } from './en/copies.ts';
import { dataMessages } from './en/data.ts';
import { dockMessages } from './en/dock.ts';
import { engineMessages } from './en/engines.ts';
import { exportMessages } from './en/exports.ts';
import { fileMessages } from './en/files.ts';
import { helpMessages } from './en/help.ts';
import { inspectorMessages } from './en/inspector.ts';
import { paletteMessages } from './en/palette.ts';
import { preparationMessages } from './en/preparation.ts';
import { resultsMessages } from './en/results.ts';
import { savingMessages } from './en/saving.ts';
import { startMessages } from './en/start.ts';
import { summaryMessages } from './en/summary.ts';
import { trainingMessages } from './en/training.ts';
import { windowMessages } from './en/window.ts';
import { windowsMessages } from './en/windows.ts';
import { language } from './language.ts';
import { chineseAreas } from './zh/areas.ts';

/** The words of the window's frame and editor by area; each area is a file, so that people can work on them side by side. */
export const englishAreas = {
  augmentation: augmentationMessages,
  canvas: canvasMessages,
  columns: columnMessages,
  command: commandMessages,
  copies: copiesMessages,
  data: dataMessages,
  dock: dockMessages,
  engines: engineMessages,
  exports: exportMessages,
  files: fileMessages,
  help: helpMessages,
  inspector: inspectorMessages,
  palette: paletteMessages,
  preparation: preparationMessages,
  results: resultsMessages,
  saving: savingMessages,
  start: startMessages,
  summary: summaryMessages,
  training: trainingMessages,
  window: windowMessages,
  windows: windowsMessages,
} as const;

export type Areas = typeof englishAreas;

/** The key of a message: its area and its name. */
export type MessageKey = { [Area in keyof Areas & string]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas &
  string];

function keyed(areas: Readonly<Record<string, Readonly<Record<string, string>>>>): readonly [string, string][] {
  return Object.entries(areas).flatMap(([area, words]) =>
    Object.entries(words).map(([key, word]): [string, string] => [`${area}.${key}`, word]),
  );
}

/** All messages by language: those of the window by `area.key`, those that hosts say too by `area/key`. */
const messages: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map([...keyed(englishAreas), ...byKey(englishTables)]),
  zh: new Map([...keyed(chineseAreas), ...byKey(chineseTables)]),
};

/** The words of a message in the language that shows, with `values` put into its {names}. */
export function text(key: MessageKey, values: Readonly<Record<string, Value>> = {}): string {
  return inWords({ key, values });
}

/** A message of the window to be shown later, in the language that shows then: what is kept in the store is kept so. */
export function sentence(key: MessageKey, values: Readonly<Record<string, Words>> = {}): Sentence {
  return { key, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, recognize(value)])) };
}

/** Words in the language that shows; those of somebody else stay as they are. */
export function inWords(words: Words): string {
  const known = messages[language()];
  // What only a newer host says, it says in English.
  return tell(words, (key) => known.get(key) ?? messages.en.get(key));
}

/** Words one after the other, as a list in a sentence. */
export function inList(parts: readonly string[]): string {
  return parts.join(text('window.comma'));
}

/** One sentence after the other. */
export function inARow(first: Words, second: Words): string {
  return text('window.sentences', { first: recognize(first), second: recognize(second) });
}
