import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { BlockId, Graph, ModelDocument } from '../../shared/graph/document.ts';
import type { Level } from '../../shared/graph/expand.ts';
import type { Inference, Problem } from '../../shared/graph/infer.ts';
import { inferenceAt, levelOf, problemAt } from '../../shared/graph/level.ts';
import { type DataFacts, type Findings, findProblems } from '../../shared/graph/problems.ts';
import { inWords } from '../messages/text.ts';
import type { RunRecord } from '../training/run-record.ts';
import type { LiveFold, RunsSlice } from './runs-slice.ts';
import type { EditorState } from './state.ts';

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

/** The graph on the canvas: the main one, or that of the group that was stepped into, with all that is known of it. */
export interface Scene {
  readonly model: ModelDocument;
  readonly level: Level;
  /** That of the level. */
  readonly graph: Graph;
  /** Shapes of the level's blocks, groups and ports among them. */
  readonly inference: Inference;
  /** As they show here: at a block of this graph, or at the group that they are in. */
  readonly problems: readonly Problem[];
  /** What the findings have for a problem that shows here. */
  readonly found: ReadonlyMap<Problem, Problem>;
}

let lastScene: { readonly findings: Findings; readonly path: readonly BlockId[]; readonly scene: Scene } | null = null;

/** What the canvas shows of a model, computed once for each. */
export function sceneAt(model: ModelDocument, found: Findings, path: readonly BlockId[]): Scene {
  if (lastScene?.findings === found && lastScene.path === path && lastScene.scene.model === model)
    return lastScene.scene;
  const level = levelOf(model, path) ?? levelOf(model, [])!;
  const shown = new Map<Problem, Problem>();
  for (const each of found.problems) {
    const here = problemAt(each, level.path);
    if (here) shown.set(here, each);
  }
  const inference = inferenceAt(model, found.inference, level);
  const scene = { model, level, graph: level.graph, inference, problems: [...shown.keys()], found: shown };
  lastScene = { findings: found, path, scene };
  return scene;
}

/** What the canvas shows. */
export function sceneOf(state: EditorState): Scene {
  return sceneAt(state.document.project.model, findings(state), state.view.level);
}

/** The graph that the canvas shows. */
export function graphInSight({ document, view }: Pick<EditorState, 'document' | 'view'>): Graph {
  const { model } = document.project;
  return (levelOf(model, view.level) ?? levelOf(model, [])!).graph;
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

/** Which fold the live run is; null for none, and for a run that stands alone. */
export function liveFold({ live }: RunsSlice): LiveFold | null {
  return live.state === 'idle' || live.state === 'starting' ? null : live.fold;
}

/** How far the data of the live run is opened; null where it is not being opened. */
export function liveReading({ live, readings }: RunsSlice): DatasetProgress | null {
  return live.state === 'idle' || live.state === 'starting' ? null : (readings.get(live.directory) ?? null);
}

/** The project's name as it is shown: one that was never saved or named is told in the language that shows. */
export function shownName({ document: { name, directory } }: EditorState): string {
  return directory === null ? inWords(name) : name;
}
