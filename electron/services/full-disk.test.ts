import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient } from '../../shared/ipc/client-server.ts';
import { appEvents, appRequests } from '../../shared/ipc/contract.ts';
import type { ExportFormat } from '../../shared/ipc/exports.ts';
import { createPortPair } from '../../shared/ipc/port.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import type { EngineName } from '../../shared/training/settings.ts';
import { onEngine } from '../../testing/backends.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { fillDisk, lacksSmallDisk, smallDisk } from '../../testing/small-disk.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../formats/checkpoint.ts';
import { checkpointFile, runFile } from '../formats/run-folder.ts';
import { createApp } from './app.ts';
import { openProject, saveProject } from './projects.ts';
import { createRuns } from './runs.ts';
import { readTemplate } from './templates.ts';

/** The diabetes starter with its table as a file beside it. */
async function saveDiabetes(folder: string, engine: EngineName, epochs: number): Promise<string> {
  const directory = join(folder, 'diabetes.loom');
  const template = await readTemplate('mlp-diabetes');
  const data = { ...template.data, source: { kind: 'table', path: 'patients.csv' } } as const;
  await saveProject({ ...template, data, training: { ...template.training, epochs, engine } }, directory);
  await cp(join(import.meta.dirname, '../../assets/data/diabetes.csv'), join(directory, 'patients.csv'));
  return directory;
}

const projectFiles = ['model.json', 'layout.json', 'data.json', 'training.json'];
const readFiles = (project: string) => projectFiles.map((name) => readFileSync(join(project, name), 'utf8'));

