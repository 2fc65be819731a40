import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { type Client, createClient, createServer, type Handlers } from '../../shared/ipc/client-server.ts';
import {
  type AppEvents,
  type AppRequests,
  appEvents,
  appRequests,
  type EngineRequests,
  engineRequests,
} from '../../shared/ipc/contract.ts';
import { exportStages } from '../../shared/ipc/exports.ts';
import { createPortPair, UserError } from '../../shared/ipc/port.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { fakeSteps } from '../../testing/fake-pack.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { until } from '../../testing/until.ts';
import { serveEngine } from '../engine/serve.ts';
import { type App, type AppOptions, createApp } from './app.ts';
import { createInProcessEngineHost } from './engine-process.ts';
import { createPacks } from './packs/packs.ts';

/** An app with its engine in this process, asked over the contract as a window does. */
function openApp(own: Partial<AppOptions> = {}): { app: App; client: Client<AppRequests, AppEvents> } {
  const app = createApp({
    host: 'test',
    version: '1.2.3',
    engineHost: createInProcessEngineHost(serveEngine),
    recentFile: join(temporaryFolder(), 'recent.json'),
    packs: createPacks({ folder: temporaryFolder() }),
    ...own,
  });
  return { app, client: openWindow(app).client };
}

/** Another window of an app. */
function openWindow(app: App): { client: Client<AppRequests, AppEvents>; close(): void } {
  const { left, right, close } = createPortPair();
  app.serve(right);
  return { client: createClient(left, appRequests, appEvents), close };
}

it('what a window has not saved is offered to another when its port has closed, and each is told', async () => {
  const { app, client } = openApp();
  const gone = openWindow(app);
  const draft = 'aaaaaaaa-1';
  const project = await gone.client.ask('project:create', { template: 'mlp-diabetes' });
  await gone.client.ask('drafts:keep', { draft, project });
  expect(await client.ask('drafts:list', null)).toEqual([]);
  const changed = new Promise<null>((resolve) => client.on('drafts:changed', resolve));
  gone.close();
  await changed;
  expect(await client.ask('drafts:list', null)).toMatchObject([{ draft, name: 'mlp-diabetes', disk: 'never-saved' }]);
  expect(await client.ask('drafts:read', { draft })).toEqual({ project, saved: null });
  await expect(client.ask('drafts:keep', { draft: '../../x', project })).rejects.toThrow('does not fit the contract');
  await client.ask('drafts:drop', { draft });
  expect(await client.ask('drafts:list', null)).toEqual([]);
  await app.close();
});

