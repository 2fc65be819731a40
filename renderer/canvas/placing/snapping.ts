import type { Box } from '../../arranging/boxes.ts';

/** An edge or a middle of something on the canvas: where it is, and from where to where it reaches the other way. */
interface Line {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

interface Lines {
  /** In order of where they are. */
  readonly edges: readonly Line[];
  readonly middles: readonly Line[];
}

/** The lines that what is dragged may snap to, made once as a drag begins. */
export interface SnapLines {
  readonly x: Lines;
  readonly y: Lines;
}

/** A line that shows what something snapped to. */
export interface Guide extends Line {
  readonly axis: 'x' | 'y';
}

const sorted = (lines: readonly Line[]) => lines.toSorted((a, b) => a.at - b.at);

function linesAlong(boxes: readonly Box[], axis: 'x' | 'y'): Lines {
  const spans = boxes.map((box) => spansOf(box, axis));
  return {
    edges: sorted(spans.flatMap(({ start, end, from, to }) => [start, end].map((at) => ({ at, from, to })))),
    middles: sorted(spans.map(({ middle, from, to }) => ({ at: middle, from, to }))),
  };
}

function spansOf({ x, y, width, height }: Box, axis: 'x' | 'y') {
  return axis === 'x'
    ? { start: x, middle: x + width / 2, end: x + width, from: y, to: y + height }
    : { start: y, middle: y + height / 2, end: y + height, from: x, to: x + width };
}

/** The edges and middles of what stands still. */
export function snapLines(boxes: readonly Box[]): SnapLines {
  return { x: linesAlong(boxes, 'x'), y: linesAlong(boxes, 'y') };
}

/** How far a box goes to line up with something not farther than `reach`, edges with edges and middles with middles; and the lines that show it. */
export function snap(
  lines: SnapLines,
  box: Box,
  reach: number,
): { readonly shift: readonly [x: number, y: number]; readonly guides: readonly Guide[] } {
  const x = shiftAlong(lines.x, box, 'x', reach);
  const y = shiftAlong(lines.y, box, 'y', reach);
  const moved = { ...box, x: box.x + (x ?? 0), y: box.y + (y ?? 0) };
  return {
    shift: [x ?? 0, y ?? 0],
    guides: [
      ...(x === null ? [] : guidesAlong(lines.x, moved, 'x')),
      ...(y === null ? [] : guidesAlong(lines.y, moved, 'y')),
    ],
  };
}

function shiftAlong({ edges, middles }: Lines, box: Box, axis: 'x' | 'y', reach: number): number | null {
  const { start, middle, end } = spansOf(box, axis);
  let best: number | null = null;
  const wish = (among: readonly Line[], at: number) => {
    const near = nearest(among, at);
    // Places are whole pixels; a middle may be half of one off.
    const shift = near === null ? null : Math.round(near - at);
    if (shift !== null && Math.abs(near! - at) <= reach && (best === null || Math.abs(shift) < Math.abs(best)))
      best = shift;
  };
  wish(middles, middle);
  wish(edges, start);
  wish(edges, end);
  return best;
}

/** Where the first line is that is not before a place. */
function firstFrom(lines: readonly Line[], at: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (lines[half]!.at < at) low = half + 1;
    else high = half;
  }
  return low;
}

function nearest(lines: readonly Line[], at: number): number | null {
  const index = firstFrom(lines, at);
  const [before, after] = [lines[index - 1]?.at, lines[index]?.at];
  if (before === undefined || after === undefined) return before ?? after ?? null;
  return at - before < after - at ? before : after;
}

function guidesAlong({ edges, middles }: Lines, box: Box, axis: 'x' | 'y'): readonly Guide[] {
  const { start, middle, end, from, to } = spansOf(box, axis);
  const meeting = (lines: readonly Line[], at: number): readonly Guide[] => {
    const met: Line[] = [];
    for (let index = firstFrom(lines, at - 0.5); index < lines.length && lines[index]!.at <= at + 0.5; index++)
      met.push(lines[index]!);
    if (met.length === 0) return [];
    const ends = [{ from, to }, ...met];
    return [
      {
        axis,
        at: met[0]!.at,
        from: Math.min(...ends.map((line) => line.from)),
        to: Math.max(...ends.map((line) => line.to)),
      },
    ];
  };
  const met = [...meeting(edges, start), ...meeting(edges, end)];
  // What is as wide as another says all by its edges, and a line over the words of both would be in the way.
  return met.length === 2 ? met : [...met, ...meeting(middles, middle)];
}
