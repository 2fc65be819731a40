import type { Code } from '../../shared/code/code.ts';
import { toKeras } from '../../shared/code/keras.ts';
import { toPyTorch } from '../../shared/code/pytorch.ts';
import { toTypeScript } from '../../shared/code/typescript.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import type { CodeLanguage } from '../store/view-slice.ts';
import type { CodePiece } from './code-pieces.ts';
import { pythonPieces } from './python-words.ts';
import { typescriptPieces } from './typescript-words.ts';

/** A language that a model is shown in as source. */
export interface ShownLanguage {
  readonly id: CodeLanguage;
  /** Its name, which is the same in every language that people speak. */
  readonly name: string;
  write(model: ModelDocument, options: { readonly name: string; readonly training: TrainingDocument }): Code;
  /** A line cut into pieces by what they are. */
  pieces(line: string): readonly CodePiece[];
}

/** The languages in the order of the switch. */
export const codeLanguages: readonly ShownLanguage[] = [
  { id: 'keras', name: 'Keras', write: toKeras, pieces: pythonPieces },
  { id: 'pytorch', name: 'PyTorch', write: toPyTorch, pieces: pythonPieces },
  { id: 'typescript', name: 'TypeScript', write: toTypeScript, pieces: typescriptPieces },
];

/** The language with this id. */
export function languageOf(id: CodeLanguage): ShownLanguage {
  return codeLanguages.find((language) => language.id === id)!;
}