it('a project saved by two windows at once is one of both, the other is told, and all that was saved is kept', async () => {
  const { app, client } = openApp();
  const other = openWindow(app).client;
  const directory = join(temporaryFolder(), 'diabetes.loom');
  const created = await client.ask('project:create', { template: 'mlp-diabetes' });
  const saved = await client.ask('project:save', { project: created, directory });
  const epochs = (count: number) => ({ ...saved, training: { ...saved.training, epochs: count } });
  const results = await Promise.allSettled([
    client.ask('project:save', { project: epochs(3), directory }),
    other.ask('project:save', { project: epochs(4), directory }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(String((results[1] as PromiseRejectedResult).reason)).toContain('was changed by another program or window');
  const compared = await other.ask('project:compare', { directory, revision: saved.revision! });
  expect(compared).toMatchObject({ state: 'changed', project: { training: { epochs: 3 } } });
  const versions = await client.ask('versions:list', { directory });
  expect(versions).toHaveLength(2);
  const before = await client.ask('versions:read', { directory, version: versions[1]!.version });
  expect(before.training).toEqual(created.training);
  await app.close();
});

it('the whole way: a starter is created, saved, trained, measured and exported, all over the contract', async () => {
  const { client, app } = openApp();
  const folder = temporaryFolder();
  const directory = join(folder, 'diabetes.loom');
  const created = await client.ask('project:create', { template: 'mlp-diabetes' });
  expect(created.directory).toBeNull();
  const training = { ...created.training, epochs: 2 };
  const saved = await client.ask('project:save', { project: { ...created, training }, directory });
  expect(await client.ask('project:open', { directory })).toEqual(saved);
  expect(await client.ask('project:recent', null)).toMatchObject([{ directory, name: 'diabetes', exists: true }]);
  expect((await client.ask('files:list', { directory: folder })).entries).toMatchObject([{ kind: 'project' }]);
  const summary = await client.ask('data:inspect', { data: saved.data, directory, reading: 'first' });
  expect(summary.features.map(({ shape }) => shape)).toEqual([[10]]);

  const heard: RunEvent[] = [];
  const ended = new Promise<RunEvent>((resolve) => {
    client.on('run:events', (events) => {
      heard.push(...events);
      const last = events.at(-1)!;
      if (last.event === 'train:end') resolve(last);
    });
  });
  const run = await client.ask('train:start', { directory, looked: null });
  expect(await ended).toMatchObject({ run: run.run, outcome: 'finished' });
  expect(heard[0]).toMatchObject({ event: 'train:begin', epochs: 2, parameters: 4929 });
  const [listed] = await client.ask('runs:list', { directory });
  const read = await client.ask('runs:read', { directory: run.directory });
  expect(read).toEqual({ summary: listed, events: heard });
  expect(await client.ask('runs:evaluate', { directory: run.directory, part: 'test' })).toEqual(listed!.test);
  const predictions = await client.ask('runs:predict', {
    directory: run.directory,
    part: 'test',
    limit: 3,
    reading: 'test',
  });
  expect(predictions).toHaveLength(3);

  const request = { directory: run.directory, format: 'keras' } as const;
  expect(await client.ask('export:check', request)).toEqual({ limits: [], packages: [] });
  const path = join(folder, 'diabetes.keras');
  const stages: string[] = [];
  client.on('export:progress', ({ exporting, stage }) => stages.push(`${exporting} ${stage}`));
  const written = await client.ask('export:write', { ...request, path, exporting: 'mine' });
  expect(written).toMatchObject({ outcome: 'done', report: { format: 'keras', path, proof: { rows: 88 } } });
  expect(stages).toEqual(exportStages.map((stage) => `mine ${stage}`));
  expect(existsSync(path)).toBe(true);
  await app.close();
});

it('blocks are measured with progress and a cancel over the contract; a run that begins ends that, and keeps another from beginning', async () => {
  const { client, app } = openApp({ engineHost: await createTestEngineHost() });
  const directory = join(temporaryFolder(), 'diabetes.loom');
  const created = await client.ask('project:create', { template: 'mlp-diabetes' });
  const training = { ...created.training, engine: 'wasm', epochs: 1_000_000 } as const;
  const { model, data } = await client.ask('project:save', { project: { ...created, training }, directory });
  const profiled = { model, data, training, directory };
  const told: string[] = [];
  client.on('profile:progress', ({ measuring, progress }) => told.push(`${measuring} ${progress.phase}`));

  const cancelled = client.ask('profile:measure', { ...profiled, measuring: 'first' });
  await vi.waitFor(() => expect(told).toContain('first measure'), 20_000);
  await client.ask('profile:cancel', { measuring: 'first' });
  expect(await cancelled).toEqual({ outcome: 'cancelled' });

  const interrupted = expect(client.ask('profile:measure', { ...profiled, measuring: 'second' })).rejects;
  const { run } = await client.ask('train:start', { directory, looked: null });
  await interrupted.toThrow(`Received: ${run}.`);
  await expect(client.ask('profile:measure', { ...profiled, measuring: 'third' })).rejects.toThrow(
    `Received: ${run}, which trains.`,
  );
  await client.ask('train:stop', { run });
  const answer = await client.ask('profile:measure', { ...profiled, measuring: 'fourth' });
  expect(answer).toMatchObject({ outcome: 'done', profile: { ownData: true } });
  await app.close();
}, 60_000);

it('says which engines there are, and asks only once', async () => {
  let starts = 0;
  // Real processes: two engines that start in one at the same time would share the library's one backend in use.
  const host = await createTestEngineHost();
  const { client } = openApp({
    engineHost: {
      start() {
        starts++;
        return host.start();
      },
    },
  });
  const engines = await client.ask('engine:list', null);
  // A pack that is not installed is known without a process.
  expect(engines).toMatchObject([
    { name: 'tensorflow-gpu' },
    { name: 'tensorflow' },
    { name: 'webgpu' },
    { name: 'wasm', state: 'ready' },
  ]);
  expect(await client.ask('engine:list', null)).toEqual(engines);
  expect(starts).toBe(2);
});

it('every window hears of a change to packs that another asked for, until it is closed', async () => {
  const engineHost = createInProcessEngineHost((port) => {
    const report = { state: 'ready', version: '2.21.0', device: 'CPU', reason: '', remedy: null };
    const handlers = { 'engine:describe': ({ engine: name }: { engine: string }) => [{ ...report, name }] };
    createServer(port, engineRequests, handlers as unknown as Handlers<EngineRequests>);
  });
  const { client: first, app } = openApp({
    engineHost,
    packs: createPacks({ folder: temporaryFolder(), steps: fakeSteps() }),
  });
  const second = openWindow(app);
  const told = { first: 0, second: 0 };
  const seen: (string | undefined)[] = [];
  const stateFor = async (client: Client<AppRequests, AppEvents>) =>
    (await client.ask('engine:list', null)).find(({ name }) => name === 'tensorflow')?.state;
  const hear = (client: Client<AppRequests, AppEvents>, name: keyof typeof told) =>
    client.on('engine:changed', () => {
      told[name]++;
      void stateFor(client).then((state) => seen.push(`${name} ${state}`));
    });
  hear(first, 'first');
  hear(second.client, 'second');
  expect(await stateFor(second.client)).toBe('not-installed');
  await first.ask('engine:install', { engine: 'tensorflow' });
  await until(() => expect(seen.sort()).toEqual(['first ready', 'second ready']));
  seen.length = 0;
  await second.client.ask('engine:remove', { engine: 'tensorflow' });
  await until(() => expect(seen.sort()).toEqual(['first not-installed', 'second not-installed']));
  expect(told).toEqual({ first: 2, second: 2 });
  second.close();
  await first.ask('engine:install', { engine: 'tensorflow' });
  expect(told).toEqual({ first: 3, second: 2 });
  await app.close();
});

it('a closing app stops what trains, also what is only about to', async () => {
  const { client, app } = openApp();
  const directory = join(temporaryFolder(), 'x.loom');
  const project = await client.ask('project:create', { template: 'mlp-diabetes' });
  await client.ask('project:save', {
    project: { ...project, training: { ...project.training, epochs: 1_000_000 } },
    directory,
  });
  const starting = app.runs.start(directory);
  await app.close();
  await starting;
  expect((await app.runs.list(directory)).map(({ state }) => state)).toEqual(['stopped']);
  expect(readdirSync(join(directory, 'runs'))).toHaveLength(1);
});

it('offers dialogs where the host has them, and says so where it has none', async () => {
  const { client } = openApp();
  expect(await client.ask('host:describe', null)).toMatchObject({
    host: 'test',
    version: '1.2.3',
    nativeDialogs: false,
  });
  const request = { purpose: 'export', suggestion: 'a.keras' } as const;
  await expect(client.ask('host:choose-path', request)).rejects.toThrow(UserError);
  const chosen = openApp({ choosePath: async ({ suggestion }) => `/home/me/${suggestion}` });
  expect(await chosen.client.ask('host:describe', null)).toMatchObject({ nativeDialogs: true });
  expect(await chosen.client.ask('host:choose-path', request)).toEqual({ path: '/home/me/a.keras' });
});

it('answers what is wrong with a folder in words', async () => {
  const { client } = openApp();
  const directory = join(temporaryFolder(), 'none');
  for (const name of ['project:open', 'files:list'] as const)
    await expect(client.ask(name, { directory })).rejects.toThrow(UserError);
  await expect(client.ask('train:start', { directory, looked: null })).rejects.toThrow(UserError);
  await expect(client.ask('runs:read', { directory })).rejects.toThrow(UserError);
  await expect(client.ask('export:check', { directory, format: 'tfjs' })).rejects.toThrow(UserError);
});
