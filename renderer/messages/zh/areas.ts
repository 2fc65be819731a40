import type { Translation } from '../../../shared/messages/translation.ts';
import type { Areas } from '../text.ts';
import { augmentationMessages } from './augmentation.ts';
import { canvasMessages } from './canvas.ts';
import { columnMessages } from './columns.ts';
import { commandMessages } from './commands.ts';
import { copiesMessages } from './copies.ts';
import { dataMessages } from './data.ts';
import { dockMessages } from './dock.ts';
import { engineMessages } from './engines.ts';
import { exportMessages } from './exports.ts';
import { fileMessages } from './files.ts';
import { helpMessages } from './help.ts';
import { inspectorMessages } from './inspector.ts';
import { paletteMessages } from './palette.ts';
import { preparationMessages } from './preparation.ts';
import { resultsMessages } from './results.ts';
import { savingMessages } from './saving.ts';
import { startMessages } from './start.ts';
import { summaryMessages } from './summary.ts';
import { trainingMessages } from './training.ts';
import { windowMessages } from './window.ts';
import { windowsMessages } from './windows.ts';

/** The words of the window in Chinese; an area or a message that is missing does not compile. */
export const chineseAreas: { readonly [Area in keyof Areas]: Translation<Areas[Area]> } = {
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
};
