// How TypeScript is written: literals, comments, names, and objects that take one line or several.

import { lineWidth, oneLine } from '../code.ts';
import { snakeCase } from '../python.ts';

/** A piece of source that has a value: text, or a call with one object of arguments by name. */
export type Expression = string | Call;

export interface Call {
  /** What is called, up to and without its bracket: `tf.layers.dense`. */
  readonly callee: string;
  readonly fields: readonly Field[];
}

/** A name in an object and its value. */
export type Field = readonly [name: string, value: Expression];

/** A string as a literal in single quotes; anything but printable ASCII is escaped, so that the file's encoding never matters. */
export function typescriptString(text: string): string {
  const inside = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${inside}'`;
}

/** Text for a `//` comment. */
export function typescriptComment(text: string): string {
  return `// ${oneLine(text)}`;
}

/** A comment of several lines where it is too long for one. */
export function typescriptComments(text: string): readonly string[] {
  const lines: string[] = [];
  let current = '//';
  for (const word of oneLine(text).split(' ')) {
    if (current.length + 1 + word.length > lineWidth && current !== '//') {
      lines.push(current);
      current = '//';
    }
    current += ` ${word}`;
  }
  return [...lines, current];
}

/** `max_pooling2d` as a variable: `maxPooling2d`. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_all, first: string) => first.toUpperCase());
}

/** What no variable may be called: words of the language, and the names that the source uses itself. */
const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export exports extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public require ' +
    'return static super switch this throw true try typeof undefined var void while with yield ' +
    'tf model only revive saved outputSize activationOf outOfSight causalMask weighted'
  ).split(' '),
);

/** Gives variables from names in snake case, each only once. */
export function createVariables(): (name: string) => string {
  const taken = new Set<string>(reserved);
  return (name) => {
    const base = camelCase(snakeCase(name));
    let unique = base;
    for (let count = 2; taken.has(unique); count++) unique = `${base}${count}`;
    taken.add(unique);
    return unique;
  };
}

/** An expression on one line. */
export function inline(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  return `${expression.callee}(${inlineObject(expression.fields)})`;
}

function inlineObject(fields: readonly Field[]): string {
  return fields.length === 0 ? '{}' : `{ ${fields.map(inlineField).join(', ')} }`;
}

function inlineField([name, value]: Field): string {
  const text = inline(value);
  return text === name ? name : `${name}: ${text}`;
}

/** An expression between what stands before and after it, on one line if it fits, else one argument a line. */
export function expressionLines(before: string, expression: Expression, after: string, indent = ''): readonly string[] {
  const whole = `${indent}${before}${inline(expression)}${after}`;
  if (whole.length <= lineWidth || typeof expression === 'string') return [whole];
  const inner = `${indent}  `;
  const fields = expression.fields.flatMap(([name, value]) => {
    const text = inlineField([name, value]);
    return inner.length + text.length + 1 <= lineWidth
      ? [`${inner}${text},`]
      : expressionLines(`${name}: `, value, ',', inner);
  });
  return [`${indent}${before}${expression.callee}({`, ...fields, `${indent}})${after}`];
}
