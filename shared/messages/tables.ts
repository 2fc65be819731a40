import { copyMessages } from './copies.ts';
import { dataMessages, dataOrigins, dataWarnings } from './data.ts';
import { engineMessages, problems } from './en.ts';
import { exportMessages } from './exports.ts';
import { fileMessages } from './files.ts';
import { packMessages } from './packs.ts';
import { phrases } from './phrases.ts';
import { repairs } from './repairs.ts';
import { runMessages } from './runs.ts';
import { sourceMessages, sourceWarnings } from './sources.ts';
import { textMessages } from './texts.ts';

/** Names and origins of the data that ships with the app, by the words that hosts give them. */
export function flatOrigins<Words extends string>(
  origins: Readonly<Record<keyof typeof dataOrigins, { readonly title: Words; readonly origin: Words }>>,
) {
  return {
    'mnist-title': origins.mnist.title,
    'mnist-origin': origins.mnist.origin,
    'spam-assassin-title': origins['spam-assassin'].title,
    'spam-assassin-origin': origins['spam-assassin'].origin,
    'diabetes-title': origins['diabetes.csv'].title,
    'diabetes-origin': origins['diabetes.csv'].origin,
  } as const;
}

/** All messages that every runtime knows, by area. A sentence's key is its area and its key there: `pack/busy`. */
export const englishTables = {
  problem: problems,
  repair: repairs,
  engine: engineMessages,
  data: dataMessages,
  warning: dataWarnings,
  origin: flatOrigins(dataOrigins),
  copy: copyMessages,
  export: exportMessages,
  file: fileMessages,
  pack: packMessages,
  run: runMessages,
  source: sourceMessages,
  'source-warning': sourceWarnings,
  text: textMessages,
  phrase: phrases,
} as const;

export type Tables = typeof englishTables;

/** The messages of all areas in one language, by the keys of sentences. */
export function byKey(
  tables: Readonly<Record<keyof Tables, Readonly<Record<string, string>>>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tables).flatMap(([area, messages]) =>
      Object.entries(messages).map(([key, message]): [string, string] => [`${area}/${key}`, message]),
    ),
  );
}
