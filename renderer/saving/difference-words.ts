import type { Difference } from '../../shared/graph/differences.ts';
import { text } from '../messages/text.ts';

const counted = {
  'blocks-added': ['saving.blockAdded', 'saving.blocksAdded'],
  'blocks-removed': ['saving.blockRemoved', 'saving.blocksRemoved'],
  'blocks-moved': ['saving.blockMoved', 'saving.blocksMoved'],
  'wires-added': ['saving.wireAdded', 'saving.wiresAdded'],
  'wires-removed': ['saving.wireRemoved', 'saving.wiresRemoved'],
} as const;

const valued = {
  param: ['saving.param', 'saving.paramSet', 'saving.paramUnset'],
  data: ['saving.data', 'saving.dataSet', 'saving.dataUnset'],
  training: ['saving.training', 'saving.trainingSet', 'saving.trainingUnset'],
} as const;

/** A difference in plain words: `units of dense-1 128 to 64`. */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'blocks-added':
    case 'blocks-removed':
    case 'blocks-moved':
    case 'wires-added':
    case 'wires-removed': {
      const { kind, count, names } = difference;
      return text(counted[kind][count === 1 ? 0 : 1], { count, names: names.join(', ') });
    }
    case 'block-type':
      return text('saving.blockType', {
        ...difference,
        before: difference.before ?? '',
        after: difference.after ?? '',
      });
    case 'block-name': {
      const { block, before, after } = difference;
      return after
        ? text('saving.blockNamed', { block, after })
        : text('saving.blockUnnamed', { block, before: before ?? '' });
    }
    case 'param':
    case 'data':
    case 'training': {
      const { kind, block, before, after } = difference;
      const [changed, set, unset] = valued[kind];
      const key = plainKey(difference.key);
      if (after === null) return text(unset, { key, block });
      return before === null ? text(set, { key, block, after }) : text(changed, { key, block, before, after });
    }
    case 'layout':
    case 'model':
      return text(`saving.${difference.kind}`);
  }
}

/** Differences as one line, the first few in words and the rest as a count. */
export function differencesText(differences: readonly Difference[], most: number): string {
  if (differences.length === 0) return text('saving.none');
  // "and 1 more" takes as much room as the one.
  const shown = differences.length <= most + 1 ? differences : differences.slice(0, most);
  const words = shown.map(differenceText);
  const rest = differences.length - shown.length;
  return [...words, ...(rest > 0 ? [text('saving.more', { count: rest })] : [])].join('; ');
}

/** `kernelSize` as people write it: `kernel size`. */
function plainKey(key: string): string {
  return key.replaceAll('.', ' ').replace(/([a-z])([A-Z])/g, (_whole, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
}
