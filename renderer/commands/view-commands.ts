import { outputPorts } from '../../shared/graph/expand.ts';
import { type Language, languages } from '../../shared/messages/languages.ts';
import { shownLanguage } from '../messages/language.ts';
import { sentence } from '../messages/text.ts';
import { graphInSight, hasProject } from '../store/derived.ts';
import { mayLeave } from '../store/projects.ts';
import type { Page } from '../store/view-slice.ts';
import { actionCommand } from './command.ts';

/** The theme that shows: as set, or as the system has it. */
export function shownTheme(theme: 'light' | 'dark' | 'system'): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Light to dark, or back. */
export const toggleTheme = actionCommand<true>({
  id: 'view:theme',
  label: 'command.theme',
  from: () => true,
  run: (editor) => editor.view({ theme: shownTheme(editor.get().view.theme) === 'dark' ? 'light' : 'dark' }),
});

/** Speaks a language from now on; run from the search, the other one. */
export const setLanguage = actionCommand<Language>({
  id: 'view:language',
  label: 'command.language',
  from: ({ view }) => languages.find((language) => language !== shownLanguage(view.language)) ?? null,
  run: (editor, language) => editor.view({ language }),
});

/** Shows every command that a key runs. */
export const showKeySheet = actionCommand<true>({
  id: 'view:keys',
  label: 'command.keySheet',
  shortcuts: ['?'],
  from: () => true,
  run: (editor) => editor.view({ keySheet: 'open' }),
});

/** Opens the search over all commands and blocks. */
export const findOrDo = actionCommand<true>({
  id: 'view:find',
  label: 'command.find',
  shortcuts: ['mod+k'],
  from: () => true,
  run: (editor) => editor.view({ search: editor.get().view.search === 'closed' ? 'commands' : 'closed' }),
});

/** Opens the search for a block to place after the selection. */
export const placeBlock = actionCommand<true>({
  id: 'view:place-block',
  label: 'command.placeBlock',
  shortcuts: ['a'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ search: 'blocks' }),
});

/** Begins a wire at the selected block: the search offers the ports that fit. */
export const startWire = actionCommand<true>({
  id: 'wire:start',
  label: 'command.startWire',
  shortcuts: ['w'],
  from(state) {
    const { document, view } = state;
    const [id, ...others] = view.selection.blocks;
    const block = graphInSight(state).blocks[id ?? ''];
    const gives = block !== undefined && outputPorts(document.project.model.graphs, block).length > 0;
    return view.page === 'model' && others.length === 0 && gives ? true : null;
  },
  run: (editor) => editor.view({ search: 'wire' }),
});

/** Puts the cursor into the palette's search. */
export const searchPalette = actionCommand<true>({
  id: 'view:search-palette',
  label: 'command.searchPalette',
  shortcuts: ['/'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: () => document.querySelector<HTMLInputElement>('[data-palette-search]')?.focus(),
});

/** Whether ports brought near each other are wired; on or off, and said so. */
export const toggleConnectNear = actionCommand<true>({
  id: 'view:connect-near',
  label: 'command.connectNear',
  from: ({ view }) => (view.page === 'model' ? true : null),
  run(editor) {
    const connectNear = !editor.get().view.connectNear;
    editor.view({ connectNear });
    editor.notify('done', sentence(connectNear ? 'command.connectNearOn' : 'command.connectNearOff'));
  },
});

/** Whether the panel below the canvas is open: as set, or where the window is high enough. */
export function isDockOpen(set: boolean | null): boolean {
  return set ?? window.matchMedia('(min-height: 760px)').matches;
}

/** Opens or closes the panel below the canvas. */
export const toggleDock = actionCommand<true>({
  id: 'view:dock',
  label: 'command.dock',
  shortcuts: ['mod+j'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ dockOpen: !isDockOpen(editor.get().view.dockOpen) }),
});

/** What the canvas does when asked from outside of it. */
export type CanvasAction =
  | 'fit'
  | 'fit-selection'
  | 'zoom-in'
  | 'zoom-out'
  | 'actual-size'
  | 'focus'
  | 'insert'
  | 'add-note';

/** The event by which commands reach the canvas, which owns its camera. */
export const canvasEvent = 'layerloom-canvas';

/** Asks the canvas to do something; nothing happens where none is shown. */
export function askCanvas(action: CanvasAction): void {
  window.dispatchEvent(new CustomEvent<CanvasAction>(canvasEvent, { detail: action }));
}

function canvasCommand(
  action: CanvasAction,
  label: Parameters<typeof actionCommand>[0]['label'],
  shortcuts: readonly string[],
  needsSelection = false,
) {
  return actionCommand<true>({
    id: `canvas:${action}`,
    label,
    shortcuts,
    from({ view: { page, selection } }) {
      const isEmpty = selection.blocks.length + selection.annotations.length === 0;
      return page === 'model' && !(needsSelection && isEmpty) ? true : null;
    },
    run: () => askCanvas(action),
  });
}

export const zoomToFit = canvasCommand('fit', 'command.fit', ['shift+1', 'shift+!']);
export const zoomToSelection = canvasCommand(
  'fit-selection',
  'command.fitSelection',
  ['shift+2', 'shift+@', 'shift+"'],
  true,
);
export const zoomIn = canvasCommand('zoom-in', 'command.zoomIn', ['mod+=', 'mod++']);
export const zoomOut = canvasCommand('zoom-out', 'command.zoomOut', ['mod+-']);
export const actualSize = canvasCommand('actual-size', 'command.actualSize', ['mod+0']);

/** Opens the search for a block to put in where the pointer is. */
export const insertHere = actionCommand<true>({
  id: 'block:insert-here',
  label: 'command.insertHere',
  shortcuts: ['shift+a'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  // After the search that may have asked for it has gone, with its focus.
  run: () => void setTimeout(() => askCanvas('insert')),
});

function goTo(
  page: Exclude<Page, 'start' | 'engines'>,
  label: Parameters<typeof actionCommand>[0]['label'],
  key: string,
) {
  return actionCommand<true>({
    id: `page:${page}`,
    label,
    shortcuts: [`alt+${key}`],
    from: (state) => (!hasProject(state) || state.view.page === page ? null : true),
    run: (editor) => editor.goTo(page),
  });
}

/** The five steps. */
export const pageCommands = [
  goTo('data', 'command.goToData', '1'),
  goTo('model', 'command.goToModel', '2'),
  goTo('train', 'command.goToTrain', '3'),
  goTo('results', 'command.goToResults', '4'),
  goTo('export', 'command.goToExport', '5'),
] as const;

/** Shows the training engines, to install and remove them; needs no project. */
export const showEngines = actionCommand<true>({
  id: 'page:engines',
  label: 'command.engines',
  from: ({ view }) => (view.page === 'engines' ? null : true),
  run: (editor) => editor.goTo('engines'),
});

/** Closes the project and shows the start page; asks first if something is unsaved. */
export const closeProject = actionCommand<true>({
  id: 'project:close',
  label: 'command.close',
  from: (state) => (hasProject(state) ? true : null),
  async run(editor) {
    if (await mayLeave(editor)) editor.close();
  },
});
