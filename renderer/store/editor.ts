import { createStore, type StoreApi } from 'zustand/vanilla';
import { noAnnotations } from '../../shared/graph/annotations.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { levelOf, soundPath } from '../../shared/graph/level.ts';
import type { Client } from '../../shared/ipc/client-server.ts';
import type { AppEvents, AppRequests } from '../../shared/ipc/contract.ts';
import { UserError, wordsOf } from '../../shared/ipc/port.ts';
import type { Project } from '../../shared/ipc/project.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { shownLanguage, speak } from '../messages/language.ts';
import { sentence, text } from '../messages/text.ts';
import { openedDocument, type ProjectDocument } from './document-slice.ts';
import { edited, redone, sealed, undone, withSteps } from './history.ts';
import { noRuns, type RunsSlice } from './runs-slice.ts';
import { loadSettings, type SettingsStore, saveSettings } from './settings.ts';
import { type EditorState, initialState } from './state.ts';
import {
  type DiskAnswer,
  type LeaveAnswer,
  type Notice,
  nothingSelected,
  type Page,
  type Selection,
  type ViewSlice,
} from './view-slice.ts';

/** The asking side of the contract as the window uses it; survives a lost connection. */
export type Host = Pick<Client<AppRequests, AppEvents>, 'ask' | 'on'>;

/** The store with the few ways it changes. Commands, pages and tests use nothing else. */
export interface Editor {
  readonly store: StoreApi<EditorState>;
  readonly host: Host;
  get(): EditorState;
  /** Changes the project as one step that can be undone; `label` says what it did, the same `gesture` joins the step before. */
  edit(label: Words, change: (project: ProjectDocument) => ProjectDocument, gesture?: string): void;
  /** Ends a gesture, so that the next edit is a step of its own. */
  endGesture(): void;
  undo(): void;
  redo(): void;
  /** Takes steps back, or does them again, until so many are done. */
  goToStep(steps: number): void;
  view(change: Partial<ViewSlice>): void;
  runs(change: Partial<RunsSlice>): void;
  select(selection: Partial<Selection>): void;
  goTo(page: Page): void;
  /** Shows the graph inside these groups on the canvas, with some of its blocks selected. */
  enter(level: readonly BlockId[], blocks?: readonly BlockId[]): void;
  /** Shows another project in place of this one; its runs, selection and history go. `saved` is what is on disk, where that is another. */
  show(project: Project, page: Page, saved?: ProjectDocument): void;
  /** Leaves the project for the start page, unsaved changes and all. */
  close(): void;
  /** Notes that a document was written to a folder. */
  markSaved(project: ProjectDocument, written: Pick<Project, 'name' | 'directory' | 'revision'>, at: number): void;
  /** Takes what is on disk in place of the document, as one step that can be undone. */
  takeFromDisk(label: Words, project: ProjectDocument, revision: string | null): void;
  /** Keeps the document, knowing that the files on disk are now others: saving replaces those. */
  keepOverDisk(revision: string | null): void;
  /** Says something at the edge of the window; gives what dismisses it. */
  notify(tone: Notice['tone'], words: Words): number;
  dismiss(id: number): void;
  /** Runs something that may fail; a failure is said in a notice and gives null. */
  attempt<T>(what: () => Promise<T>): Promise<T | null>;
  /** Asks whether to save before leaving. */
  askLeaving(): Promise<LeaveAnswer>;
  /** Asks what becomes of files on disk that were changed elsewhere, before they are overwritten. */
  askOverwriting(): Promise<DiskAnswer>;
  /** Asks whether a file takes the place of the data that the project learns from. */
  askReplacingData(name: string): Promise<boolean>;
}

