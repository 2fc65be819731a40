import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { runCommandLine } from '../cli.ts';
import { describeProgress, describeRoom } from './engines.ts';

beforeEach(() => {
  vi.stubEnv('LAYERLOOM_HOME', temporaryFolder());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function engines(...line: string[]): Promise<{ code: number; out: string[]; hints: string[] }> {
  const out: string[] = [];
  const hints: string[] = [];
  const code = await runCommandLine(['engines', ...line], {
    print: (text) => out.push(text),
    write: () => undefined,
    hint: (text) => hints.push(text),
    onInterrupt: () => {},
    interactive: false,
  });
  return { code, out, hints };
}

describe('wrong use exits with 2 and one line', () => {
  test.each([
    [['instal', 'tensorflow'], 'Expected: install, remove, export, import. Received: instal tensorflow.'],
    [['install'], 'Expected: install NAME. Received: install.'],
    [['install', 'wasm'], 'NAME must be one of tensorflow-gpu, tensorflow. Received: wasm.'],
    [['export', 'tensorflow'], 'Expected: export NAME FILE. Received: export tensorflow.'],
    [['export', 'abacus', 'x'], 'NAME must be one of tensorflow-gpu, tensorflow. Received: abacus.'],
    [['import'], 'Expected: import FILE. Received: import.'],
    [['--colour'], 'Received: --colour.'],
    [['toString'], 'Received: toString.'],
  ])('%j', async (line, words) => {
    const { code, out, hints } = await engines(...line);
    expect({ code, out, lines: hints.length }).toEqual({ code: 2, out: [], lines: 1 });
    expect(hints[0]).toContain(words);
  });
});

test('a failure exits with 1 and says why', async () => {
  const missing = await engines('remove', 'tensorflow', '--json');
  expect(missing).toMatchObject({ code: 1, out: [] });
  expect(missing.hints[0]).toContain('There is no pack of tensorflow here.');
  const file = join(temporaryFolder(), 'x');
  writeFileSync(file, 'no pack');
  expect((await engines('import', file)).hints.at(-1)).toContain('is not an engine pack');
  mkdirSync(join(file, '..', 'taken'));
  expect((await engines('export', 'tensorflow', join(file, '..', 'taken'))).code).toBe(1);
});

test('what an install takes is told in sizes', () => {
  expect(describeRoom({ download: 275e6, installing: 118e7, installed: 855e6, exported: 222.3e6 })).toBe(
    'Installing it fetches about 275 MB, needs 1.2 GB free meanwhile and keeps 855 MB. Exported it is a file of about 222 MB.',
  );
});

test('progress is told in sizes and time left', () => {
  const progress = { engine: 'tensorflow', action: 'install', phase: 'download' } as const;
  expect(describeProgress({ ...progress, done: 12e7, total: 275e6, secondsLeft: 11.2 })).toBe(
    'download 120 MB of 275 MB, 12 s left',
  );
  expect(describeProgress({ ...progress, phase: 'build', done: 0, total: null, secondsLeft: null })).toBe('build');
});
