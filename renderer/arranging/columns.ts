import { card, rowHeight } from '../commands/places.ts';
import { type Box, boundsOf } from './boxes.ts';

/** Most rows that stand in one column: a window shows as many at a size that can be read. */
const mostRows = 6;
/** Width to height of a model that fills the canvas. */
const aspect = 1.6;

/** A row, or rows that something joins, which cannot be parted. */
interface Band {
  readonly top: number;
  readonly bottom: number;
}

/**
 * How far each of the boxes that follow from top to bottom has to go for a deep network to stand in several columns of about equal
 * height. It is parted only where all that leads on comes from one box; null where it stays as it is. `wires` are pairs of keys of boxes.
 */
export function foldedIntoColumns(
  boxes: ReadonlyMap<string, Box>,
  wires: readonly (readonly [string, string])[],
): ReadonlyMap<string, readonly [x: number, y: number]> | null {
  const all = boundsOf([...boxes.values()]);
  if (!all || all.height <= mostRows * rowHeight) return null;
  const bands = bandsOf([...boxes.values()]);
  const bandOf = new Map([...boxes].map(([id, { y }]) => [id, bands.findLastIndex(({ top }) => top <= y)]));
  /** Of how many boxes a wire leads from each row, or one above it, to one below. */
  const leadOn = new Array<number>(bands.length).fill(0);
  const lowest = new Map<string, number>();
  for (const [from, to] of wires) lowest.set(from, Math.max(lowest.get(from) ?? 0, bandOf.get(to) ?? 0));
  for (const [from, last] of lowest) for (let band = bandOf.get(from) ?? last; band < last; band++) leadOn[band]! += 1;
  const columns = Math.max(2, Math.round(Math.sqrt((aspect * all.height) / (all.width + card.beside))));
  const cuts = new Set<number>();
  for (let column = 1; column < columns; column++) {
    const wished = all.y + (all.height * column) / columns;
    const near = all.height / columns / 3;
    let best: number | null = null;
    for (let band = 0; band < bands.length - 1; band++) {
      const away = Math.abs(bands[band]!.bottom - wished);
      if (leadOn[band]! > 1 || away > near) continue;
      if (best === null || away < Math.abs(bands[best]!.bottom - wished)) best = band;
    }
    if (best !== null) cuts.add(best);
  }
  if (cuts.size === 0) return null;
  const shifts = new Map<string, readonly [number, number]>();
  let left = all.x;
  let first = 0;
  for (const last of [...cuts, bands.length - 1].sort((a, b) => a - b)) {
    const members = [...boxes].filter(([id]) => bandOf.get(id)! >= first && bandOf.get(id)! <= last);
    const { x, y, width } = boundsOf(members.map(([, box]) => box))!;
    for (const [id] of members) shifts.set(id, [left - x, all.y - y]);
    left += width + card.beside;
    first = last + 1;
  }
  return shifts;
}

/** The rows that boxes stand in: heights without a gap between them. */
function bandsOf(boxes: readonly Box[]): readonly Band[] {
  const bands: { top: number; bottom: number }[] = [];
  for (const { y, height } of boxes.toSorted((a, b) => a.y - b.y)) {
    const last = bands.at(-1);
    if (last && y < last.bottom) last.bottom = Math.max(last.bottom, y + height);
    else bands.push({ top: y, bottom: y + height });
  }
  return bands;
}
