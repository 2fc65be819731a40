import { text } from '../messages/text.ts';
import { sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import { annotationsOf, type Things, withHeld } from './annotations.ts';
import { type Pieces, piecesOf, readPieces, withCorner, withPieces, writePieces } from './clipboard.ts';
import { actionCommand, editCommand, run } from './command.ts';
import { deleteSelection } from './delete-selection.ts';
import { copyOffset } from './duplicate.ts';
import type { Place } from './places.ts';
import { seenSelection } from './seen-selection.ts';

/** The last text copied here, for where the system's clipboard may not be read. */
let lastCopied = '';

/** What is selected as text, a frame with all that lies in it; null if nothing is selected. */
export function copiedText(editor: Editor): string | null {
  const chosen = selectedThings(editor.get());
  if (chosen === null) return null;
  const { project } = editor.get().document;
  const at = sceneOf(editor.get()).level.graphId;
  const { blocks, annotations } = withHeld(project, chosen, at);
  lastCopied = writePieces(piecesOf(project, blocks, at, annotations));
  return lastCopied;
}

function selectedThings(state: EditorState): Things | null {
  const { blocks, annotations } = seenSelection(state);
  return blocks.length + annotations.length === 0 ? null : { blocks, annotations };
}

/** Puts what is selected on the clipboard, as text. */
export const copy = actionCommand<Things>({
  id: 'selection:copy',
  label: 'command.copy',
  shortcuts: ['mod+c'],
  from: selectedThings,
  async run(editor) {
    const copied = copiedText(editor);
    // A refused clipboard still leaves the copy within this window.
    if (copied !== null) await navigator.clipboard.writeText(copied).catch(() => {});
  },
});

/** Copies, then deletes. */
export const cut = actionCommand<Things>({
  id: 'selection:cut',
  label: 'command.cut',
  shortcuts: ['mod+x'],
  from: selectedThings,
  async run(editor, things) {
    await copy.run(editor, things);
    deleteCopied(editor);
  },
});

/** Deletes what a copy of the selection holds, so that a frame that is cut leaves none of it behind. */
export function deleteCopied(editor: Editor): void {
  const { document, view } = editor.get();
  const things = withHeld(document.project, view.selection, sceneOf(editor.get()).level.graphId);
  run(editor, deleteSelection, { wires: view.selection.wires, ...things });
}

/** Adds blocks of the clipboard; a second paste of the same stands further on. */
export const pastePieces = editCommand<Pieces>({
  id: 'selection:paste-pieces',
  label: 'command.paste',
  run(project, pieces, at) {
    const positions = project.layout.graphs[at]?.positions ?? {};
    const noted = Object.values(annotationsOf(project, at)).map(({ place }) => place);
    const taken = new Set([...Object.values(positions), ...noted].map(([x, y]) => `${x} ${y}`));
    let step = 0;
    const shift = (by: number) => [copyOffset[0] * by, copyOffset[1] * by] as const;
    const lands = (by: number) =>
      [...Object.values(pieces.places), ...Object.values(pieces.annotations).map(({ place }) => place)].some(([x, y]) =>
        taken.has(`${x + shift(by)[0]} ${y + shift(by)[1]}`),
      );
    while (lands(step)) step += 1;
    const { project: after, added } = withPieces(project, pieces, shift(step), at);
    return { project: after, select: added };
  },
});

/** Pastes a text, with its upper left corner at a place if there is one; says so if it holds no blocks. */
export function pasteText(editor: Editor, pasted: string, corner?: Place): void {
  const pieces = readPieces(pasted);
  if (pieces) run(editor, pastePieces, corner ? withCorner(pieces, corner) : pieces);
  else editor.notify('failed', text('command.nothingToPaste'));
}

const readClipboard = () => navigator.clipboard.readText().catch(() => lastCopied);

/** Pastes the clipboard's blocks. */
export const paste = actionCommand<true>({
  id: 'selection:paste',
  label: 'command.paste',
  shortcuts: ['mod+v'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: async (editor) => pasteText(editor, await readClipboard()),
});

/** Pastes them at a place. */
export const pasteAt = actionCommand<Place>({
  id: 'selection:paste-at',
  label: 'command.paste',
  run: async (editor, corner) => pasteText(editor, await readClipboard(), corner),
});
