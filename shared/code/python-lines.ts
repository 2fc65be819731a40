import { type CodeLine, line, lineWidth } from './code.ts';

/** A line of Python as it is if it fits, else on several lines: what stands in its last brackets gets lines of its own. */
export function fittedLines({ text, block }: CodeLine): readonly CodeLine[] {
  return fitted(text).map((one) => line(one, block));
}

function fitted(text: string): readonly string[] {
  if (text.length <= lineWidth) return [text];
  const indent = text.slice(0, text.search(/\S|$/));
  if (text.startsWith('#', indent.length)) return wrapped(text.slice(indent.length + 1).trim(), `${indent}# `);
  const pair = lastBrackets(text);
  if (!pair) return [text];
  const inner = text.slice(pair.open + 1, pair.close).trim();
  const inside = `${indent}    `;
  const whole = inside + inner;
  const items = parted(inner);
  const body =
    whole.length <= lineWidth || items.length === 1
      ? fitted(whole)
      : items.flatMap((item) => fitted(`${inside}${item},`));
  return [text.slice(0, pair.open + 1), ...body, indent + text.slice(pair.close)];
}

function wrapped(text: string, start: string): readonly string[] {
  const lines: string[] = [];
  let current = start.trimEnd();
  for (const word of text.split(' ')) {
    const longer = `${current} ${word}`;
    if (longer.length > lineWidth && current.length > start.length) {
      lines.push(current);
      current = start + word;
    } else current = longer;
  }
  return [...lines, current];
}

/** The last round brackets that stand in no others and have something in them, and leave a line before them that fits. */
function lastBrackets(text: string): { readonly open: number; readonly close: number } | null {
  const pairs: { open: number; close: number }[] = [];
  let open = 0;
  scan(text, (character, at, depth) => {
    if (character === '(' && depth === 0) open = at;
    if (character === ')' && depth === 0 && at > open + 1) pairs.push({ open, close: at });
  });
  return pairs.findLast((pair) => pair.open < lineWidth) ?? null;
}

/** What commas part, those in brackets aside. */
function parted(text: string): readonly string[] {
  const items: string[] = [];
  let start = 0;
  scan(text, (character, at, depth) => {
    if (character !== ',' || depth > 0) return;
    items.push(text.slice(start, at).trim());
    start = at + 1;
  });
  return [...items, text.slice(start).trim()].filter((item) => item !== '');
}

/** Tells each character outside of strings, with how many brackets it stands in; a bracket itself stands in those around it. */
function scan(text: string, tell: (character: string, at: number, depth: number) => void): void {
  let depth = 0;
  let isQuoted = false;
  for (const [at, character] of [...text].entries()) {
    if (character === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (')]}'.includes(character)) depth--;
    tell(character, at, depth);
    if ('([{'.includes(character)) depth++;
  }
}
