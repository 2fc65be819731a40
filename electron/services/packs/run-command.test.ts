import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lastLines, runCommand } from './run-command.ts';

const node = (program: string, options = {}) => runCommand(process.execPath, ['-e', program], options);

it('what a program writes and how it ends is known', async () => {
  const heard: string[] = [];
  const onOutput = (text: string) => heard.push(text);
  const end = await node('console.log("one"); console.error("two"); process.exitCode = 3', { onOutput });
  expect(end).toMatchObject({ code: 3, refused: null, output: 'one\n' });
  expect(end.words).toContain('two');
  expect(heard.join('')).toBe('one\n');
  expect(await runCommand('no-such-program-anywhere', [])).toMatchObject({ code: null, refused: 'ENOENT' });
});

it('a cancelled program goes with all that it started', async () => {
  const controller = new AbortController();
  let child = 0;
  const running = node(
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' });
     console.log(child.pid); setInterval(() => 0, 1000)`,
    {
      signal: controller.signal,
      onOutput: (text: string) => {
        child = Number(text);
        controller.abort(new Error('enough'));
      },
    },
  );
  await expect(running).rejects.toThrow('enough');
  for (let waited = 0; isRunning(child) && waited < 5000; waited += 50) await setTimeout(50);
  expect(isRunning(child)).toBe(false);
  await expect(node('0', { signal: controller.signal })).rejects.toThrow('enough');
});

it('a program that takes too long is ended', async () => {
  expect(await node('setInterval(() => 0, 1000)', { timeout: 200 })).toMatchObject({ code: null });
});

it('the last lines come without colours and empty lines', () => {
  expect(lastLines('a\n\u001b[31mb\u001b[0m\n\n c \r\n', 2)).toBe('b | c');
  expect(lastLines('')).toBe('no words');
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
