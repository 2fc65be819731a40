import { type EditorState, nothingSelected, type Selection } from '../store/state.ts';

/** The selection as commands may take it up: what is selected on the canvas counts only where the canvas is in sight. */
export function seenSelection({ view }: EditorState): Selection {
  return view.page === 'model' ? view.selection : nothingSelected;
}
