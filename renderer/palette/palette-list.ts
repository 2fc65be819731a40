import type { BlockCategory, TensorSpec } from '../../shared/blocks/define-block.ts';
import { groupInput, groupOutput } from '../../shared/blocks/group.ts';
import { type AnyBlock, blocks } from '../../shared/blocks/index.ts';
import { defaultParams } from '../../shared/blocks/params.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import { graphOfType, ownGroups, ownGroupType } from '../../shared/graph/own-groups.ts';
import { findReadyMade, readyMade } from '../../shared/graph/ready-made.ts';
import { misfit } from '../canvas/wires/wiring.ts';
import { titleToPlace } from '../commands/add-block.ts';
import { wordedEntry } from '../messages/definitions.ts';
import { text } from '../messages/text.ts';
import { categoryNames } from './categories.ts';

/** What can be placed: a block type, or a group that comes ready-made. */
export type PaletteEntry = Pick<AnyBlock, 'type' | 'title' | 'docs' | 'guide' | 'category'>;

/** What there is of one category, in palette order. */
export interface PaletteGroup {
  readonly category: BlockCategory;
  readonly blocks: readonly PaletteEntry[];
}

const types = blocks as readonly unknown[] as readonly AnyBlock[];
/** All that can be placed, in palette order. */
export const placeable: readonly PaletteEntry[] = [...types, ...readyMade];

/** The categories that have blocks, in the order of the block list. */
export const paletteGroups: readonly PaletteGroup[] = [...new Set(placeable.map(({ category }) => category))].map(
  (category) => ({ category, blocks: placeable.filter((block) => block.category === category) }),
);

/** What only the graph of a group has: its ports. */
export const portGroup: PaletteGroup = {
  category: 'structure',
  blocks: [groupInput, groupOutput],
};

/** Of a group that a person made there is nothing to say. */
const noGuide: PaletteEntry['guide'] = { when: '', shape: '', keywords: [], example: null };

/** The groups of a project that can be placed in one of its graphs. */
export function ownEntries(model: ModelDocument, at: string): readonly PaletteEntry[] {
  return ownGroups(model, at).map(({ graphId, inside, places }) => {
    const type = ownGroupType(graphId);
    const blocksWords = text(inside === 1 ? 'canvas.oneBlockInside' : 'canvas.blocksInside', { count: inside });
    return {
      type,
      title: titleToPlace(model, type),
      docs: places === 1 ? blocksWords : text('palette.ownInPlaces', { blocks: blocksWords, places }),
      category: 'structure',
      guide: noGuide,
    };
  });
}

/** What an entry is called where it is listed: blocks by their Keras name, groups by their title. */
export function entryName(entry: PaletteEntry): string {
  return isGroupEntry(entry) ? wordedEntry(entry).title : entry.type;
}

/** Whether an entry is a group, ready-made or the project's own. */
export function isGroupEntry({ type }: PaletteEntry): boolean {
  return findReadyMade(type) !== undefined || graphOfType(type) !== undefined;
}

/** Blocks whose type, title or words have every word of the search: those that begin with it first, and last those that speak of it. */
export function searchBlocks(search: string, among: readonly PaletteEntry[] = placeable): readonly PaletteEntry[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return among;
  const words = wanted.split(/\s+/);
  const rank = (block: PaletteEntry): number => {
    const { type, title, category } = block;
    // What a graph of the project goes by is nobody's word for it.
    const name = (graphOfType(type) === undefined ? `${type} ${title}` : title).toLowerCase();
    // In another language the words of that find it as well.
    const told =
      `${text(categoryNames[category])} ${category} ${saidOf(block)} ${saidOf(wordedEntry(block))}`.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (words.every((word) => name.includes(word))) return 1;
    return words.every((word) => `${name} ${told}`.includes(word)) ? 2 : 3;
  };
  return among
    .map((block) => ({ block, at: rank(block) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .map(({ block }) => block);
}

/** All that is said of a block. */
function saidOf({ docs, guide: { when, shape, keywords } }: PaletteEntry): string {
  return [docs, when, shape, ...keywords].join(' ');
}

/** What most often comes after a category; those that fit are offered first. */
const likely: Readonly<Record<string, readonly string[]>> = {
  Input: ['Conv2D', 'Embedding', 'Dense'],
  Conv2D: ['MaxPooling2D', 'Conv2D', 'Flatten'],
  MaxPooling2D: ['Conv2D', 'Flatten', 'Dropout'],
  Conv1D: ['MaxPooling1D', 'Conv1D', 'GlobalMaxPooling1D'],
  Flatten: ['Dense', 'Dropout'],
  Dense: ['Dense', 'Output', 'Dropout'],
  Embedding: ['LSTM', 'GRU', 'Flatten'],
  TokenAndPositionEmbedding: ['Dropout', 'GlobalAveragePooling1D', 'LSTM'],
  LSTM: ['Dense', 'Dropout', 'LSTM'],
  GRU: ['Dense', 'Dropout', 'GRU'],
  SimpleRNN: ['Dense', 'Dropout', 'SimpleRNN'],
  Bidirectional: ['Dense', 'Dropout', 'Bidirectional'],
  TimeDistributed: ['LSTM', 'TimeDistributed', 'Dropout'],
  Dropout: ['Dense', 'Output', 'Conv2D'],
  Activation: ['Dense', 'Output', 'Dropout'],
  Softmax: ['Output'],
  Masking: ['LSTM', 'GRU'],
  RepeatVector: ['LSTM', 'GRU'],
  Reshape: ['Conv2D', 'LSTM', 'Dense'],
  Resizing: ['Rescaling', 'Conv2D', 'MaxPooling2D'],
  Rescaling: ['Conv2D', 'Dense', 'Flatten'],
  ZeroPadding2D: ['Conv2D', 'MaxPooling2D'],
  UpSampling2D: ['Conv2D', 'Output', 'Cropping2D'],
};

/** At most three blocks that take what a block gives, the likeliest first. */
export function fitsAfter(type: string, given: TensorSpec): readonly AnyBlock[] {
  const fitting = types.filter(
    (block) =>
      block.inputs === 'one' &&
      misfit(block.type, defaultParams(block.params), [{ port: 'input', spec: given }]) === null,
  );
  const order = likely[type] ?? [];
  const place = ({ type: candidate }: AnyBlock) => {
    const at = order.indexOf(candidate);
    return at < 0 ? order.length : at;
  };
  return fitting.toSorted((a, b) => place(a) - place(b)).slice(0, 3);
}
