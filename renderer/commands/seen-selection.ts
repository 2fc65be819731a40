import type { EditorState } from '../store/state.ts';
import { nothingSelected, type Selection } from '../store/view-slice.ts';

/** The selection as commands may take it up: what is selected on the canvas counts only where the canvas is in sight. */
export function seenSelection({ view }: EditorState): Selection {
  return view.page === 'model' ? view.selection : nothingSelected;
}
