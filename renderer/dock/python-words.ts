/** A piece of a line of Python and what it is, for its colour. */
export interface CodePiece {
  readonly kind: 'keyword' | 'string' | 'number' | 'call' | 'comment' | 'plain';
  readonly text: string;
}

const pattern =
  /(?<comment>#.*$)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<keyword>\b(?:import|from|as|def|return|class|if|else|for|in|True|False|None)\b)|(?<number>(?<![\w.])-?\d[\d_]*\.?\d*(?:e[-+]?\d+)?\b)|(?<call>\b[A-Za-z_]\w*(?=\())/g;

/** A line of Python cut into pieces; together they are the line. */
export function pythonPieces(line: string): readonly CodePiece[] {
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
