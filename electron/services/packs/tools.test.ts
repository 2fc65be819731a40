import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { System } from './system.ts';
import { findTools, MissingToolError } from './tools.ts';

const debian: System = { platform: 'linux', arch: 'x64', musl: false, distributions: ['debian'], root: false };
const python = (pip: boolean, minor = 12) =>
  `echo '{"executable": "/usr/bin/python3", "major": 3, "minor": ${minor}, "usual": true, "pip": ${pip}}'`;
const works = 'exit 0';

/** Looks for tools on a machine that has these programs and no others. */
function find(programs: Readonly<Record<string, string>>, own: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return findTools(debian, { env: { PATH: folder, ...own } });
}

const title = 'programs of the machine, played by shell scripts';
const noShell = lacks(process.platform !== 'win32', title, 'system', 'they are shell scripts');

it.skipIf(noShell)(title, async () => {
  const cases = [
    [{}, 'Python 3 was not found.', 'sudo apt install python3 python3-pip'],
    [{ python3: python(true, 7) }, 'Received: python3 3.7', 'sudo apt install python3 python3-pip'],
    [{ python3: 'exit 1' }, 'Python 3 was not found.', 'sudo apt install python3 python3-pip'],
    [{ python3: python(false) }, '/usr/bin/python3 has no pip.', 'sudo apt install python3-pip'],
    [{ python3: python(true) }, 'Received: no make.', 'sudo apt install build-essential'],
    [{ python3: python(true), make: works }, 'No C++ compiler was found.', 'sudo apt install build-essential'],
  ] as const;
  for (const [programs, message, command] of cases) {
    const error = await find(programs).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MissingToolError);
    expect((error as MissingToolError).message).toContain(message);
    expect((error as MissingToolError).whatToDo).toEqual({ kind: 'command', command });
  }
  await expect(find({ python3: python(true), make: works }, { CXX: 'nothing++' })).rejects.toThrow('CXX=nothing++');
  const found = { executable: '/usr/bin/python3', minor: 12, usual: true };
  expect(await find({ python: python(true), make: works, 'g++': works })).toEqual({
    python: found,
    compiler: { env: {} },
  });
  expect(await find({ python3: python(false), python: python(true), make: works, 'clang++': works })).toEqual({
    python: found,
    compiler: { env: { CC: 'clang', CXX: 'clang++' } },
  });
});
