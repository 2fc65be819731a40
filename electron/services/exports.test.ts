import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createServer } from '../../shared/ipc/client-server.ts';
import { type EngineEvents, type EngineRequests, engineRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import { runDocumentOf } from '../../testing/run-document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { temporaryName } from '../data/disk/leftovers.ts';
import { createForkEngineHost, createInProcessEngineHost, type EngineHost } from './engine-process.ts';
import { createExports } from './exports.ts';
import { createRuns } from './runs.ts';
import { readTemplate } from './templates.ts';

/** A run on the disk, and exports of it on the engines of a host. */
async function exportsOn(engineHost: EngineHost) {
  const directory = temporaryFolder();
  const { model, data, training } = await readTemplate('mlp-diabetes');
  const document = runDocumentOf(basename(directory), { model, data, training });
  writeFileSync(join(directory, 'run.json'), JSON.stringify(document));
  const folder = temporaryFolder();
  const path = join(folder, 'model.keras');
  const exports = createExports(createRuns({ engineHost, version: '0' }));
  const heard: string[] = [];
  exports.onStage((name, stage) => heard.push(`${name} ${stage}`));
  return { exports, heard, folder, path, request: { exporting: 'mine', directory, format: 'keras' as const, path } };
}

const report = (path: string) => ({
  format: 'keras' as const,
  path,
  bytes: 1,
  files: ['model.keras'],
  proof: { rows: 1, largestDifference: 0, reader: 'h5wasm' },
});

/** An engine in this process that opens and writes, answers where told, and fails once it is told to stop. */
function fakeEngine() {
  const answers: (() => void)[] = [];
  let stopped = 0;
  const host = createInProcessEngineHost((port: Port) => {
    let fail: (error: Error) => void = () => undefined;
    const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, {
      'engine:export': ({ path }: { path: string }) => {
        server.push('engine:export-stage', 'open');
        server.push('engine:export-stage', 'write');
        return new Promise((resolve, reject) => {
          answers.push(() => resolve(report(path)));
          fail = reject;
        });
      },
      'engine:stop': () => {
        stopped += 1;
        fail(new Error('ended'));
        return null;
      },
    } as never);
  });
  return { host, answers, stopped: () => stopped };
}

test('an export tells what it is at under the name of who asked, and answers what was written', async () => {
  const { host, answers } = fakeEngine();
  const { exports, heard, path, request } = await exportsOn(host);
  const answer = exports.write(request);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  // The name of another ends nothing.
  exports.cancel('other');
  answers[0]!();
  expect(await answer).toEqual({ outcome: 'done', report: report(path) });
  expect(heard).toEqual(['mine open', 'mine write']);
});

test.each(['cancel', 'close'] as const)('an export that is ended by %s has its engine clear up', async (how) => {
  const { host, answers, stopped } = fakeEngine();
  const { exports, request } = await exportsOn(host);
  const answer = exports.write(request);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  if (how === 'cancel') exports.cancel('mine');
  else await exports.close();
  expect(await answer).toEqual({ outcome: 'cancelled' });
  expect(stopped()).toBe(1);
});

test('an engine that hears nothing is ended, and what it had begun to write is cleared away', async () => {
  const file = join(temporaryFolder(), 'engine.mjs');
  const { exports, heard, folder, path, request } = await exportsOn(createForkEngineHost(file));
  const begun = temporaryName(path, '.keras').replace(`-${process.pid}-`, '-PID-');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
process.on('message', ({ name }) => {
  if (name !== 'engine:export') return;
  writeFileSync(${JSON.stringify(begun)}.replace('PID', process.pid), 'half');
  process.send({ kind: 'event', name: 'engine:export-stage', event: 'write' }, () => {
    for (;;);
  });
});`,
  );
  writeFileSync(path, 'before');
  const answer = exports.write(request);
  await vi.waitFor(() => expect(heard).toEqual(['mine write']), { timeout: 30_000 });
  expect(readdirSync(folder)).toHaveLength(2);
  const asked = performance.now();
  exports.cancel('mine');
  expect(await answer).toEqual({ outcome: 'cancelled' });
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(readdirSync(folder)).toEqual(['model.keras']);
  expect(existsSync(path)).toBe(true);
});
