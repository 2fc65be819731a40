import type { Json, Param } from '../../shared/blocks/params.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { titleOf } from '../../shared/graph/infer.ts';
import type { ProjectDocument } from '../store/document-slice.ts';

/** A block of a graph for the history: its name, else its type. */
export function nameInHistory(project: ProjectDocument, id: BlockId, at: string): string {
  const block = project.model.graphs[at]?.blocks[id];
  return block ? titleOf(block) : id;
}

/** Most characters of a value that the history shows. */
const longest = 28;

/** A value of a param for the history: a component by what it is, lists as people write them, sizes unless the spec says that it is a range. */
export function valueInHistory(value: Json, spec?: Param): string {
  const text = wordsOf(value, spec?.kind === 'range' ? ', ' : ' × ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function wordsOf(value: Json, between: string): string {
  if (Array.isArray(value)) return value.map((one) => wordsOf(one, between)).join(between);
  if (typeof value === 'object' && value !== null && 'type' in value) return String(value.type);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
