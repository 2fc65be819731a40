import { fill } from '../../shared/messages/problem.ts';
import { canvasMessages } from './en/canvas.ts';
import { commandMessages } from './en/commands.ts';
import { dataMessages } from './en/data.ts';
import { dockMessages } from './en/dock.ts';
import { engineMessages } from './en/engines.ts';
import { exportMessages } from './en/exports.ts';
import { fileMessages } from './en/files.ts';
import { inspectorMessages } from './en/inspector.ts';
import { paletteMessages } from './en/palette.ts';
import { resultsMessages } from './en/results.ts';
import { savingMessages } from './en/saving.ts';
import { startMessages } from './en/start.ts';
import { trainingMessages } from './en/training.ts';
import { windowMessages } from './en/window.ts';

/** The words of the window's frame and editor by area; each area is a file, so that people can work on them side by side. */
const areas = {
  canvas: canvasMessages,
  command: commandMessages,
  data: dataMessages,
  dock: dockMessages,
  engines: engineMessages,
  exports: exportMessages,
  files: fileMessages,
  inspector: inspectorMessages,
  palette: paletteMessages,
  results: resultsMessages,
  saving: savingMessages,
  start: startMessages,
  training: trainingMessages,
  window: windowMessages,
} as const;

type Areas = typeof areas;

/** The key of a message: its area and its name. */
export type MessageKey = { [Area in keyof Areas & string]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas &
  string];

const messages: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(areas).flatMap(([area, words]) =>
    Object.entries(words).map(([key, word]) => [`${area}.${key}`, word]),
  ),
);

/** The words of a message, with `values` put into its {names}. */
export function text(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(messages[key]!, values);
}
