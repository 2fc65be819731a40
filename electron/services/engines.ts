import type { EngineProgress, EngineReport, EngineState } from '../../shared/ipc/engines.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { type EngineName, engineNames, type PackName, packNames } from '../../shared/training/settings.ts';
import { type EngineHost, withEngine } from './engine-process.ts';
import type { PackOptions, PackOutcome, Packs } from './packs/packs.ts';

/** The training engines of this computer: which there are, and those that are installed as packs. */
export interface Engines {
  /**
   * Each engine, whether it runs, why not, and what to do. Found out once, and again after a change of whatever program: it takes
   * processes and self-tests.
   */
  list(): Promise<readonly EngineState[]>;
  /** Builds an engine's pack. One change runs at a time. Throws UserError in words about what went wrong. */
  install(engine: PackName): Promise<PackOutcome>;
  remove(engine: PackName): Promise<void>;
  exportTo(engine: PackName, path: string): Promise<{ readonly outcome: PackOutcome; readonly bytes: number }>;
  importFrom(path: string): Promise<{ readonly outcome: PackOutcome; readonly engine: PackName | null }>;
  /** How far the change is that runs; null if none does, or nothing is known of it yet. */
  work(): EngineProgress | null;
  /** Cancels the changes that run. */
  cancel(): void;
  /** Hears how far a change is, at most 20 times a second; returns a function that stops hearing it. */
  onProgress(listener: (progress: EngineProgress) => void): () => void;
  /** Hears that a change has ended, or another program has changed the packs; returns a function that stops hearing it. */
  onChanged(listener: () => void): () => void;
  /** Cancels what runs, and resolves when nothing half-made is left. */
  close(): Promise<void>;
}

/** How often the disk is looked at for packs that another program has changed, in milliseconds. */
const lookEvery = 1000;

/** Asks engine processes of the host, and packs for what is on the disk. */
export function createEngines(host: EngineHost, packs: Packs): Engines {
  let known: Promise<readonly EngineState[]> | null = null;
  let latest: EngineProgress | null = null;
  const listeners = new Set<(progress: EngineProgress) => void>();
  const changeListeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let stamp: string | null = null;
  /** Looks whether packs are others than at the last look, and forgets then what was known of engines. */
  const look = async (): Promise<boolean> => {
    const before = stamp;
    stamp = await packs.stamp();
    if (before === null || stamp === before) return false;
    known = null;
    return true;
  };
  const tellChanged = () => {
    for (const listener of changeListeners) listener();
  };
  /** Tells of changes by other programs; the end of our own is told by itself. */
  const watch = async () => {
    if (changes.size === 0 && (await look())) tellChanged();
  };
  const changes = new Map<AbortController, Promise<unknown>>();
  const change = async <T>(start: (options: PackOptions) => Promise<T>): Promise<T> => {
    const controller = new AbortController();
    const onProgress = (progress: EngineProgress) => {
      latest = progress;
      for (const listener of listeners) listener(progress);
    };
    const running = start({ signal: controller.signal, onProgress });
    changes.set(controller, running);
    try {
      return await running;
    } finally {
      changes.delete(controller);
      if (changes.size === 0) latest = null;
      await look();
      known = null;
      tellChanged();
    }
  };
  const cancel = () => {
    for (const controller of changes.keys()) controller.abort();
  };
  return {
    async list() {
      // Nobody may have watched.
      await watch();
      if (known) return known;
      const asked = Promise.all(engineNames.map((name) => describe(name, host, packs)));
      known = asked;
      asked.catch(() => {
        if (known === asked) known = null;
      });
      return asked;
    },
    install: (engine) => change((options) => packs.install(engine, options)),
    remove: (engine) => change((options) => packs.remove(engine, options)),
    exportTo: (engine, path) => change((options) => packs.exportTo(engine, path, options)),
    importFrom: (path) => change((options) => packs.importFrom(path, options)),
    work: () => latest,
    cancel,
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onChanged(listener) {
      changeListeners.add(listener);
      if (timer === null) {
        // What is there now is what later looks are held against.
        void watch();
        timer = setInterval(() => void watch(), lookEvery);
        timer.unref();
      }
      return () => {
        changeListeners.delete(listener);
        if (timer === null || changeListeners.size > 0) return;
        clearInterval(timer);
        timer = null;
      };
    },
    async close() {
      if (timer) clearInterval(timer);
      cancel();
      await Promise.allSettled(changes.values());
    },
  };
}

async function describe(name: EngineName, host: EngineHost, packs: Packs): Promise<EngineState> {
  const pack = packNames.find((candidate) => candidate === name);
  if (pack === undefined) return { ...(await start(name, host)), bytes: null };
  const found = await packs.look(pack);
  if (found.state !== 'installed') return { name, device: '', ...found };
  const report = await start(name, host);
  const { bytes, room } = found;
  if (report.state === 'ready') return { ...report, bytes, room };
  // Its files have the right sizes and it does not run: is their content right?
  const damage = await packs.inspect(pack);
  const told =
    damage === null ? report : { ...report, reason: damage, remedy: { outside: null, inside: 'repair' } as const };
  return { ...told, version: found.version, bytes, room };
}

/** Each engine is started in a process of its own: a library that does not fit may end the process, and not the list. */
async function start(name: EngineName, host: EngineHost): Promise<EngineReport> {
  try {
    const [report] = await withEngine(host, (client) => client.ask('engine:describe', { engine: name }));
    return report!;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, state: 'unavailable', version: '', device: '', reason: error.words, remedy: null };
  }
}
