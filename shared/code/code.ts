// What source code is made of, in any language.

import type { BlockId } from '../graph/document.ts';

/** A line of source and the block it is about, so that a view of the code can select the block. */
export interface CodeLine {
  readonly text: string;
  readonly block: BlockId | null;
}

/** Source text, line by line. */
export interface Code {
  readonly lines: readonly CodeLine[];
}

/** Lines no longer than this stay whole; longer calls take one line an argument. */
export const lineWidth = 88;

/** The text of source lines, with a line end after each. */
export function codeText({ lines }: Code): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}

/** Text for a comment: control characters and line ends, which would end the comment, become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** A line of source, about a block or about none. */
export function line(text: string, block: BlockId | null = null): CodeLine {
  return { text, block };
}

/** An argument of a call that takes several lines, for where the call does. */
export interface CallArgument extends CodeLine {
  readonly lines?: readonly string[];
}

/** A call on one line if it fits, else one argument a line. */
export function callLines(
  start: string,
  args: readonly CallArgument[],
  end: string,
  block: BlockId | null,
): readonly CodeLine[] {
  const whole = start + args.map(({ text }) => text).join(', ') + end;
  if (whole.length <= lineWidth) return [line(whole, block)];
  const inside = args.flatMap((one) => indented(one.lines ?? [one.text]).map((text) => line(text, one.block)));
  return [line(start, block), ...inside, line(end, block)];
}

/** The lines of an argument within its call. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((text, index) => `    ${text}${index === lines.length - 1 ? ',' : ''}`);
}
