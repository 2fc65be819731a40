import type { ParseArgsConfig } from 'node:util';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { isSentence } from '../../shared/messages/words-schema.ts';

/** Wrong use of the command line: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a command writes to and learns from. */
export interface Terminal {
  /** One line to standard output. */
  print(line: string): void;
  /** A part of a line to standard output, as it comes. */
  write(text: string): void;
  /** One line to standard error: progress and hints, never part of the answer. */
  hint(line: string): void;
  /** Called once when the person presses Ctrl+C; a second press ends the process. */
  onInterrupt(listener: () => void): void;
  readonly interactive: boolean;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Words and values after the command's name, checked against its declaration. */
export interface Arguments {
  readonly words: readonly string[];
  /** The text of an option, or undefined if it was not given. */
  option(name: string): string | undefined;
  /** The texts of an option that may be given several times. */
  all(name: string): readonly string[];
  /** A whole number, `minimum` or more. Throws UsageError otherwise. */
  number(name: string, minimum: number): number | undefined;
  flag(name: string): boolean;
}

/** One command, one file. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Names of the words it needs, in order, which options may change; null if it has several forms and reads its words itself. */
  readonly words: readonly string[] | ((options: ReadonlySet<string>) => readonly string[]) | null;
  readonly options: Options;
  /** Answers the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** One of a list of words. Throws UsageError for another. */
export function oneOf<const Word extends string>(
  option: string,
  words: readonly Word[],
  received: string | undefined,
): Word {
  const found = words.find((word) => word === received);
  if (found === undefined) {
    throw new UsageError(`--${option} must be one of ${words.join(', ')}. Received: ${received ?? 'nothing'}.`);
  }
  return found;
}

/** One JSON value on a line of its own; sentences in it are in English, as all that a terminal says. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (isSentence(part) ? inEnglish(part) : part));
}
