import { type ProblemText, problemSentence } from '../../shared/messages/problem.ts';
import { wordedBlock } from './definitions.ts';
import { inWords } from './text.ts';

/** The words of a problem in the language that shows; a param is called as its field is. */
export function problemWords(found: ProblemText): string {
  const { param, values } = found;
  const spec = param === undefined ? undefined : wordedBlock(String(values.type))?.params[param];
  return inWords(
    problemSentence(spec && 'param' in values ? { ...found, values: { ...values, param: spec.label } } : found),
  );
}
