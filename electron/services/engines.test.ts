import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createServer, type Handlers } from '../../shared/ipc/client-server.ts';
import { type EngineRequests, engineRequests } from '../../shared/ipc/contract.ts';
import type { EngineProgress, EngineReport } from '../../shared/ipc/engines.ts';
import { fakeSteps } from '../../testing/fake-pack.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { createInProcessEngineHost, type EngineHost } from './engine-process.ts';
import { createEngines } from './engines.ts';
import { createPacks } from './packs/packs.ts';

/** Engine processes of which wasm runs, and tensorflow as a test says. */
function host(tensorflow: Partial<EngineReport>): EngineHost & { readonly asked: string[] } {
  const asked: string[] = [];
  const { start } = createInProcessEngineHost((port) => {
    const handlers = {
      'engine:describe': ({ engine }: { engine: string }) => {
        asked.push(engine);
        const report = { name: engine, state: 'ready', version: '1', device: 'CPU', reason: '', remedy: null };
        return [engine === 'tensorflow' ? { ...report, ...tensorflow } : report];
      },
    } as unknown as Handlers<EngineRequests>;
    createServer(port, engineRequests, handlers);
  });
  return { start, asked };
}

const wasm = { name: 'wasm', state: 'ready', version: '1', device: 'CPU', reason: '', remedy: null, bytes: null };
const webgpu = { ...wasm, name: 'webgpu' };
/** Not installed, or not for this system. */
const gpu = { name: 'tensorflow-gpu', bytes: null };
const room = { download: expect.any(Number), installing: expect.any(Number) };

it('an engine that is not installed is not started, and one that was just installed is', async () => {
  const processes = host({ version: '2.21.0' });
  const engines = createEngines(processes, createPacks({ folder: temporaryFolder(), steps: fakeSteps() }));
  expect(await engines.list()).toMatchObject([
    gpu,
    {
      name: 'tensorflow',
      state: 'not-installed',
      remedy: { outside: null, inside: 'install' },
      bytes: null,
      room,
    },
    webgpu,
    wasm,
  ]);
  expect(processes.asked).toEqual(['webgpu', 'wasm']);
  const heard: EngineProgress[] = [];
  const known: (EngineProgress | null)[] = [];
  engines.onProgress((progress) => {
    heard.push(progress);
    known.push(engines.work());
  });
  expect(engines.work()).toBeNull();
  expect(await engines.install('tensorflow')).toBe('done');
  expect(heard.length).toBeGreaterThan(0);
  // Who asks meanwhile is told what listeners are, and nothing once it has ended.
  expect([known, engines.work()]).toEqual([heard, null]);
  expect(await engines.list()).toMatchObject([
    gpu,
    { name: 'tensorflow', state: 'ready', version: '2.21.0', remedy: null, bytes: expect.any(Number), room },
    webgpu,
    wasm,
  ]);
  expect(processes.asked.sort()).toEqual(['tensorflow', 'wasm', 'wasm', 'webgpu', 'webgpu']);
  await engines.remove('tensorflow');
  expect(await engines.list()).toMatchObject([gpu, { state: 'not-installed' }, webgpu, wasm]);
});

it('one that does not run is told of by the damage in its pack, if there is some, else by its own words', async () => {
  const folder = temporaryFolder();
  const engines = createEngines(
    host({ state: 'unavailable', reason: 'own words' }),
    createPacks({ folder, steps: fakeSteps() }),
  );
  await engines.install('tensorflow');
  expect(await engines.list()).toMatchObject([
    gpu,
    { state: 'unavailable', reason: 'own words', remedy: null },
    webgpu,
    wasm,
  ]);
  const damaged = createEngines(
    host({ state: 'unavailable', reason: 'own words' }),
    createPacks({ folder, steps: fakeSteps() }),
  );
  writeFileSync(join(folder, 'tensorflow', 'lib', 'napi-v8', 'tfjs_binding.node'), 'bindinG');
  expect(told(await damaged.list())).toMatchObject([
    gpu,
    {
      state: 'unavailable',
      reason: expect.stringContaining('was changed'),
      remedy: { outside: null, inside: 'repair' },
    },
    webgpu,
    wasm,
  ]);
});

it('what another program does to packs is heard, told once, and asked about anew', async () => {
  const folder = temporaryFolder();
  const terminal = createPacks({ folder, steps: fakeSteps() });
  const engines = createEngines(host({ version: '2.21.0' }), createPacks({ folder, steps: fakeSteps() }));
  const stateNow = async () => (await engines.list()).find(({ name }) => name === 'tensorflow')?.state;
  let told = 0;
  const stop = engines.onChanged(() => told++);
  expect(await stateNow()).toBe('not-installed');
  await terminal.install('tensorflow');
  await vi.waitFor(() => expect(told).toBe(1), { timeout: 5000 });
  expect(await stateNow()).toBe('ready');
  await terminal.remove('tensorflow');
  // Who asks before the next look is not told what was.
  expect([await stateNow(), told]).toEqual(['not-installed', 2]);
  await engines.install('tensorflow');
  expect(told).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(told).toBe(3);
  stop();
  await terminal.remove('tensorflow');
  expect([await stateNow(), told]).toEqual(['not-installed', 3]);
});

it('closing cancels an install and waits until it has cleaned up', async () => {
  const folder = temporaryFolder();
  const steps = fakeSteps({
    downloadWheel: ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  const engines = createEngines(host({}), createPacks({ folder, steps }));
  const installing = engines.install('tensorflow');
  await new Promise((resolve) => engines.onProgress(resolve));
  await engines.close();
  expect(await installing).toBe('cancelled');
});
