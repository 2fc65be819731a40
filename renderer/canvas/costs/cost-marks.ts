import type { BlockId } from '../../../shared/graph/document.ts';
import { text } from '../../messages/text.ts';
import { showShare } from '../../training/number-text.ts';

/** What a card shows of its block's share of a model's costs, by whatever measure. */
export interface CostMark {
  /** How strong its colour is: 0 next to nothing, 4 among the heaviest of this graph. */
  readonly strength: 0 | 1 | 2 | 3 | 4;
  /** How long its bar is, in per cent of that of the heaviest block of this graph. */
  readonly length: number;
  /** Its share of the whole model in figures: `84 %`; empty where it costs nothing, or that is not known. */
  readonly figures: string;
  /** Whether the figures show from far too. */
  readonly isHeavy: boolean;
  /** For assistive technology; empty where there are no figures. */
  readonly label: string;
}

export type CostMarks = ReadonlyMap<BlockId, CostMark>;

/** While nothing is marked. */
export const noMarks: CostMarks = new Map();

/** The share of the whole model from which figures show from far: twenty blocks have it at most, so they cannot cover each other. */
const heavyShare = 0.05;

/**
 * The marks of blocks by what each costs (null where that is not known) and what the whole model does, in any unit. Marks that are as in
 * `before` are the same objects, so that their cards are not drawn again.
 */
export function costMarks(
  costs: ReadonlyMap<BlockId, number | null>,
  whole: number,
  measureName: string,
  before: CostMarks = noMarks,
): CostMarks {
  const most = Math.max(0, ...[...costs.values()].map((cost) => cost ?? 0));
  return new Map(
    [...costs].map(([id, cost]) => {
      const mark = markOf(cost ?? 0, most, whole, measureName);
      const known = before.get(id);
      return [id, known && isSame(known, mark) ? known : mark];
    }),
  );
}

function markOf(cost: number, most: number, whole: number, measureName: string): CostMark {
  if (cost <= 0 || whole <= 0) return { strength: 0, length: 0, figures: '', isHeavy: false, label: '' };
  const share = cost / whole;
  const figures = shareFigures(share);
  return {
    strength: strengthOf(cost / most),
    length: Math.max(1, Math.round((100 * cost) / most)),
    figures,
    isHeavy: share >= heavyShare,
    label: text('canvas.costLabel', { measure: measureName, share: figures }),
  };
}

/** By what a block costs against the heaviest. */
function strengthOf(ratio: number): CostMark['strength'] {
  if (ratio >= 0.6) return 4;
  if (ratio >= 0.3) return 3;
  return ratio >= 0.1 ? 2 : 1;
}

/** A share as short as it tells something. */
export function shareFigures(share: number): string {
  if (share < 0.0005) return text('canvas.costLess', { share: showShare(0.001, 1) });
  return showShare(share, share < 0.0995 ? 1 : 0);
}

function isSame(one: CostMark, other: CostMark): boolean {
  return one.strength === other.strength && one.length === other.length && one.label === other.label;
}
