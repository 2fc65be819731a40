import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { writeFileAtomic } from './files.ts';
import { earlierName, sweepLeftovers, temporaryName } from './leftovers.ts';

/** The number of a process that is gone. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;

/** A name as the process with that number makes it. */
function nameOf(pid: number, path: string, extension?: string): string {
  return temporaryName(path, extension).replace(`-${process.pid}-`, `-${pid}-`);
}

describe('what a process left that was killed while it wrote', () => {
  test('goes with the next write to the same place, file or folder', async () => {
    const path = join(temporaryFolder(), 'model.keras');
    writeFileSync(nameOf(gone, path, '.keras'), 'part');
    mkdirSync(join(nameOf(gone, path), 'inside'), { recursive: true });
    await writeFileAtomic(path, 'whole');
    expect(readdirSync(join(path, '..'))).toEqual(['model.keras']);
  });

  test.each([
    ['of a process that is there', (path: string) => nameOf(process.pid, path)],
    ['of another place', (path: string) => nameOf(gone, `${path}s`)],
    ['of another machine', (path: string) => nameOf(gone, path).replace(/\.[0-9a-f]{8}-/, '.00000000-')],
    ['of somebody else', (path: string) => join(path, '..', '.model.backup.tmp')],
  ])('stays where it is %s', async (_title, nameFor) => {
    const path = join(temporaryFolder(), 'model');
    const name = nameFor(path);
    writeFileSync(name, 'kept');
    await sweepLeftovers(path);
    expect(readdirSync(join(path, '..'))).toEqual([basename(name)]);
  });

  test('comes back if it is the earlier export and nothing took its place', async () => {
    const path = join(temporaryFolder(), 'model');
    const temporary = nameOf(gone, path);
    for (const [folder, text] of [
      [temporary, 'new'],
      [earlierName(temporary), 'earlier'],
    ] as const) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'model.json'), text);
    }
    await sweepLeftovers(path);
    expect(readdirSync(join(path, '..'))).toEqual(['model']);
    expect(readFileSync(join(path, 'model.json'), 'utf8')).toBe('earlier');
  });

  test('goes if it is the earlier export and the new one is in its place', async () => {
    const path = join(temporaryFolder(), 'model');
    const earlier = earlierName(nameOf(gone, path));
    for (const folder of [path, earlier]) mkdirSync(folder);
    writeFileSync(join(path, 'model.json'), 'new');
    await sweepLeftovers(path);
    expect(readdirSync(join(path, '..'))).toEqual(['model']);
    expect(readFileSync(join(path, 'model.json'), 'utf8')).toBe('new');
  });
});
