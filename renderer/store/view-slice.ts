import type { Copies } from '../../shared/data/copies.ts';
import type { DatasetLook, DatasetProgress, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import type { AnnotationId } from '../../shared/graph/annotations.ts';
import type { MarkMeasure } from '../../shared/graph/costs.ts';
import type { BlockId, WireId } from '../../shared/graph/document.ts';
import type { EngineProgress, EngineState } from '../../shared/ipc/engines.ts';
import type { Project } from '../../shared/ipc/project.ts';
import type { DraftSummary } from '../../shared/ipc/saving.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { PackName } from '../../shared/training/settings.ts';
import type { LanguageSetting } from '../messages/language.ts';
import type { MeasuredTimes, Measuring } from './profile.ts';
import type { RepairPreview } from './repair-preview.ts';

export const pages = ['start', 'data', 'model', 'train', 'results', 'export', 'engines'] as const;
export type Page = (typeof pages)[number];

export const dockTabs = ['problems', 'code', 'summary', 'log'] as const;
export type DockTab = (typeof dockTabs)[number];

/** Pixels, or tall: half of the window's height, for long tables and code. Null is as the window's height asks. */
export type DockHeight = number | 'tall' | null;

/** Languages that the model is shown in as source. */
export const codeLanguageNames = ['keras', 'pytorch', 'typescript'] as const;
export type CodeLanguage = (typeof codeLanguageNames)[number];

export interface Selection {
  readonly blocks: readonly BlockId[];
  readonly wires: readonly WireId[];
  /** Frames and notes. */
  readonly annotations: readonly AnnotationId[];
}

/** A look at the data that is under way: its name for the host, and how far it is; null while nothing is known. */
export interface DatasetReading {
  readonly name: string;
  readonly progress: DatasetProgress | null;
}

/** What looking at the chosen data gave. `data` is the document that was looked at. */
export type DatasetState =
  | { readonly state: 'none' }
  /** `look` is what the beginning of the source told, while the rest is read; null while even that is not known. */
  | {
      readonly state: 'reading';
      readonly data: DataDocument;
      readonly look: DatasetLook | null;
      readonly reading: DatasetReading;
    }
  /** `reading` is the look at the same source after a change, while what was known of it stays in sight. */
  | {
      readonly state: 'ready';
      readonly data: DataDocument;
      readonly summary: DatasetSummary;
      readonly reading: DatasetReading | null;
    }
  /** The person ended the reading. */
  | { readonly state: 'stopped'; readonly data: DataDocument }
  | { readonly state: 'failed'; readonly data: DataDocument; readonly reason: Words };

/** A search for duplicates. `data` is the document that is searched. */
export type CopiesState =
  | { readonly state: 'none' }
  | { readonly state: 'searching'; readonly data: DataDocument; readonly reading: DatasetReading }
  | { readonly state: 'found'; readonly data: DataDocument; readonly copies: Copies }
  | { readonly state: 'failed'; readonly data: DataDocument; readonly reason: Words };

export type ConnectionState = 'connecting' | 'connected' | 'lost';

/** Something worth saying at the edge of the window; failures stay until closed. */
export interface Notice {
  readonly id: number;
  readonly tone: 'failed' | 'warning' | 'done';
  readonly text: Words;
}

/** A change to an engine's pack that goes on. */
export interface EngineWork {
  readonly action: EngineProgress['action'];
  /** Null where a file is read, which has to say whose pack it is. */
  readonly engine: PackName | null;
  /** Null while nothing is known of it. */
  readonly progress: EngineProgress | null;
  /** `looking` is at its end, while the engines are started to see which run. */
  readonly step: 'working' | 'cancelling' | 'looking';
  /** Whether this window asked for it, so that the answer is its end; another window may have, or this one before it was loaded anew. */
  readonly own: boolean;
}

/** What came of the last change to an engine's pack that this window asked for. */
export interface EngineOutcome {
  readonly action: EngineProgress['action'];
  readonly engine: PackName | null;
  readonly outcome: 'done' | 'cancelled' | 'failed';
  /** For people. */
  readonly words: Words;
}

/** A file or folder of data: the stamp it had when it was looked at, and whether it has it still. */
export interface SourceOnDisk {
  readonly stamp: string;
  readonly state: 'same' | 'changed' | 'gone';
}

/** How the person answers when a project with unsaved changes would be left. */
export type LeaveAnswer = 'save' | 'discard' | 'stay';

/** What is on disk of the open project, where another program or window changed it since it was read or saved here. */
export type DiskChange =
  | { readonly state: 'changed'; readonly project: Project }
  | { readonly state: 'unreadable'; readonly problem: Words; readonly revision: string }
  | { readonly state: 'gone' };

/** What becomes of a project that was changed both here and on disk. */
export type DiskAnswer = 'mine' | 'theirs' | 'elsewhere' | 'stay';

export interface ViewSlice {
  readonly page: Page;
  /** The groups that were stepped into on the canvas, from the outermost in. */
  readonly level: readonly BlockId[];
  /** Blocks and wires of that level. */
  readonly selection: Selection;
  readonly dockTab: DockTab;
  /** Null is as the window's height allows. */
  readonly dockOpen: boolean | null;
  /** How high it is while it is open. */
  readonly dockHeight: DockHeight;
  /** The height that it had before it was tall, which it goes back to. */
  readonly dockLower: DockHeight;
  readonly codeLanguage: CodeLanguage;
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: LanguageSetting;
  readonly paletteSearch: string;
  /** Palette categories and parts of other panels that are folded. */
  readonly folded: readonly string[];
  /** Whether a port that is brought near another is wired to it. */
  readonly connectNear: boolean;
  /** Where the canvas is looked at: shift in pixels and zoom; null shows the whole model. */
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number } | null;
  /** Whether what is dragged on the canvas snaps to what is beside it. */
  readonly snapping: boolean;
  /** Whether the heaviest blocks are marked on the canvas. */
  readonly costMarks: boolean;
  /** By what they are the heaviest. */
  readonly costMeasure: MarkMeasure;
  /** What the mouse does on the canvas: select and move, or draw a line around what is to be selected. */
  readonly tool: 'select' | 'lasso';
  /** Blocks that are being arranged, with the way to end it; null where that is done, or too short to be told. */
  readonly arranging: { readonly blocks: number; readonly cancel: () => void } | null;
  /** A search that is open: for everything, for a block to place after the selection, for a port to wire the selection to. */
  readonly search: 'closed' | 'commands' | 'blocks' | 'wire';
  readonly dataset: DatasetState;
  /** The file or folder of the data that were looked at; null where nothing tells what it was then. */
  readonly sourceOnDisk: SourceOnDisk | null;
  /** The sheets of the workbook in use, which are a choice also where one of them cannot be read. */
  readonly sheets: { readonly path: string; readonly all: readonly string[] } | null;
  /** What the Data page shows of it: rows as they were read, as the model sees them, or those that copy others. */
  readonly dataView: 'source' | 'sample' | 'copies';
  readonly copies: CopiesState;
  /** What was measured last of the open model; null while nothing was. */
  readonly measured: MeasuredTimes | null;
  readonly measuring: Measuring;
  readonly connection: ConnectionState;
  /** Null until the host has told. */
  readonly engines: readonly EngineState[] | null;
  /** Null while no engine is installed, removed or copied. */
  readonly engineWork: EngineWork | null;
  /** Null before the first, and while the next goes on. */
  readonly engineOutcome: EngineOutcome | null;
  /** The page that Engines was opened from, and leads back to. */
  readonly beforeEngines: Exclude<Page, 'engines'>;
  /** What the window waits for, in words; null when nothing. */
  readonly busy: Words | null;
  /** The reading of data that the window waits for, which can be ended; null for none. */
  readonly busyReading: DatasetReading | null;
  readonly notices: readonly Notice[];
  /** The question whether to save before leaving, with the way to answer it. */
  readonly leaving: { readonly answer: (answer: LeaveAnswer) => void } | null;
  /** Unsaved work of windows that are gone, as the host keeps it; null until it has told. */
  readonly drafts: readonly DraftSummary[] | null;
  /** Null while the files of the project are as they were read or saved. */
  readonly onDisk: DiskChange | null;
  /** The question what becomes of those files before they are overwritten, with the way to answer it. */
  readonly overwriting: { readonly answer: (answer: DiskAnswer) => void } | null;
  /** The question whether a file takes the place of the data in use, with the way to answer it. */
  readonly replacingData: { readonly name: string; readonly answer: (use: boolean) => void } | null;
  /** Whether the earlier versions of the project are shown. */
  readonly versions: 'closed' | 'open';
  /** What the repair that is pointed at would change; null while none is. */
  readonly repairPreview: RepairPreview | null;
  /** The documentation of all blocks, and the type that it opened at. */
  readonly blockReference: 'closed' | { readonly type: string | null };
  /** The list of all keys. */
  readonly keySheet: 'open' | 'closed';
}

export const nothingSelected: Selection = { blocks: [], wires: [], annotations: [] };
