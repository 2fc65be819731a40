import { type CodePiece, cutLine } from './code-pieces.ts';

const pattern =
  /(?<comment>#.*$)|(?<string>""".*?"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<keyword>\b(?:import|from|as|def|return|class|if|elif|else|for|in|is|not|and|or|with|lambda|while|yield|True|False|None|self|super)\b)|(?<number>(?<![\w.])-?\d[\d_]*\.?\d*(?:e[-+]?\d+)?\b)|(?<call>\b[A-Za-z_]\w*(?=\())/g;

/** A line of Python cut into pieces. */
export function pythonPieces(line: string): readonly CodePiece[] {
  return cutLine(line, pattern);
}
