import type { Words } from '../../shared/messages/sentence.ts';
import type { DocumentSlice, ProjectDocument } from './document-slice.ts';

/** The slice after an edit. Nothing changed gives the same slice; edits of one gesture in a row are one step. */
export function edited(
  slice: DocumentSlice,
  label: Words,
  project: ProjectDocument,
  gesture: string | null,
): DocumentSlice {
  if (project === slice.project) return slice;
  const last = slice.past.at(-1);
  // What it says is what its last edit did.
  if (gesture !== null && last?.gesture === gesture && slice.future.length === 0)
    return { ...slice, project, past: [...slice.past.slice(0, -1), { ...last, label }] };
  // A step is a reference to a document that shares with the next what did not change.
  const past = [...slice.past, { label, project: slice.project, gesture }];
  return { ...slice, project, past, future: [] };
}

/** The slice with its last step taken back; the same slice if there is none. */
export function undone(slice: DocumentSlice): DocumentSlice {
  const step = slice.past.at(-1);
  if (!step) return slice;
  const future = [...slice.future, { label: step.label, project: slice.project, gesture: null }];
  return { ...slice, project: step.project, past: slice.past.slice(0, -1), future };
}

/** The slice with the last undone step done again; the same slice if there is none. */
export function redone(slice: DocumentSlice): DocumentSlice {
  const step = slice.future.at(-1);
  if (!step) return slice;
  const past = [...slice.past, { label: step.label, project: slice.project, gesture: null }];
  return { ...slice, project: step.project, past, future: slice.future.slice(0, -1) };
}

/** The slice with so many steps done: as many of the last ones are taken back, or done again, as that takes. */
export function withSteps(slice: DocumentSlice, steps: number): DocumentSlice {
  let now = slice;
  while (now.past.length > steps) now = undone(now);
  while (now.past.length < steps && now.future.length > 0) now = redone(now);
  return now;
}

/** The slice where a gesture has ended: the next edit is a step of its own, whatever its key. */
export function sealed(slice: DocumentSlice): DocumentSlice {
  const last = slice.past.at(-1);
  if (!last || last.gesture === null) return slice;
  return { ...slice, past: [...slice.past.slice(0, -1), { ...last, gesture: null }] };
}
