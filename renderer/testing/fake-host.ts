import { plainSource } from '../../shared/data/found-source.ts';
import { differencesBetween } from '../../shared/graph/differences.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import { createServer, type Handlers, type Server } from '../../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appRequests } from '../../shared/ipc/contract.ts';
import { createPortPair, type Port, UserError } from '../../shared/ipc/port.ts';
import { type Project, projectSchema } from '../../shared/ipc/project.ts';
import type { RunSummary, StartedRun } from '../../shared/ipc/runs.ts';
import type { RunFold } from '../../shared/training/cross-validation.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { emptyProject } from '../store/document-slice.ts';
import { fakeSample, fakeSummary } from './fake-data.ts';
import { createFakeEngines } from './fake-engines.ts';
import { createFakeExports } from './fake-exports.ts';
import { createFakeGenerations } from './fake-generations.ts';
import { createFakeProfiles } from './fake-profiles.ts';
import { createGenerator } from './generator.ts';

const files = import.meta.glob<unknown>('../../assets/templates/*/*.json', { import: 'default', eager: true });

/** The starters as they ship, without a disk. */
function templates(): readonly { readonly name: string; readonly about: TemplateFile; readonly project: Project }[] {
  const names = [...new Set(Object.keys(files).map((path) => path.split('/').at(-2)!))];
  const read = (name: string, file: string) => files[`../../assets/templates/${name}/${file}.json`];
  return names
    .map((name) => ({
      name,
      about: read(name, 'template') as TemplateFile,
      project: projectSchema.parse({
        directory: null,
        revision: null,
        name,
        model: read(name, 'model'),
        layout: read(name, 'layout'),
        data: read(name, 'data'),
        training: read(name, 'training'),
      }),
    }))
    .sort((a, b) => a.about.order - b.about.order);
}

interface TemplateFile {
  readonly order: number;
  readonly title: string;
  readonly learns: string;
  readonly origin: string;
}

interface FakeRun {
  summary: RunSummary;
  readonly events: RunEvent[];
}

/** How fast the fake engine goes. */
export interface FakePace {
  /** Milliseconds from one event of batches to the next. */
  readonly tick: number;
  readonly epochs: number;
}

