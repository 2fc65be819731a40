import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { createServer, type Handlers } from '../../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appRequests } from '../../shared/ipc/contract.ts';
import { type Port, UserError } from '../../shared/ipc/port.ts';
import { fileMessages } from '../../shared/messages/files.ts';
import type { Language } from '../../shared/messages/languages.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { findCopies } from '../data/duplicates/find-copies.ts';
import { inspectDataset } from '../data/inspect.ts';
import { openDataset } from '../data/open.ts';
import { findSource } from '../data/sources/find-source.ts';
import { listSheets } from '../data/sources/list-sheets.ts';
import { stampSource } from '../data/sources/source-stamp.ts';
import { createDrafts } from './drafts.ts';
import type { EngineHost } from './engine-process.ts';
import { createEngines, type Engines } from './engines.ts';
import { createExports } from './exports.ts';
import { listFiles } from './files.ts';
import { createGenerations } from './generations.ts';
import { createPacks, type Packs } from './packs/packs.ts';
import { createProfiles, type Profiles } from './profiles.ts';
import { beginWithData } from './project-for-data.ts';
import {
  compareProject,
  createRecentProjects,
  emptyProject,
  openProject,
  projectName,
  saveProject,
} from './projects.ts';
import { createReadings } from './readings.ts';
import { createRuns, type Runs } from './runs.ts';
import { createSamples } from './samples.ts';
import { listTemplates, readTemplate } from './templates.ts';
import { lookAtTest } from './test-looks.ts';
import { createTurns } from './turns.ts';
import { describeVersion, listVersions, readVersion } from './versions.ts';

type PathRequest = z.infer<AppRequests['host:choose-path']['sent']>;

/** What a host brings along. */
export interface AppOptions {
  readonly host: z.infer<AppRequests['host:describe']['answer']>['host'];
  readonly version: string;
  readonly engineHost: EngineHost;
  /** Where the list of recent projects is kept; drafts of windows are kept in a folder beside it. */
  readonly recentFile: string;
  /** The engines that are installed as packs; those in the user's own folder unless told. */
  readonly packs?: Packs;
  /** Opens a dialog of the system; null if the person closes it. Left out by hosts without dialogs. */
  readonly choosePath?: (request: PathRequest) => Promise<string | null>;
  /** Hears the language of the window; left out by hosts that say nothing by themselves. */
  readonly speak?: (language: Language) => void;
}

/** The app behind its window: answers to every request, and what it says by itself. */
export interface App {
  readonly runs: Runs;
  readonly engines: Engines;
  readonly profiles: Profiles;
  /** Hears the events of runs; returns a function that stops hearing them. */
  onEvents(listener: (events: readonly RunEvent[]) => void): () => void;
  /** Answers a window, and tells it what happens, until its port closes. */
  serve(port: Port): void;
  /** Stops what trains or installs, and resolves when nothing is left. */
  close(): Promise<void>;
}

