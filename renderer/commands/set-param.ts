import { findBlock } from '../../shared/blocks/index.ts';
import type { Json } from '../../shared/blocks/params.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { applyEdits } from '../../shared/graph/edits.ts';
import { sentence } from '../messages/text.ts';
import { editCommand } from './command.ts';
import { nameInHistory, valueInHistory } from './step-words.ts';

/** Sets one param of a block. */
export const setParam = editCommand<{ readonly block: BlockId; readonly param: string; readonly value: Json }>({
  id: 'block:set-param',
  label: 'command.setParam',
  step(project, { block, param, value }, at) {
    const spec = findBlock(project.model.graphs[at]?.blocks[block]?.type ?? '')?.params[param];
    const shown = valueInHistory(value, spec);
    return sentence('command.setParamTo', { block: nameInHistory(project, block, at), param, value: shown });
  },
  run(project, { block, param, value }, at) {
    const before = project.model.graphs[at]!.blocks[block]?.params[param];
    if (JSON.stringify(before) === JSON.stringify(value)) return { project };
    return {
      project: { ...project, model: applyEdits(project.model, [{ edit: 'set-param', id: block, param, value }], at) },
    };
  },
});
