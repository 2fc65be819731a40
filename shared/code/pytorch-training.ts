import type { TrainingDocument } from '../training/settings.ts';
import type { CodeLine } from './code.ts';
import type { PyTorchGraph } from './pytorch-graph.ts';

export function trainingLines(
  _graph: PyTorchGraph,
  _className: string,
  _training: TrainingDocument,
): readonly CodeLine[] {
  return [];
}
