import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { emptyLayout, emptyModel, type LayoutDocument, type ModelDocument } from '../../shared/graph/document.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { defaultTraining, type TrainingDocument } from '../../shared/training/settings.ts';
import { newName } from './new-name.ts';

/** What is saved and undone: the four files of a project. Immutable, so a reference is a snapshot. */
export interface ProjectDocument {
  readonly model: ModelDocument;
  readonly layout: LayoutDocument;
  readonly data: DataDocument;
  readonly training: TrainingDocument;
}

/** One edit that can be undone, or redone: the document on its other side and the words of its command. */
export interface Step {
  readonly label: Words;
  readonly project: ProjectDocument;
  /** Edits in a row with the same gesture are one step; null stands alone. */
  readonly gesture: string | null;
}

export interface DocumentSlice {
  readonly project: ProjectDocument;
  /** Its folder's name without `.loom`, or what stands in for it before it is saved. */
  readonly name: string;
  /** The folder it lies in; null while it was never saved. */
  readonly directory: string | null;
  /** Stands for the files on disk that this was read from or saved to; null while it was never saved. */
  readonly revision: string | null;
  /** The name under which the host keeps what is not saved of this project in this window. */
  readonly draft: string;
  /** The document as it stands on disk (or as it was created); the very same object means nothing is unsaved. */
  readonly saved: ProjectDocument;
  /** Milliseconds since 1970 of the last save in this session; null before it. */
  readonly savedAt: number | null;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** A project without blocks or data. */
export const emptyProject: ProjectDocument = {
  model: emptyModel,
  layout: emptyLayout,
  data: emptyData,
  training: defaultTraining,
};

/** The document slice of a project just opened or created. */
export function openedDocument(
  project: ProjectDocument,
  name: string,
  directory: string | null,
  revision: string | null,
): DocumentSlice {
  return {
    project,
    name,
    directory,
    revision,
    draft: newName(),
    saved: project,
    savedAt: null,
    past: [],
    future: [],
  };
}