/** Makes the window's store over a host. `settings` keeps what the person set for the window. */
export function createEditor(host: Host, settings: SettingsStore): Editor {
  const begin = initialState(text('window.untitled'));
  const store = createStore<EditorState>(() => ({ ...begin, view: { ...begin.view, ...loadSettings(settings) } }));
  const follow = ({ view }: EditorState) => speak(shownLanguage(view.language));
  follow(store.getState());
  // The first to hear, so that who draws words at a change draws them in the new language.
  store.subscribe(follow);
  let nextNotice = 1;
  const document = (change: (slice: EditorState['document']) => EditorState['document']) =>
    store.setState((state) => {
      const after = change(state.document);
      return after === state.document ? state : { document: after, view: withoutGone(state.view, after.project) };
    });
  const editor: Editor = {
    store,
    host,
    get: store.getState,
    edit: (label, change, gesture) => document((slice) => edited(slice, label, change(slice.project), gesture ?? null)),
    endGesture: () => document(sealed),
    undo: () => document(undone),
    redo: () => document(redone),
    goToStep: (steps) => document((slice) => withSteps(slice, steps)),
    view(change) {
      store.setState(({ view }) => ({ view: { ...view, ...change } }));
      saveSettings(settings, store.getState().view);
    },
    runs: (change) => store.setState(({ runs }) => ({ runs: { ...runs, ...change } })),
    select: (selection) =>
      store.setState(({ view }) => ({ view: { ...view, selection: { ...nothingSelected, ...selection } } })),
    goTo(page) {
      const { page: before, beforeEngines } = editor.get().view;
      const back = page === 'engines' && before !== 'engines' ? before : beforeEngines;
      editor.view({ page, beforeEngines: back, search: 'closed' });
    },
    enter: (level, blocks = []) =>
      editor.view({ level, selection: { ...nothingSelected, blocks }, viewport: null, search: 'closed' }),
    show({ name, directory, revision, ...project }, page, saved) {
      const opened = openedDocument(project, name, directory, revision);
      store.setState(({ view }) => ({
        document: saved ? { ...opened, saved } : opened,
        view: viewOfAnother(view, page),
        runs: noRuns,
      }));
    },
    close() {
      const fresh = initialState(text('window.untitled'));
      store.setState(({ view }) => ({
        document: fresh.document,
        view: viewOfAnother(view, 'start'),
        runs: noRuns,
      }));
    },
    markSaved: (project, { name, directory, revision }, at) =>
      document((slice) => ({ ...slice, name, directory, revision, saved: project, savedAt: at })),
    takeFromDisk: (label, project, revision) =>
      document((slice) => ({ ...edited(slice, label, project, null), saved: project, revision })),
    keepOverDisk: (revision) =>
      // Not what is on disk any more, so that it counts as unsaved.
      document((slice) => ({ ...slice, saved: { ...slice.saved }, revision })),
    notify(tone, words) {
      const notice = { id: nextNotice++, tone, text: words };
      store.setState(({ view }) => ({
        // The same words twice say no more than once.
        view: { ...view, notices: [...view.notices.filter((other) => !isEqual(other.text, words)), notice].slice(-4) },
      }));
      return notice.id;
    },
    dismiss: (id) => editor.view({ notices: editor.get().view.notices.filter((notice) => notice.id !== id) }),
    async attempt(what) {
      try {
        return await what();
      } catch (error) {
        editor.notify('failed', failureWords(error));
        return null;
      }
    },
    askLeaving: () =>
      new Promise((resolve) => {
        editor.view({
          leaving: {
            answer: (answer) => {
              editor.view({ leaving: null });
              resolve(answer);
            },
          },
        });
      }),
    askOverwriting: () =>
      new Promise((resolve) => {
        editor.view({
          overwriting: {
            answer: (answer) => {
              editor.view({ overwriting: null });
              resolve(answer);
            },
          },
        });
      }),
    askReplacingData: (name) =>
      new Promise((resolve) => {
        editor.view({
          replacingData: {
            name,
            answer: (use) => {
              editor.view({ replacingData: null });
              resolve(use);
            },
          },
        });
      }),
  };
  return editor;
}

/** Whether two sentences say the same. */
function isEqual(one: Words, other: Words): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The view as another project, or none, begins with: what is about the one before is gone from it. */
function viewOfAnother(view: ViewSlice, page: Page): ViewSlice {
  return {
    ...view,
    page,
    level: [],
    selection: nothingSelected,
    dataset: { state: 'none' },
    dataView: 'source',
    copies: { state: 'none' },
    measured: null,
    measuring: { state: 'idle' },
    search: 'closed',
    viewport: null,
    onDisk: null,
    sourceOnDisk: null,
    sheets: null,
    versions: 'closed',
  };
}

/** A failure in words for people: a UserError's as they are, anything else named as unexpected. */
export function failureWords(error: unknown): Words {
  return error instanceof UserError ? error.words : sentence('window.unexpected', { received: wordsOf(error) });
}

/** The view without groups that were stepped into, and selected things, that are no more. */
function withoutGone(view: ViewSlice, { model, layout }: ProjectDocument): ViewSlice {
  const level = soundPath(model, view.level);
  if (level !== view.level) return { ...view, level, selection: nothingSelected, viewport: null };
  const { graph, graphId } = levelOf(model, level)!;
  const { blocks, wires } = graph;
  const annotations = layout.graphs[graphId]?.annotations ?? noAnnotations;
  const selection = {
    blocks: view.selection.blocks.filter((id) => id in blocks),
    wires: view.selection.wires.filter((id) => id in wires),
    annotations: view.selection.annotations.filter((id) => id in annotations),
  };
  const same = (['blocks', 'wires', 'annotations'] as const).every(
    (key) => selection[key].length === view.selection[key].length,
  );
  return same ? view : { ...view, selection };
}
