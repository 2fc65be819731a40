interface Point {
  readonly x: number;
  readonly y: number;
}

/** A wire's way and where its label stands. */
export interface WirePath {
  readonly path: string;
  readonly label: Point;
}

const radius = 10;
/** How far the canvas library's end of a wire, the edge of a port's target area, lies outside of the port's disc. */
export const portMargin = 7;
/** How far a wire leaves a port before it turns. */
const stub = 24;

/**
 * A stepped way from a lower edge down, or round and back up, to an upper edge; straight where both stand in one column. The label is
 * in the middle of the longest run.
 */
export function wirePath(from: Point, to: Point): WirePath {
  const points = corners(from, to);
  let longest: readonly [Point, Point] = [from, to];
  let length = -1;
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1]!, points[index]!];
    const run = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    // Labels read better on upright runs.
    const worth = a.x === b.x ? run * 1.15 : run;
    if (worth > length) {
      length = worth;
      longest = [a, b];
    }
  }
  const [a, b] = longest;
  return { path: rounded(points), label: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
}

/** The points that a wire runs through. */
export function corners(from: Point, to: Point): readonly Point[] {
  const nearlyStraight = Math.abs(from.x - to.x) < 1;
  if (to.y >= from.y + 2) {
    if (nearlyStraight) return [from, to];
    const middle = to.y - from.y < 2 * stub ? (from.y + to.y) / 2 : to.y - Math.min(stub, (to.y - from.y) / 2);
    return [from, { x: from.x, y: middle }, { x: to.x, y: middle }, to];
  }
  // Back up: out below, over between the two columns (or past both), in from above.
  const low = from.y + stub;
  const high = to.y - stub;
  const gap = Math.abs(to.x - from.x);
  const lane = gap > 232 ? (from.x + to.x) / 2 : Math.max(from.x, to.x) + 140;
  return [from, { x: from.x, y: low }, { x: lane, y: low }, { x: lane, y: high }, { x: to.x, y: high }, to];
}

function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let path = `M${first!.x} ${first!.y}`;
  let at = first!;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (!next) {
      path += `L${corner.x} ${corner.y}`;
      return;
    }
    const before = Math.abs(corner.x - at.x) + Math.abs(corner.y - at.y);
    const after = Math.abs(next.x - corner.x) + Math.abs(next.y - corner.y);
    const bend = Math.min(radius, before / 2, after / 2);
    const towards = (target: Point) => ({
      x: corner.x + Math.sign(target.x - corner.x) * bend,
      y: corner.y + Math.sign(target.y - corner.y) * bend,
    });
    const [start, end] = [towards(at), towards(next)];
    path += `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`;
    at = corner;
  });
  return path;
}
