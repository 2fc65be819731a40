import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const command = fileURLToPath(new URL('../electron/cli/layerloom.mjs', import.meta.url));

/** Runs the command as a person does, in a process of its own; answers its lines of JSON. */
export async function layerloom(...line: string[]): Promise<readonly Record<string, unknown>[]> {
  // The command is built anew where a source is newer, which tests of this process must not see.
  const { VITEST: _inTest, ...env } = process.env;
  const child = spawn(process.execPath, [command, ...line, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, words }).toEqual({ code: 0, words: '' });
  return output
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);
}
