import type { ModelDocument } from '../../shared/graph/document.ts';
import { type DataFacts, type Findings, findProblems } from '../../shared/graph/problems.ts';
import { inWords } from '../messages/text.ts';
import type { RunRecord } from '../training/run-record.ts';
import type { EditorState, RunsSlice } from './state.ts';

let last: { readonly model: ModelDocument; readonly data: DataFacts | null; readonly findings: Findings } | null = null;

/** Shapes and problems of a model on its data, computed once for each pair. */
export function findingsOf(model: ModelDocument, data: DataFacts | null): Findings {
  if (last?.model !== model || last.data !== data) last = { model, data, findings: findProblems(model, data) };
  return last.findings;
}

/** What is known of the chosen data; null while nothing is. */
export function dataOf({ view: { dataset } }: EditorState): DataFacts | null {
  return dataset.state === 'ready' ? dataset.summary : null;
}

/** Shapes and problems of the open project. */
export function findings(state: EditorState): Findings {
  return findingsOf(state.document.project.model, dataOf(state));
}

/** Whether a project is open: on the start page none is, nor on Engines if it was opened from there. */
export function hasProject({ view }: Pick<EditorState, 'view'>): boolean {
  return (view.page === 'engines' ? view.beforeEngines : view.page) !== 'start';
}

/** Whether the document differs from what is on disk. */
export function isUnsaved({ document }: EditorState): boolean {
  return document.project !== document.saved;
}

/** Whether a run is under way or about to be. */
export function isTraining({ live }: RunsSlice): boolean {
  return live.state === 'starting' || live.state === 'training' || live.state === 'stopping';
}

/** The record of the live run; null if there is none yet. */
export function liveRecord({ live }: RunsSlice): RunRecord | null {
  return live.state === 'idle' || live.state === 'starting' ? null : live.record;
}

/** The project's name as it is shown: one that was never saved or named is told in the language that shows. */
export function shownName({ document: { name, directory } }: EditorState): string {
  return directory === null ? inWords(name) : name;
}
