import { flatOrigins, type Tables } from '../tables.ts';
import type { Translation } from '../translation.ts';
import { copyMessages } from './copies.ts';
import { dataMessages, dataOrigins, dataWarnings } from './data.ts';
import { engineMessages } from './engines.ts';
import { exportMessages } from './exports.ts';
import { fileMessages } from './files.ts';
import { packMessages } from './packs.ts';
import { phrases } from './phrases.ts';
import { problems } from './problems.ts';
import { repairs } from './repairs.ts';
import { runMessages } from './runs.ts';
import { sourceMessages, sourceWarnings } from './sources.ts';
import { textMessages } from './texts.ts';

/** The messages that every runtime knows, in Chinese; an area or a message that is missing does not compile. */
export const chineseTables: { readonly [Area in keyof Tables]: Translation<Tables[Area]> } = {
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
};
