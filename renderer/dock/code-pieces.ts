/** A piece of a line of source and what it is, for its colour. */
export interface CodePiece {
  readonly kind: 'keyword' | 'string' | 'number' | 'call' | 'comment' | 'plain';
  readonly text: string;
}

/**
 * A line of source cut into pieces; together they are the line. Each named group of the pattern, which has to be a global one, is a kind
 * of piece, and what it does not match is plain.
 */
export function cutLine(line: string, pattern: RegExp): readonly CodePiece[] {
  const pieces: CodePiece[] = [];
  let at = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > at) pieces.push({ kind: 'plain', text: line.slice(at, match.index) });
    const [kind] = Object.entries(match.groups!).find(([, found]) => found !== undefined) as [
      CodePiece['kind'],
      string,
    ];
    pieces.push({ kind, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < line.length) pieces.push({ kind: 'plain', text: line.slice(at) });
  return pieces;
}