/** Puts the services together for a host. */
export function createApp({ host, version, engineHost, recentFile, packs, choosePath, speak }: AppOptions): App {
  const recent = createRecentProjects(recentFile);
  // What is opened or saved is so, even where the list of it cannot be written, as on a full disk of the user's own folder.
  const note = (directory: string) =>
    recent.add(directory).catch((error: unknown) => console.error(`Recent projects: ${(error as Error).message}`));
  const engines = createEngines(engineHost, packs ?? createPacks());
  const drafts = createDrafts(join(dirname(recentFile), 'drafts'));
  // A window that looks at a project's files while another saves them would find some old and some new.
  const turns = createTurns();
  const readings = createReadings();
  const samples = createSamples(openDataset);
  const runs = createRuns({ engineHost, version });
  const profiles = createProfiles(engineHost, runs);
  const generations = createGenerations(runs);
  const exports = createExports(runs);
  const handlers: Omit<Handlers<AppRequests>, 'drafts:keep'> = {
    'host:describe': () => ({
      host,
      version,
      platform: process.platform,
      home: homedir(),
      nativeDialogs: choosePath !== undefined,
    }),
    'host:speak': ({ language }) => {
      speak?.(language);
      return null;
    },
    'host:choose-path': async (request) => {
      if (!choosePath) throw new UserError(say(runMessages['dialogs-missing'], { purpose: request.purpose }));
      return { path: await choosePath(request) };
    },
    'files:list': ({ directory }) => listFiles(directory),
    'templates:list': () => listTemplates(),
    'project:create': ({ template }) =>
      template === null ? emptyProject(fileMessages.untitled) : readTemplate(template),
    'project:create-for-data': ({ path, reading: name }) =>
      readings.read(name, (reading) => beginWithData(path, reading)),
    'project:open': async ({ directory }) => {
      const project = await openProject(directory);
      await note(project.directory!);
      return project;
    },
    'project:save': async ({ project, directory }) => {
      const saved = await turns.take(resolve(directory), () => saveProject(project, directory));
      await note(saved.directory!);
      return saved;
    },
    'project:compare': ({ directory, revision }) =>
      turns.take(resolve(directory), () => compareProject(directory, revision)),
    'drafts:drop': async ({ draft }) => {
      await drafts.drop(draft);
      return null;
    },
    'drafts:list': () => drafts.list(),
    'drafts:read': ({ draft }) => drafts.read(draft),
    'versions:list': ({ directory }) => turns.take(resolve(directory), () => listVersions(directory)),
    'versions:describe': ({ directory, version }) => describeVersion(directory, version),
    'versions:read': async ({ directory, version }) => ({
      directory,
      revision: null,
      name: projectName(directory),
      ...(await readVersion(directory, version)),
    }),
    'project:recent': async () => [...(await recent.list())],
    'data:find-source': ({ path }) => findSource(resolve(path)),
    'data:inspect': ({ data, directory, reading: name }) =>
      readings.read(name, (reading) => inspectDataset(data, { directory, reading })),
    'data:stamp': ({ data, directory }) => stampSource(data, directory),
    'data:sheets': ({ data, directory }) => listSheets(data, directory),
    'data:find-copies': ({ data, directory, reading: name }) =>
      readings.read(name, (reading) => findCopies(data, { directory, reading })),
    'data:look': ({ reading }) => readings.look(reading),
    'data:progress': ({ reading }) => readings.progress(reading),
    'data:stop': ({ reading }) => {
      readings.stop(reading);
      return null;
    },
    'data:sample': ({ viewer, data, directory, seed }) => samples.take(viewer, data, directory, seed),
    'data:end-sample': ({ viewer }) => {
      samples.end(viewer);
      return null;
    },
    'engine:list': async () => [...(await engines.list())],
    'engine:install': async ({ engine }) => ({ outcome: await engines.install(engine) }),
    'engine:remove': async ({ engine }) => {
      await engines.remove(engine);
      return null;
    },
    'engine:work': () => engines.work(),
    'engine:cancel': () => {
      engines.cancel();
      return null;
    },
    'engine:export-pack': ({ engine, path }) => engines.exportTo(engine, path),
    'engine:import-pack': ({ path }) => engines.importFrom(path),
    'train:start': async ({ directory, looked }) => {
      const started = await runs.start(directory, {}, looked);
      profiles.interrupt(started.run);
      return started;
    },
    'train:stop': async ({ run }) => {
      await runs.stop(run);
      return null;
    },
    'runs:list': ({ directory }) => runs.list(directory),
    'runs:read': ({ directory }) => runs.read(directory),
    'runs:evaluate': ({ directory, part }) => runs.evaluate(directory, part),
    'runs:look-at-test': ({ directory }) => lookAtTest(directory),
    'runs:predict': ({ directory, part, limit, reading }) =>
      readings.read(reading, ({ signal }) => runs.predict(directory, { kind: 'part', part, limit }, signal)),
    'profile:measure': ({ measuring, ...profiled }) => profiles.measure(measuring, profiled),
    'profile:cancel': ({ measuring }) => {
      profiles.cancel(measuring);
      return null;
    },
    'text:generate': ({ generating, ...generated }) => generations.generate(generating, generated),
    'text:cancel': ({ generating }) => {
      generations.cancel(generating);
      return null;
    },
    'export:check': ({ directory, format }) => runs.checkExport(directory, format),
    'export:write': (request) => exports.write(request),
    'export:cancel': ({ exporting }) => {
      exports.cancel(exporting);
      return null;
    },
  };
  return {
    runs,
    engines,
    profiles,
    onEvents: runs.onEvents,
    serve(port) {
      const windowDrafts = drafts.openWindow();
      const server = createServer<AppRequests, AppEvents>(port, appRequests, {
        ...handlers,
        'drafts:keep': async ({ draft, project }) => {
          await windowDrafts.keep(draft, project);
          return null;
        },
      });
      const stops = [
        runs.onEvents((events) => server.push('run:events', [...events])),
        runs.onFoldBegin((started) => server.push('cross-validation:fold-begin', started)),
        runs.onCrossValidationEnd((end) => server.push('cross-validation:end', end)),
        runs.onNotice((notice) => server.push('run:notice', notice)),
        runs.onReading((reading) => server.push('run:reading', reading)),
        profiles.onProgress((measuring, progress) => server.push('profile:progress', { measuring, progress })),
        generations.onGrown((generating, text) => server.push('text:grown', { generating, text })),
        exports.onStage((exporting, stage) => server.push('export:progress', { exporting, stage })),
        engines.onProgress((progress) => server.push('engine:progress', progress)),
        engines.onChanged(() => server.push('engine:changed', null)),
        drafts.onChanged(() => server.push('drafts:changed', null)),
      ];
      port.onClose(() => {
        for (const stop of stops) stop();
        windowDrafts.leave();
      });
    },
    async close() {
      samples.close();
      const closing = [runs, engines, drafts, profiles, generations, exports];
      await Promise.all(closing.map((one) => one.close()));
    },
  };
}
