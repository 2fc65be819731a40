import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import type { RunDocument } from '../../shared/training/run.ts';
import { runDocumentOf } from '../../testing/run-document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { runFile, writeRun } from '../formats/run-folder.ts';
import { listRuns, readEvents, summarizeRun } from './run-summary.ts';

const run = '2026-11-23T12-00-00-digits';

const document = runDocumentOf(run, { started: Date.now() });

const epochEnd = (epoch: number, best: boolean): RunEvent => ({
  event: 'train:epoch-end',
  run,
  time: epoch,
  epoch,
  logs: { loss: 1 / epoch },
  seconds: 1,
  best,
});

/** A project with one run on disk. */
async function writeRunFolder(
  changes: Partial<RunDocument>,
  log: string,
): Promise<{ project: string; directory: string }> {
  const project = temporaryFolder();
  const directory = join(project, 'runs', changes.run ?? run);
  mkdirSync(directory, { recursive: true });
  await writeRun(directory, { ...document, ...changes });
  writeFileSync(runFile(directory, 'log.jsonl'), log);
  return { project, directory };
}

const lines = (events: readonly RunEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** The number of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('a run whose process is gone', () => {
  it('is shown as cut off, with what its log says it came to', async () => {
    const pid = endedProcess();
    const { directory } = await writeRunFolder({ process: pid }, lines([epochEnd(1, true), epochEnd(2, false)]));
    expect(told(await summarizeRun(directory, null))).toEqual({
      run,
      directory,
      started: document.started,
      state: 'failed',
      reason: `The run was cut off: the program that trained it is gone. Its log and checkpoints up to then are kept. Received: no process ${pid}.`,
      epochs: 2,
      logs: { loss: 0.5 },
      bestEpoch: 1,
      bestLogs: { loss: 1 },
      fold: null,
      test: null,
      weights: null,
    });
  });

  it('may have left half a line at the end of its log', async () => {
    const { directory } = await writeRunFolder(
      { process: endedProcess() },
      `${lines([epochEnd(1, true)])}{"event":"train:epoch-e`,
    );
    expect(await readEvents(directory)).toEqual([epochEnd(1, true)]);
  });

  it('is cut off too when its number belongs to a process of a later start of the machine', async () => {
    const { directory } = await writeRunFolder({ process: process.pid, started: 1 }, '');
    expect((await summarizeRun(directory, null)).state).toBe('failed');
  });
});

it('a run that another process of this machine trains is shown as training', async () => {
  const { project } = await writeRunFolder({ process: process.pid }, lines([epochEnd(1, true)]));
  expect(await listRuns(project, null)).toMatchObject([{ state: 'training', epochs: 1, reason: null }]);
});

it('runs are listed newest first; one with a broken file is listed with the reason and hides no other', async () => {
  const result = {
    outcome: 'finished',
    reason: null,
    ended: 2,
    epochs: 1,
    logs: {},
    bestEpoch: 1,
    bestLogs: {},
    test: null,
  } as const;
  const { project } = await writeRunFolder({ result, started: 5 }, '');
  const newer = join(project, 'runs', 'newer');
  mkdirSync(newer);
  await writeRun(newer, { ...document, run: 'newer', result, started: 6 });
  const broken = join(project, 'runs', 'broken');
  mkdirSync(broken);
  writeFileSync(runFile(broken, 'run.json'), '{"app": "layerloom", "version": 1,');
  mkdirSync(join(project, 'runs', 'no run'));
  const list = await listRuns(project, null);
  expect(list.map(({ run: name, state }) => `${name} ${state}`)).toEqual([
    'broken failed',
    'newer finished',
    `${run} finished`,
  ]);
  expect(told(list[0]!.reason)).toContain('run.json cannot be read');
});

it('a project that never trained has no runs', async () => {
  expect(await listRuns(temporaryFolder(), null)).toEqual([]);
});

it('a log line that is no event is named by its number', async () => {
  const { directory } = await writeRunFolder(
    {},
    `${lines([epochEnd(1, true)])}nonsense\n${lines([epochEnd(2, true)])}`,
  );
  await expect(readEvents(directory)).rejects.toThrow('line 2, is not a run event. Received: nonsense.');
});

it('a folder that is no run is refused in words', async () => {
  const reading = summarizeRun(temporaryFolder(), null);
  await expect(reading).rejects.toThrow(UserError);
  await expect(reading).rejects.toThrow('is not a run. Expected: a folder with run.json in it.');
});
