import { type CodePiece, cutLine } from './code-pieces.ts';

const words =
  'import|export|from|as|const|let|new|class|interface|type|extends|static|private|readonly|override|constructor|function|return|if|else|' +
  'for|of|in|this|super|typeof|instanceof|null|undefined|true|false|void|number|string|boolean';

// A line that begins with a star goes on with a comment that began above it.
const pattern = new RegExp(
  String.raw`(?<comment>^\s*(?:\/\*\*|\*(?=[\s/]|$)).*$|\/\/.*$)|` +
    String.raw`(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\x60(?:[^\x60\\]|\\.)*\x60)|` +
    String.raw`(?<keyword>(?<![\w.$])(?:${words})(?![\w$]))|` +
    String.raw`(?<number>(?<![\w.$])-?\d[\d_]*\.?\d*(?:e[-+]?\d+)?\b)|` +
    String.raw`(?<call>(?<![\w$])[A-Za-z_$][\w$]*(?=\())`,
  'g',
);

/** A line of TypeScript cut into pieces. */
export function typescriptPieces(line: string): readonly CodePiece[] {
  return cutLine(line, pattern);
}
