import { expect } from 'vitest';
import { runCommandLine } from '../electron/cli/cli.ts';
import type { Terminal } from '../electron/cli/command.ts';

/** Runs one command line in this process, with engines as processes of their own. */
export async function layerloom(...line: string[]): Promise<{ code: number; out: string[]; hints: string[] }> {
  const out: string[] = [];
  const hints: string[] = [];
  const terminal: Terminal = {
    print: (text) => out.push(text),
    write: (text) => out.push(text),
    hint: (text) => hints.push(text),
    onInterrupt: () => {},
    interactive: false,
  };
  return { code: await runCommandLine(line, terminal), out, hints };
}

/** What a command that has to go well prints as JSON, a value a line. */
export async function answersOf(...line: string[]) {
  const { code, out, hints } = await layerloom(...line, '--json');
  expect({ code, hints, said: code === 0 ? [] : out.slice(-3) }).toEqual({ code: 0, hints, said: [] });
  return out.map((text) => JSON.parse(text));
}
