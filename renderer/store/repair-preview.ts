import type { BlockId } from '../../shared/graph/document.ts';
import type { ProjectDocument } from './document-slice.ts';

/** Something of a block that would be another: `units 12 → 10`. */
export interface PreviewedChange {
  readonly block: BlockId;
  readonly title: string;
  readonly place: readonly [x: number, y: number];
  /** What changes, in the language that shows. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** A wire that would come or go, from a port's middle to another's. */
export interface PreviewedWire {
  readonly id: string;
  readonly isNew: boolean;
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/** What would change in one graph. */
export interface GraphPreview {
  readonly graphId: string;
  /** The groups around it, for people; empty for the main graph and for the one on the canvas. */
  readonly where: string;
  readonly added: readonly {
    readonly id: BlockId;
    readonly type: string;
    readonly place: readonly [x: number, y: number];
  }[];
  readonly removed: readonly {
    readonly id: BlockId;
    readonly title: string;
    readonly place: readonly [x: number, y: number];
  }[];
  readonly wires: readonly PreviewedWire[];
  /** Params and names. */
  readonly changes: readonly PreviewedChange[];
  /** Outputs of blocks of that graph. */
  readonly shapes: readonly PreviewedChange[];
}

/** What repairs would change, before they are done. */
export interface RepairPreview {
  /** The project that it is a preview for: of any other it says nothing. */
  readonly project: ProjectDocument;
  /** The graphs that would change. */
  readonly graphs: readonly GraphPreview[];
  /** How many problems less, or with a minus more, the model would have. */
  readonly fewerProblems: number;
  /** How many problems there would be. */
  readonly problemsLeft: number;
}