/** A host within the window or a test: real contract and shared code, made-up files and training. */
export function createFakeHost(pace: FakePace = { tick: 60, epochs: 8 }): {
  readonly port: Port;
  /** What windows have kept and not saved, by draft. */
  readonly drafts: Map<string, Project>;
  /** What is on disk, by folder; a test changes it as another program would. */
  readonly saved: Map<string, Project>;
  /** The end of another window. */
  open(): Port;
  close(): void;
} {
  const closes: (() => void)[] = [];
  const servers: Server<AppEvents>[] = [];
  const tell: Server<AppEvents>['push'] = (name, event) => {
    for (const server of servers) server.push(name, event);
  };
  const saved = new Map<string, Project>();
  const versions = new Map<string, readonly Project[]>();
  const versionsOf = (directory: string) => [
    ...(saved.has(directory) ? [saved.get(directory)!] : []),
    ...(versions.get(directory) ?? []),
  ];
  const versionOf = (index: number) =>
    index === 0 ? 'current' : `2026-01-01T00-00-00-000Z-${String(index).padStart(12, '0')}`;
  const drafts = new Map<string, Project>();
  let revisions = 1;
  const runs = new Map<string, FakeRun>();
  const starters = templates();
  let live: { readonly run: string; stop(): void } | null = null;
  const empty = { ...emptyProject, name: 'Untitled', directory: null, revision: null } as unknown as Project;
  const readRun = (directory: string): FakeRun => {
    const found = [...runs.values()].find(({ summary }) => summary.directory === directory);
    if (!found) throw new UserError(`There is no run in ${directory}.`);
    return found;
  };

  const train = (directory: string, following: RunFold | null = null): StartedRun => {
    const started = Date.now();
    const { folds } = saved.get(directory)!.training;
    const name = `${saved.get(directory)?.name}${folds === null ? '' : `-fold-${following?.fold ?? 1}`}`;
    const run = `${new Date(started).toISOString().slice(0, 19).replaceAll(':', '-')}-${name}`;
    const fold = following ?? (folds === null ? null : { crossValidation: run, fold: 1, folds });
    const folder = `${directory}/runs/${run}`;
    const next = createGenerator(started);
    const { training, model } = saved.get(directory)!;
    const epochs = Math.min(training.epochs, pace.epochs);
    const stepsPerEpoch = 320;
    const events: RunEvent[] = [];
    const summary: RunSummary = {
      run,
      directory: folder,
      started,
      state: 'training',
      reason: null,
      epochs: 0,
      logs: {},
      bestEpoch: null,
      bestLogs: {},
      weights: null,
      test: null,
      fold,
    };
    if (following) tell('cross-validation:fold-begin', { run, directory: folder, started, fold });
    const record: FakeRun = { summary, events };
    runs.set(run, record);
    const push = (event: RunEvent) => {
      events.push(event);
      tell('run:events', [event]);
    };
    const at = () => ({ run, time: Date.now() });
    const loss = (step: number) => 1.7 * Math.exp(-step / 260) + 0.045 + 9 / (step + 40);
    let step = 0;
    let epoch = 1;
    push({
      event: 'train:begin',
      ...at(),
      epochs,
      stepsPerEpoch,
      rows: { train: 60_000, validation: 5_000, test: 5_000 },
      parameters: findProblems(model as never, null).inference.parameters,
      engine: { name: 'wasm', version: '4.22.0', device: 'SIMD, 4 threads', reason: 'WebAssembly runs everywhere.' },
    });
    push({ event: 'train:epoch-begin', ...at(), epoch });
    const end = (outcome: 'finished' | 'stopped') => {
      clearInterval(timer);
      live = null;
      const test = fold === null ? { loss: 0.041, accuracy: 0.9871 } : null;
      record.summary = { ...record.summary, state: outcome, test };
      push({ event: 'train:end', ...at(), outcome, reason: null, test, seconds: (Date.now() - started) / 1000 });
      if (fold === null) return;
      if (outcome === 'finished' && fold.fold < fold.folds) train(directory, { ...fold, fold: fold.fold + 1 });
      else tell('cross-validation:end', { crossValidation: fold.crossValidation, outcome, reason: null });
    };
    const timer = setInterval(() => {
      const points: [number, number][] = [];
      for (let count = 0; count < 16 && step < epoch * stepsPerEpoch; count++) {
        step += 1;
        points.push([step, loss(step) * (0.75 + next() * 0.5)]);
      }
      const inEpoch = step - (epoch - 1) * stepsPerEpoch;
      const logs = { loss: loss(step), accuracy: 1 - loss(step) / 3.2 };
      push({
        event: 'train:batch-end',
        ...at(),
        epoch,
        step: inEpoch,
        stepsPerEpoch,
        points,
        logs,
        stepsPerSecond: 140 + next() * 12,
        waitingForData: 0.02 + next() * 0.02,
        secondsLeft: (epochs * stepsPerEpoch - step) / 146,
      });
      if (inEpoch < stepsPerEpoch) return;
      const whole = {
        ...logs,
        val_loss: loss(step) * 1.02 + 0.004 * Math.max(0, epoch - 5),
        val_accuracy: 0.995 - loss(step) / 3,
      };
      const best = epoch <= 5;
      push({ event: 'train:epoch-end', ...at(), epoch, logs: whole, seconds: 2.2, best });
      record.summary = {
        ...record.summary,
        epochs: epoch,
        logs: whole,
        bestEpoch: best ? epoch : record.summary.bestEpoch,
        bestLogs: best ? whole : record.summary.bestLogs,
        weights: 'best',
      };
      if (epoch === epochs) {
        end('finished');
        return;
      }
      epoch += 1;
      push({ event: 'train:epoch-begin', ...at(), epoch });
    }, pace.tick);
    live = { run, stop: () => end('stopped') };
    return { run, directory: folder, started, fold };
  };

  const handlers: Handlers<AppRequests> = {
    'host:speak': () => null,
    'host:describe': () => ({
      host: 'test',
      version: '0.1.0',
      platform: 'linux',
      home: '/home/ada',
      nativeDialogs: false,
    }),
    'host:choose-path': () => ({ path: null }),
    'files:list': ({ directory }) => ({
      directory: directory || '/home/ada',
      parent: directory === '/' ? null : directory.slice(0, directory.lastIndexOf('/')) || '/',
      entries: [
        { name: 'measurements', path: `${directory}/measurements`, kind: 'folder', bytes: 0 },
        ...[...saved.keys()]
          .filter((path) => path.slice(0, path.lastIndexOf('/')) === directory)
          .map((path) => ({ name: path.split('/').at(-1)!, path, kind: 'project' as const, bytes: 0 })),
        { name: 'houses.csv', path: `${directory}/houses.csv`, kind: 'file', bytes: 48_211 },
      ],
    }),
    'templates:list': () =>
      starters.map(({ name, about: { order: _order, ...about }, project }) => {
        const { inference } = findProblems(project.model as never, null);
        const { blocks } = mainGraph(project.model as never);
        return {
          name,
          ...about,
          blocks: inference.order.map((id) => blocks[id]!.type),
          parameters: inference.parameters,
        };
      }),
    'project:create': ({ template }) =>
      template === null ? empty : starters.find(({ name }) => name === template)!.project,
    'project:open': ({ directory }) => {
      const project = saved.get(directory);
      if (!project)
        throw new UserError(`There is no folder ${directory}. Expected: a project folder with model.json in it.`);
      return project;
    },
    'project:save': ({ project, directory }) => {
      const named = {
        ...project,
        directory,
        name: directory
          .split('/')
          .at(-1)!
          .replace(/\.loom$/, ''),
        revision: `revision-${revisions++}`,
      };
      const before = saved.get(directory);
      if (before) versions.set(directory, [before, ...(versions.get(directory) ?? [])]);
      saved.set(directory, named);
      return named;
    },
    'project:compare': ({ directory, revision }) => {
      const project = saved.get(directory);
      if (!project) return { state: 'gone' };
      return project.revision === revision ? { state: 'same' } : { state: 'changed', project };
    },
    'drafts:keep': ({ draft, project }) => {
      drafts.set(draft, project);
      return null;
    },
    'drafts:drop': ({ draft }) => {
      drafts.delete(draft);
      tell('drafts:changed', null);
      return null;
    },
    'drafts:list': () => [],
    'drafts:read': ({ draft }) => {
      const project = drafts.get(draft);
      if (!project) throw new UserError(`There is no draft ${draft} any more.`);
      return { project, saved: saved.get(project.directory ?? '') ?? null };
    },
    'versions:list': ({ directory }) =>
      versionsOf(directory).map((_project, index) => ({
        version: versionOf(index),
        saved: Date.now() - index * 3_600_000,
      })),
    'versions:describe': ({ directory, version }) => {
      const all = versionsOf(directory);
      const index = all.findIndex((_project, at) => versionOf(at) === version);
      const before = all[index + 1];
      return before
        ? { state: 'changed', differences: differencesBetween(before, all[index]!) }
        : { state: 'first' as const };
    },
    'versions:read': ({ directory, version }) =>
      versionsOf(directory).find((_project, index) => versionOf(index) === version)!,
    'project:recent': () => [
      ...[...saved].map(([directory, { name }]) => ({ directory, name, opened: Date.now() - 60_000, exists: true })),
      {
        directory: '/home/ada/models/bearing-noise.loom',
        name: 'bearing-noise',
        opened: Date.now() - 26 * 3_600_000,
        exists: false,
      },
    ],
    'project:create-for-data': ({ path }) => {
      const data = { ...emptyProject.data, source: { kind: 'table', path } };
      const name = path
        .split('/')
        .at(-1)!
        .replace(/\.\w+$/, '');
      return { ...emptyProject, data, name, directory: null, revision: null } as never;
    },
    'data:find-source': ({ path }) => plainSource({ kind: 'table', path }),
    'data:inspect': async ({ data }) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return fakeSummary(data as never);
    },
    'data:find-copies': () => ({ compared: 442, pairs: [], all: [], heldOut: [], notes: [] }),
    'data:sample': ({ data }) => fakeSample(data.augmentation.length > 0),
    'data:end-sample': () => null,
    'data:look': () => null,
    'data:stamp': () => null,
    'data:sheets': () => [],
    'data:progress': () => ({ step: 'rows', count: { done: 1, of: 2 } }),
    'data:stop': () => null,
    ...createFakeEngines(pace.tick, tell),
    ...createFakeProfiles(pace.tick, tell),
    ...createFakeGenerations(pace.tick, tell),
    'train:start': ({ directory }) => {
      if (live) throw new UserError('A run is under way. Stop it first, or wait until it ends.');
      return train(directory);
    },
    'train:stop': () => {
      live?.stop();
      return null;
    },
    'runs:list': ({ directory }) =>
      [...runs.values()].filter(({ summary }) => summary.directory.startsWith(directory)).map(({ summary }) => summary),
    'runs:read': ({ directory }) => readRun(directory),
    'runs:evaluate': () => ({ loss: 0.041, accuracy: 0.9871 }),
    'runs:look-at-test': () => ({ earlier: [] }),
    'runs:predict': ({ limit }) => {
      const next = createGenerator(11);
      return Array.from({ length: Math.min(limit, 400) }, (_, row) => {
        const target = row % 10;
        const said = next() < 0.93 ? target : Math.floor(next() * 10);
        const prediction = Array.from({ length: 10 }, (_value, index) =>
          index === said ? 6 + next() * 5 : next() * 3,
        );
        const [label, targetLabel] = [String(said), String(target)];
        return { row, file: null, output: 'digit', prediction, target, label, targetLabel };
      });
    },
    'export:check': ({ format }) => ({
      limits: format === 'tfjs' ? ['GRU with "reset after" has no form in this format.'] : [],
      packages: [],
    }),
    ...createFakeExports(pace.tick, tell),
  };
  const open = () => {
    const { left, right, close } = createPortPair();
    servers.push(createServer<AppRequests, AppEvents>(right, appRequests, handlers));
    closes.push(close);
    return left;
  };
  return {
    port: open(),
    drafts,
    saved,
    open,
    close: () => {
      for (const close of closes) close();
    },
  };
}

/** Opens the fake host as a transport of the window. */
export async function openFakePort(): Promise<Port> {
  const { port, close } = createFakeHost();
  Object.assign(window, { closeFakeHost: close });
  return port;
}
