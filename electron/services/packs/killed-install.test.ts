import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fakeSteps, fakeSystem } from '../../../testing/fake-pack.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { isProcessThere } from '../../data/disk/processes.ts';
import { createPacks } from './packs.ts';
import { systemObstacle } from './recipes.ts';
import { thisSystem } from './system.ts';
import { findTools } from './tools.ts';

const title = 'installs of packs that are killed';
const noSystem = lacks(systemObstacle(fakeSystem) === null, title, 'system', 'no pack can be made for it');

/** The program that installs a small pack and is killed; it is bundled once. */
const program = join(process.cwd(), '.cache', 'test', `interrupted-install-${process.pid}.mjs`);

beforeAll(() =>
  bundle({ entryPoints: [join(import.meta.dirname, '..', '..', '..', 'testing', 'interrupted-install.ts')] }, program),
);
afterAll(() => rmSync(program, { force: true }));

/** Makes a program of sources, which Node can run. */
async function bundle(sources: Pick<BuildOptions, 'entryPoints' | 'stdin'>, outfile: string): Promise<void> {
  await build({ ...sources, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
}

/** What is in a folder of packs, and what builds have left elsewhere. */
const left = (folder: string) => readdirSync(folder).sort();
const leftElsewhere = () => readdirSync(tmpdir()).filter((name) => name.startsWith('.staging-layerloom-'));

/** A folder of packs in which make cannot build. */
function newFolder(): string {
  const folder = join(temporaryFolder(), 'with space', 'engines');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The next install makes the pack, and nothing of the one that was killed is left. */
async function expectMended(folder: string, before: readonly string[]): Promise<void> {
  const packs = createPacks({ folder, steps: fakeSteps() });
  await packs.install('tensorflow');
  expect(await packs.look('tensorflow')).toMatchObject({ state: 'installed' });
  expect(await packs.inspect('tensorflow')).toBeNull();
  expect(left(folder)).toEqual(['tensorflow']);
  expect(leftElsewhere()).toEqual(before);
}

describe.skipIf(noSystem)(title, () => {
  // Where a damaged pack was there before, it is gone from `replace` on; before that it stays as it was.
  it.each([
    ['prepare', false],
    ['download', false],
    ['unpack', false],
    ['build', false],
    ['prove', false],
    ['write', false],
    ['write', true],
    ['replace', true],
    ['placed', false],
    ['placed', true],
  ] as const)('at %s, with a damaged pack before: %s', async (moment, earlier) => {
    const folder = newFolder();
    const packs = createPacks({ folder, steps: fakeSteps() });
    const binding = join(folder, 'tensorflow', 'lib', 'napi-v8', 'tfjs_binding.node');
    if (earlier) {
      await packs.install('tensorflow');
      writeFileSync(binding, 'bindinG');
    }
    const before = leftElsewhere();
    const child = spawn(process.execPath, [program, folder, moment], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(left(folder)).toContain('.lock');
    const whole = moment === 'placed';
    if (earlier && moment === 'write') expect(readFileSync(binding, 'utf8')).toBe('bindinG');
    else {
      expect((await packs.look('tensorflow')).state).toBe(whole ? 'installed' : 'not-installed');
      expect(left(folder).includes('tensorflow')).toBe(whole);
    }
    if (whole) expect(await packs.inspect('tensorflow')).toBeNull();
    else expect(left(folder).some((name) => name.startsWith('.staging-'))).toBe(true);
    await expectMended(folder, before);
  });

  it('an export that is killed leaves nothing at its place, and the next one clears away what it had begun', async () => {
    const folder = newFolder();
    const packs = createPacks({ folder, steps: fakeSteps({}, 4e6) });
    await packs.install('tensorflow');
    const file = join(folder, '..', 'pack.tar.gz');
    const script = join(process.cwd(), '.cache', 'test', `interrupted-export-${process.pid}.mjs`);
    onTestFinished(() => rmSync(script, { force: true }));
    await bundle(
      {
        stdin: {
          contents: `import { watch } from 'node:fs';
            import { createPacks } from './packs.ts';
            const [folder, file] = process.argv.slice(2);
            watch(folder + '/..', (_, name) => name.includes('pack.tar.gz') && process.kill(process.pid, 'SIGKILL'));
            await createPacks({ folder }).exportTo('tensorflow', file);`,
          resolveDir: import.meta.dirname,
          loader: 'ts',
        },
      },
      script,
    );
    const child = spawn(process.execPath, [script, folder, file], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(left(join(folder, '..'))).toEqual([expect.stringMatching(/^\.pack\.tar\.gz\..*\.tmp$/), 'engines']);
    expect(await packs.inspect('tensorflow')).toBeNull();
    await packs.exportTo('tensorflow', file);
    expect(left(join(folder, '..'))).toEqual(['engines', 'pack.tar.gz']);
  });
});

const programs = 'programs that an install runs end when Layerloom is killed';
const tools = await findTools(thisSystem()).catch((error: Error) => error);
const noTools = lacks(
  !noSystem && !(tools instanceof Error),
  programs,
  'system',
  tools instanceof Error ? tools.message : 'no pack can be made for it',
);

describe.skipIf(noTools)(programs, () => {
  it.each(['pip', 'make'] as const)('%s, which hangs, with what it started', async (name) => {
    const folder = newFolder();
    const bin = temporaryFolder();
    const pids = join(bin, 'pids');
    const script = join(bin, name);
    // A program that starts another one; neither ends by itself, nor notices that nobody listens to it.
    const hang = `trap '' HUP TERM PIPE; sleep 1000 & echo $! $$ > '${pids}.new'; mv '${pids}.new' '${pids}'; wait; sleep 1000`;
    writeFileSync(script, `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${hang}\n`);
    chmodSync(script, 0o755);
    const before = leftElsewhere();
    const child = spawn(process.execPath, [program, folder, name, ...(name === 'pip' ? [script] : [])], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitFor(() => expect(existsSync(pids)).toBe(true), { timeout: 120_000, interval: 50 });
    const running = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    onTestFinished(() => {
      for (const pid of running) if (isProcessThere(pid)) process.kill(pid, 'SIGKILL');
    });
    expect(running.map(isProcessThere)).toEqual([true, true]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vi.waitFor(() => expect(running.map(isProcessThere)).toEqual([false, false]), { timeout: 20_000 });
    await expectMended(folder, before);
  });
});
