import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import { alignCommands, distributeCommands } from './align-blocks.ts';
import { addNote, frameSelection } from './annotation-commands.ts';
import { takeLasso, toggleSnapping } from './canvas-tools.ts';
import { copyCode, sourceCommands } from './code-commands.ts';
import { type Command, isEnabled, runFrom } from './command.ts';
import { findDuplicates, takeBack } from './copies-commands.ts';
import { copy, cut, paste } from './copy-paste.ts';
import { costMarksCommands, toggleCostMarks } from './cost-marks.ts';
import { deleteSelection } from './delete-selection.ts';
import { showSummary, toggleDockHeight } from './dock-commands.ts';
import { duplicate } from './duplicate.ts';
import { newFromFile, newFromFolder, newProject, open, save, saveAs, versions } from './file-commands.ts';
import { enterGroup, groupSelection, leaveGroup, ungroupSelection } from './group-commands.ts';
import { showBlockReference } from './help-commands.ts';
import { redo, undo } from './history-commands.ts';
import { makeIndependent } from './independent-group.ts';
import { makeNetwork } from './make-network.ts';
import { moveCommands } from './move-blocks.ts';
import { cancelBlockTimes, measureBlockTimes } from './profile-commands.ts';
import { repairAll } from './repair.ts';
import { stop, train } from './run-commands.ts';
import { toggleSample } from './sample-commands.ts';
import { selectAll, selectNone } from './select-all.ts';
import { tidyLayout } from './tidy-layout.ts';
import {
  actualSize,
  closeProject,
  findOrDo,
  insertHere,
  pageCommands,
  placeBlock,
  searchPalette,
  setLanguage,
  showEngines,
  showKeySheet,
  startWire,
  toggleConnectNear,
  toggleDock,
  toggleTheme,
  zoomIn,
  zoomOut,
  zoomToFit,
  zoomToSelection,
} from './view-commands.ts';

/** A command as menus, keys and the search know it: with what it works on taken from the state. */
export interface ListedCommand extends Pick<Command<unknown>, 'id' | 'label' | 'shortcuts'> {
  isEnabled(state: EditorState): boolean;
  run(editor: Editor): void;
}

/** A command without the type of what it works on. */
export function listed<Args>(command: Command<Args>): ListedCommand {
  return {
    id: command.id,
    label: command.label,
    shortcuts: command.shortcuts,
    isEnabled: (state) => isEnabled(command, state),
    run: (editor) => void runFrom(editor, command),
  };
}

/** Commands offered by the search, in its order. */
export const searchableCommands: readonly ListedCommand[] = [
  listed(train),
  listed(stop),
  listed(undo),
  listed(redo),
  listed(save),
  listed(saveAs),
  listed(versions),
  listed(open),
  listed(newProject),
  listed(newFromFile),
  listed(newFromFolder),
  listed(closeProject),
  listed(placeBlock),
  listed(insertHere),
  listed(startWire),
  listed(repairAll),
  listed(makeNetwork),
  listed(duplicate),
  listed(groupSelection),
  listed(ungroupSelection),
  listed(makeIndependent),
  listed(enterGroup),
  listed(leaveGroup),
  listed(deleteSelection),
  listed(copy),
  listed(cut),
  listed(paste),
  listed(selectAll),
  listed(selectNone),
  listed(frameSelection),
  listed(addNote),
  listed(takeLasso),
  listed(toggleSnapping),
  listed(tidyLayout),
  ...Object.values(alignCommands).map((command) => listed(command)),
  ...Object.values(distributeCommands).map((command) => listed(command)),
  listed(zoomToFit),
  listed(zoomToSelection),
  listed(zoomIn),
  listed(zoomOut),
  listed(actualSize),
  listed(toggleConnectNear),
  listed(toggleDock),
  listed(toggleDockHeight),
  listed(showSummary),
  listed(measureBlockTimes),
  listed(cancelBlockTimes),
  listed(toggleCostMarks),
  ...costMarksCommands.map((command) => listed(command)),
  ...sourceCommands.map((command) => listed(command)),
  listed(copyCode),
  listed(toggleSample),
  listed(findDuplicates),
  listed(takeBack),
  listed(searchPalette),
  listed(toggleTheme),
  listed(setLanguage),
  ...pageCommands.map((command) => listed(command)),
  listed(showEngines),
  listed(showBlockReference),
  listed(showKeySheet),
];

/** Every command that a key can run. */
export const allCommands: readonly ListedCommand[] = [
  ...searchableCommands,
  listed(findOrDo),
  ...moveCommands.map((command) => listed(command)),
];
