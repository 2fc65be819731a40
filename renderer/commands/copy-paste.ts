import type { BlockId } from '../../shared/graph/document.ts';
import { text } from '../messages/text.ts';
import { sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import { type Pieces, piecesOf, readPieces, withPieces, writePieces } from './clipboard.ts';
import { actionCommand, editCommand, run } from './command.ts';
import { deleteSelection } from './delete-selection.ts';
import { copyOffset } from './duplicate.ts';
import { seenSelection } from './seen-selection.ts';

/** The last text copied here, for where the system's clipboard may not be read. */
let lastCopied = '';

/** The selected blocks as text; null if none is selected. */
export function copiedText(editor: Editor): string | null {
  const blocks = selectedBlocks(editor.get());
  if (blocks === null) return null;
  lastCopied = writePieces(piecesOf(editor.get().document.project, blocks, sceneOf(editor.get()).level.graphId));
  return lastCopied;
}

function selectedBlocks(state: EditorState): readonly BlockId[] | null {
  const { blocks } = seenSelection(state);
  return blocks.length === 0 ? null : blocks;
}

/** Puts the selected blocks on the clipboard, as text. */
export const copy = actionCommand<readonly BlockId[]>({
  id: 'selection:copy',
  label: 'command.copy',
  from: selectedBlocks,
  async run(editor) {
    const copied = copiedText(editor);
    // A refused clipboard still leaves the copy within this window.
    if (copied !== null) await navigator.clipboard.writeText(copied).catch(() => {});
  },
});

/** Copies, then deletes. */
export const cut = actionCommand<readonly BlockId[]>({
  id: 'selection:cut',
  label: 'command.cut',
  from: selectedBlocks,
  async run(editor, blocks) {
    await copy.run(editor, blocks);
    run(editor, deleteSelection, { blocks, wires: [] });
  },
});

/** Adds blocks of the clipboard; a second paste of the same stands further on. */
export const pastePieces = editCommand<Pieces>({
  id: 'selection:paste-pieces',
  label: 'command.paste',
  run(project, pieces, at) {
    const positions = project.layout.graphs[at]?.positions ?? {};
    const taken = new Set(Object.values(positions).map(([x, y]) => `${x} ${y}`));
    let step = 0;
    const shift = (by: number) => [copyOffset[0] * by, copyOffset[1] * by] as const;
    const lands = (by: number) =>
      Object.values(pieces.places).some(([x, y]) => taken.has(`${x + shift(by)[0]} ${y + shift(by)[1]}`));
    while (lands(step)) step += 1;
    const { project: after, added } = withPieces(project, pieces, shift(step), at);
    return { project: after, select: { blocks: added } };
  },
});

/** Pastes a text; says so if it holds no blocks. */
export function pasteText(editor: Editor, pasted: string): void {
  const pieces = readPieces(pasted);
  if (pieces) run(editor, pastePieces, pieces);
  else editor.notify('failed', text('command.nothingToPaste'));
}

/** Pastes the clipboard's blocks. */
export const paste = actionCommand<true>({
  id: 'selection:paste',
  label: 'command.paste',
  from: ({ view }) => (view.page === 'model' ? true : null),
  async run(editor) {
    const read = await navigator.clipboard.readText().catch(() => lastCopied);
    pasteText(editor, readPieces(read) ? read : lastCopied);
  },
});
