import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import { lacks } from '../../testing/leave-out.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openRunLog, readRunLog } from './run-log.ts';

const event = (epoch: number): RunEvent => ({ event: 'train:epoch-begin', run: 'x', time: epoch, epoch });

it('a log has each event on a line of its own, in order, and is read back as it was', async () => {
  const path = join(temporaryFolder(), 'log.jsonl');
  const log = await openRunLog(path, () => expect.unreachable());
  const events = Array.from({ length: 500 }, (_, index) => event(index + 1));
  for (const each of events) {
    log.append(each);
    if (each.event === 'train:epoch-begin' && each.epoch % 100 === 0) await new Promise(setImmediate);
  }
  await log.close();
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(501);
  expect(await readRunLog(path)).toEqual(events);
});

it('a log that cannot be opened is refused in words', async () => {
  const path = join(temporaryFolder(), 'none', 'log.jsonl');
  await expect(openRunLog(path, () => undefined)).rejects.toThrow(`${path} could not be written: it is not there`);
});

const fullDisk = 'a full disk is told of once, while it happens and at the end';
const noFullDisk = lacks(
  existsSync('/dev/full'),
  fullDisk,
  'system',
  'only Linux has /dev/full, a device that is always full',
);

it.skipIf(noFullDisk)(fullDisk, async () => {
  const failures: unknown[] = [];
  const log = await openRunLog('/dev/full', (error) => failures.push(error));
  log.append(event(1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  log.append(event(2));
  await expect(log.close()).rejects.toThrow('/dev/full could not be written: the disk is full. Received: ENOSPC.');
  expect(failures).toHaveLength(1);
});