const title = 'a full disk under a project';
describe.skipIf(lacksSmallDisk(title))(title, () => {
  let host: Awaited<ReturnType<typeof createTestEngineHost>>;
  beforeAll(async () => {
    host = await createTestEngineHost();
  });

  /** Runs that tell their last event. */
  function runsOf() {
    const runs = createRuns({ engineHost: host, version: '0.0.0-test' });
    const nextEnd = () =>
      new Promise<Extract<RunEvent, { event: 'train:end' }>>((resolve) => {
        const stop = runs.onEvents((events) => {
          const end = events.find((event) => event.event === 'train:end');
          if (!end) return;
          stop();
          resolve(end);
        });
      });
    return { runs, nextEnd };
  }

  for (const engine of ['wasm', 'tensorflow'] as const) {
    onEngine(engine, `while ${engine} trains`, () => {
      // What room is left decides what meets the end of it first: a line of the log, or a checkpoint beside which the log grows too.
      it.each([0, 40_000])(
        'fails the run by the file that did not fit, with %i bytes left, and what was there stays readable',
        async (spare) => {
          const disk = smallDisk(2);
          const project = await saveDiabetes(disk, engine, 1_000_000);
          const before = readFiles(project);
          const { runs, nextEnd } = runsOf();
          const ended = nextEnd();
          const { directory } = await runs.start(project);
          await vi.waitFor(() => expect(existsSync(checkpointFile(directory, 'best'))).toBe(true), { timeout: 60_000 });
          const empty = fillDisk(disk, spare);
          const end = await ended;
          expect(end.outcome).toBe('failed');
          const file = /^(\S+) could not be written: the disk is full\. Received: ENOSPC\.$/.exec(
            inEnglish(end.reason ?? ''),
          )?.[1];
          expect([
            runFile(directory, 'log.jsonl'),
            checkpointFile(directory, 'last'),
            checkpointFile(directory, 'best'),
          ]).toContain(file);

          expect(readFiles(project)).toEqual(before);
          expect(readdirSync(directory).sort()).toEqual(['checkpoints', 'log.jsonl', 'preparation.json', 'run.json']);
          expect(readdirSync(join(directory, 'checkpoints')).sort()).toEqual(['best.safetensors', 'last.safetensors']);
          for (const name of ['last', 'best'] as const) await readCheckpoint(checkpointFile(directory, name));
          // Also when it is asked later, by another program, and while there is no room.
          const { summary, events } = await createRuns({ engineHost: host, version: '0.0.0-test' }).read(directory);
          expect(summary).toMatchObject({ state: 'failed', reason: end.reason, weights: 'best' });
          expect(events[0]).toMatchObject({ event: 'train:begin', engine: { name: engine } });
          expect(summary.epochs).toBeGreaterThan(0);
          expect(Object.keys(await runs.evaluate(directory, 'test'))).toContain('loss');

          // A run that cannot even begin leaves nothing.
          const emptyMore = fillDisk(disk);
          await expect(runs.start(project)).rejects.toThrow(/could not be written: the disk is full/);
          expect(await runs.list(project)).toEqual([summary]);
          empty();
          emptyMore();
          const next = nextEnd();
          await runs.start(project, { epochs: 1 });
          expect(await next).toMatchObject({ outcome: 'finished' });
          await runs.close();
        },
      );
    });
  }

  it('a checkpoint that does not fit leaves the one before', async () => {
    const disk = smallDisk(1);
    const checkpoint = (units: number, value: number): Checkpoint => ({
      weights: new Map([['dense/kernel', { shape: [units], data: new Float32Array(units).fill(value) }]]),
      slots: new Map(),
      position: { updates: value, epochs: 1, step: 0, seed: 1 },
      logs: {},
    });
    const path = join(disk, 'last.safetensors');
    await writeCheckpoint(path, checkpoint(10_000, 1));
    fillDisk(disk, 20_000);
    await expect(writeCheckpoint(path, checkpoint(10_000, 2))).rejects.toThrow(
      `${path} could not be written: the disk is full. Received: ENOSPC.`,
    );
    expect(await readCheckpoint(path)).toEqual(checkpoint(10_000, 1));
    expect(readdirSync(disk).sort()).toEqual(['filler', 'last.safetensors']);
  });

  it('a project that does not fit stays as it was, all its files, and is saved once there is room', async () => {
    const disk = smallDisk(1);
    const project = await saveDiabetes(disk, 'wasm', 3);
    const opened = await openProject(project);
    const before = readFiles(project);
    const empty = fillDisk(disk, 24_000);
    // The model fits, and the settings written after it do not.
    const renamed = JSON.parse(
      JSON.stringify(opened.model).replaceAll('"name":""', '"name":"other"'),
    ) as typeof opened.model;
    expect(renamed).not.toEqual(opened.model);
    const path = `/${'x'.repeat(60_000)}.csv`;
    const changed = { ...opened, model: renamed, data: { ...opened.data, source: { kind: 'table', path } } as const };
    await expect(saveProject(changed, project)).rejects.toThrow(
      `${join(project, 'data.json')} could not be written: the disk is full. Received: ENOSPC.`,
    );
    expect(readFiles(project)).toEqual(before);
    expect(await openProject(project)).toEqual(opened);
    expect(readdirSync(project).filter((name) => name.startsWith('.'))).toEqual([]);
    empty();
    const saved = await saveProject(changed, project);
    expect(saved).toEqual({ ...changed, revision: saved.revision });
    expect(await openProject(project)).toEqual(saved);
  });

  it("a project is opened and saved although the user's own folder takes no more", async () => {
    const disk = smallDisk(1);
    const folder = temporaryFolder();
    const project = await saveDiabetes(folder, 'wasm', 3);
    fillDisk(disk);
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => said.mockRestore());
    const recentFile = join(disk, 'settings', 'recent-projects.json');
    const app = createApp({ host: 'terminal', version: '0.0.0-test', engineHost: host, recentFile });
    const { left, right, close } = createPortPair();
    app.serve(right);
    const client = createClient(left, appRequests, appEvents);
    const opened = await client.ask('project:open', { directory: project });
    const training = { ...opened.training, epochs: 7 };
    await client.ask('project:save', { project: { ...opened, training }, directory: project });
    expect((await openProject(project)).training.epochs).toBe(7);
    expect(said).toHaveBeenCalledWith(expect.stringContaining(`${recentFile} could not be written: the disk is full`));
    close();
    await app.close();
  });

  it('an export of a model that does not fit names its file and leaves nothing, in every format', async () => {
    const project = await saveDiabetes(temporaryFolder(), 'wasm', 1);
    const { runs, nextEnd } = runsOf();
    const ended = nextEnd();
    const { directory } = await runs.start(project);
    expect(await ended).toMatchObject({ outcome: 'finished' });
    const disk = smallDisk(1);
    const empty = fillDisk(disk, 8192);
    for (const [format, name] of [
      ['tfjs', 'model'],
      ['keras', 'model.keras'],
      ['keras-code', 'code'],
    ] as const satisfies readonly (readonly [ExportFormat, string])[]) {
      const path = join(disk, name);
      await expect(runs.export(directory, format, path)).rejects.toThrow(
        `${path} could not be written: the disk is full. Received: ENOSPC.`,
      );
      expect(readdirSync(disk)).toEqual(['filler']);
    }
    empty();
    expect(await runs.export(directory, 'tfjs', join(disk, 'model'))).toMatchObject({ proof: { rows: 88 } });
    await runs.close();
  });
});
