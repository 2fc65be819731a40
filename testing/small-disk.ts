import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { lacks } from './leave-out.ts';
import { temporaryFolder } from './temporary-folder.ts';

let answer: string | null | undefined;

/** Why no small disk can be mounted here, or null. */
function obstacle(): string | null {
  if (process.platform !== 'linux') return 'only Linux keeps a disk in memory';
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
  const { status, stderr, error } = mount(folder, 1);
  if (status === 0) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return status === 0 ? null : `no disk may be mounted here (${error?.message ?? stderr.trim()})`;
}

function mount(folder: string, megabytes: number) {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { encoding: 'utf8' });
}

/** Whether tests on a small disk must be left out; says so, and why, if they must. For `skipIf`. */
export function lacksSmallDisk(title: string): boolean {
  answer = answer === undefined ? obstacle() : answer;
  return lacks(answer === null, title, 'mount', answer ?? '');
}

/** The root of a new empty disk with so much room; it is gone when the test is over. */
export function smallDisk(megabytes: number): string {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  const { status, stderr } = mount(folder, megabytes);
  if (status !== 0) throw new Error(`The disk could not be mounted: ${stderr}`);
  // Whatever still has a file open there does not stop the next test.
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  return folder;
}

/** Takes all room that is left on a disk but so many bytes; answers how to give it back. */
export function fillDisk(folder: string, spare = 0): () => void {
  const filler = freeName(folder);
  const reserve = join(folder, 'reserve');
  if (spare > 0) fill(reserve, spare);
  fill(filler, Number.POSITIVE_INFINITY);
  rmSync(reserve, { force: true });
  return () => rmSync(filler, { force: true });
}

function freeName(folder: string): string {
  for (let count = 1; ; count++) {
    const path = join(folder, count === 1 ? 'filler' : `filler-${count}`);
    if (!existsSync(path)) return path;
  }
}

function fill(path: string, bytes: number): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 1 << 16, done = 0; size > 0 && done < bytes; ) {
      try {
        done += writeSync(file, new Uint8Array(Math.min(size, bytes - done)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}
