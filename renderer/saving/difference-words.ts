import type { Difference } from '../../shared/graph/differences.ts';
import type { Sentence, Words } from '../../shared/messages/sentence.ts';
import { keyWords } from '../messages/definitions.ts';
import { inWords, type MessageKey } from '../messages/text.ts';

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
  return inWords(differenceWords(difference));
}

function differenceWords(difference: Difference): Sentence {
  switch (difference.kind) {
    case 'blocks-added':
    case 'blocks-removed':
    case 'blocks-moved':
    case 'wires-added':
    case 'wires-removed': {
      const { kind, count, names } = difference;
      return said(counted[kind][count === 1 ? 0 : 1], { count, names: names.join(', ') });
    }
    case 'block-type':
      return said('saving.blockType', {
        block: difference.block,
        before: difference.before ?? '',
        after: difference.after ?? '',
      });
    case 'block-name': {
      const { block, before, after } = difference;
      return after
        ? said('saving.blockNamed', { block, after })
        : said('saving.blockUnnamed', { block, before: before ?? '' });
    }
    case 'param':
    case 'data':
    case 'training': {
      const { kind, block, before, after } = difference;
      const [changed, set, unset] = valued[kind];
      const key = keyWords(difference.key);
      if (after === null) return said(unset, { key, block });
      return before === null ? said(set, { key, block, after }) : said(changed, { key, block, before, after });
    }
    case 'annotations':
    case 'layout':
    case 'model':
      return said(`saving.${difference.kind}`);
  }
}

/** Differences as one line, the first few in words and the rest as a count. */
export function differencesText(differences: readonly Difference[], most: number): string {
  return inWords(differencesWords(differences, most));
}

/** The same, to be said later: the names of settings are in the language that shows now. */
export function differencesWords(differences: readonly Difference[], most: number): Words {
  // "and 1 more" takes as much room as the one.
  const shown = differences.length <= most + 1 ? differences : differences.slice(0, most);
  const rest = differences.length - shown.length;
  const [first, ...others] = [
    ...shown.map(differenceWords),
    ...(rest > 0 ? [said('saving.more', { count: rest })] : []),
  ];
  if (!first) return said('saving.none');
  return others.reduce((before, next) => said('saving.inTurn', { before, next }), first);
}

function said(key: MessageKey, values: Sentence['values'] = {}): Sentence {
  return { key, values };
}
