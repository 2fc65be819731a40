import { type DocumentSlice, emptyProject, openedDocument } from './document-slice.ts';
import { noRuns, type RunsSlice } from './runs-slice.ts';
import { nothingSelected, type ViewSlice } from './view-slice.ts';

/** Everything the window knows: one store, three slices, and only the first is saved and undone. */
export interface EditorState {
  readonly document: DocumentSlice;
  readonly view: ViewSlice;
  readonly runs: RunsSlice;
}

/** Where a key is kept: in the project's files, in this computer's settings for the window, or nowhere. */
export type Kept = 'file' | 'settings' | 'nowhere';

/** One entry for every key of every slice; a key without one does not compile. */
export const kept = {
  document: {
    project: 'file',
    name: 'nowhere',
    directory: 'nowhere',
    revision: 'nowhere',
    draft: 'nowhere',
    saved: 'nowhere',
    savedAt: 'nowhere',
    past: 'nowhere',
    future: 'nowhere',
  },
  view: {
    page: 'nowhere',
    level: 'nowhere',
    selection: 'nowhere',
    dockTab: 'settings',
    dockOpen: 'settings',
    dockHeight: 'settings',
    dockLower: 'nowhere',
    codeLanguage: 'settings',
    theme: 'settings',
    language: 'settings',
    paletteSearch: 'nowhere',
    folded: 'settings',
    connectNear: 'settings',
    viewport: 'nowhere',
    snapping: 'settings',
    costMarks: 'settings',
    costMeasure: 'settings',
    tool: 'nowhere',
    arranging: 'nowhere',
    search: 'nowhere',
    dataset: 'nowhere',
    dataView: 'nowhere',
    copies: 'nowhere',
    measured: 'nowhere',
    measuring: 'nowhere',
    connection: 'nowhere',
    engines: 'nowhere',
    engineWork: 'nowhere',
    engineOutcome: 'nowhere',
    beforeEngines: 'nowhere',
    busy: 'nowhere',
    busyReading: 'nowhere',
    notices: 'nowhere',
    leaving: 'nowhere',
    drafts: 'nowhere',
    onDisk: 'nowhere',
    sourceOnDisk: 'nowhere',
    sheets: 'nowhere',
    overwriting: 'nowhere',
    replacingData: 'nowhere',
    versions: 'nowhere',
    repairPreview: 'nowhere',
    blockReference: 'nowhere',
    keySheet: 'nowhere',
  },
  runs: {
    live: 'nowhere',
    list: 'nowhere',
    records: 'nowhere',
    readings: 'nowhere',
    exports: 'nowhere',
    chosen: 'nowhere',
    compared: 'nowhere',
  },
} as const satisfies { readonly [Slice in keyof EditorState]: { readonly [Key in keyof EditorState[Slice]]: Kept } };

/** The window as it opens. */
export function initialState(name: string): EditorState {
  return {
    document: openedDocument(emptyProject, name, null, null),
    view: {
      page: 'start',
      level: [],
      selection: nothingSelected,
      dockTab: 'problems',
      dockOpen: null,
      dockHeight: null,
      dockLower: null,
      codeLanguage: 'keras',
      theme: 'system',
      language: 'system',
      paletteSearch: '',
      folded: [],
      connectNear: true,
      viewport: null,
      snapping: true,
      costMarks: false,
      costMeasure: 'parameters',
      tool: 'select',
      arranging: null,
      search: 'closed',
      dataset: { state: 'none' },
      dataView: 'source',
      copies: { state: 'none' },
      measured: null,
      measuring: { state: 'idle' },
      connection: 'connecting',
      engines: null,
      engineWork: null,
      engineOutcome: null,
      beforeEngines: 'start',
      busy: null,
      busyReading: null,
      notices: [],
      leaving: null,
      drafts: null,
      onDisk: null,
      sourceOnDisk: null,
      sheets: null,
      overwriting: null,
      replacingData: null,
      versions: 'closed',
      repairPreview: null,
      blockReference: 'closed',
      keySheet: 'closed',
    },
    runs: noRuns,
  };
}
