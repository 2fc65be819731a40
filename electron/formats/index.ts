import type { KerasGraph } from '../../shared/code/keras-graph.ts';
import type { ExportFormat } from '../../shared/ipc/exports.ts';
import { problem, problemSentence } from '../../shared/messages/problem.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { Format } from './format.ts';
import { keras } from './keras.ts';
import { kerasCode } from './keras-code.ts';
import { tfjs } from './tfjs.ts';

/** Every form in which a model leaves the app, by name. */
export const formats: Readonly<Record<ExportFormat, Format>> = { tfjs, keras, 'keras-code': kerasCode };

/** Why a model cannot be written in a format, in sentences for people; empty if it can. */
export function checkExport(format: Format, graph: KerasGraph): readonly Words[] {
  const errors = graph.inference.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors.map(problemSentence);
  if (graph.outputs.length === 0) return [problemSentence(problem('no-output'))];
  return format.check(graph);
}
