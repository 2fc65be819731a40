import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { takeLock } from './lock.ts';

const holder = (own: object) =>
  JSON.stringify({
    process: process.pid,
    host: hostname(),
    action: 'install',
    engine: 'tensorflow',
    since: '2026',
    token: 't',
    ...own,
  });

/** The id of a process that was there and is gone. */
const gone = () => spawnSync(process.execPath, ['-e', '0']).pid;

it('one has it, the other is told who, and it is free again when released', async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder, 'install', 'tensorflow');
  await expect(takeLock(folder, 'remove', 'tensorflow')).rejects.toThrow(
    new RegExp(`Received: process ${process.pid} on ${hostname()}, install tensorflow since `),
  );
  await lock.release();
  await (await takeLock(folder, 'remove', 'tensorflow')).release();
  expect(readdirSync(folder)).toEqual([]);
});

it("a dead process's lock is taken over, by one alone of several", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.lock'), holder({ process: gone() }));
  const taken = await Promise.allSettled([1, 2, 3].map(() => takeLock(folder, 'install', 'tensorflow')));
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of taken) if (result.status === 'fulfilled') await result.value.release();
  expect(existsSync(join(folder, '.lock'))).toBe(false);
});

it('a lock whose process id came again, or that is of another machine, is dead when it has not been shown for long', async () => {
  const folder = temporaryFolder();
  const file = join(folder, '.lock');
  for (const own of [{}, { host: 'another-machine', process: gone() }]) {
    writeFileSync(file, holder(own));
    await expect(takeLock(folder, 'install', 'tensorflow')).rejects.toThrow('Wait for its end.');
    const before = new Date(Date.now() - 60_000);
    utimesSync(file, before, before);
    await (await takeLock(folder, 'install', 'tensorflow')).release();
  }
});

it('a lock that was cut off while it was written is no lock for long', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.lock'), '{"process":');
  await (await takeLock(folder, 'install', 'tensorflow')).release();
});

it('who has lost the lock hears of it, and leaves the new one alone', async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder, 'install', 'tensorflow');
  writeFileSync(join(folder, '.lock'), holder({ token: 'another', process: 4711 }));
  await new Promise((resolve) => lock.lost.addEventListener('abort', resolve));
  expect(String(lock.lost.reason)).toContain('Received: process 4711');
  await lock.release();
  expect(existsSync(join(folder, '.lock'))).toBe(true);
});
