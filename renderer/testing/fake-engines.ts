import type { Handlers, Server } from '../../shared/ipc/client-server.ts';
import type { AppEvents, AppRequests } from '../../shared/ipc/contract.ts';
import type { EngineProgress, EngineState } from '../../shared/ipc/engines.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { packMessages } from '../../shared/messages/packs.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { PackName } from '../../shared/training/settings.ts';
import { phasesOf } from '../engines/engine-words.ts';

type EngineHandlers = Pick<Handlers<AppRequests>, Extract<keyof AppRequests, `engine:${string}`>>;

/** How large phases are that can be counted, in bytes. */
const totals: Partial<Record<EngineProgress['phase'], number>> = {
  download: 275e6,
  unpack: 854e6,
  write: 854e6,
  read: 221e6,
};

/** How many events a phase of the fake has. */
const steps = 20;

const engine: PackName = 'tensorflow';

/** An engine that comes with the application. */
export const fakeWasm: EngineState = {
  name: 'wasm',
  state: 'ready',
  version: '4.22.0',
  device: 'SIMD, 4 threads',
  reason: 'WebAssembly runs everywhere and needs nothing installed.',
  remedy: null,
  bytes: null,
};

/** An engine whose pack can be installed. */
export const missingTensorflow: EngineState = {
  name: engine,
  state: 'not-installed',
  version: '2.21.0',
  device: '',
  reason: packMessages['not-installed'],
  remedy: { outside: null, inside: 'install' },
  bytes: null,
  room: { download: 275e6, installing: 118e7, installed: 855e6, exported: 222e6 },
};

/** The same once its pack is there. */
export const readyTensorflow: EngineState = {
  ...missingTensorflow,
  state: 'ready',
  device: 'CPU, 8 threads',
  reason: 'TensorFlow 2.21.0 is installed and passed its test.',
  remedy: null,
  bytes: 854e6,
};

/** Engines without a disk: wasm is ready, and the pack of tensorflow goes through its phases, one event every `tick` milliseconds. */
export function createFakeEngines(tick: number, push: Server<AppEvents>['push']): EngineHandlers {
  let installed = false;
  let latest: EngineProgress | null = null;
  let cancelled = false;

  /** Changes what is there, and then tells that it is changed. */
  const end = (change: () => void) => {
    change();
    push('engine:changed', null);
  };

  const go = async (action: 'install' | 'export' | 'import'): Promise<'done' | 'cancelled'> => {
    if (latest) {
      const values = { process: 1, host: 'here', action, engine, since: 'now' };
      throw new UserError(say(packMessages.busy, values));
    }
    cancelled = false;
    try {
      for (const phase of phasesOf[action]) {
        const total = totals[phase] ?? null;
        for (let step = 0; step <= steps; step++) {
          const done = total === null ? 0 : (total * step) / steps;
          const secondsLeft = total === null || step < 2 ? null : ((steps - step) * tick) / 1000;
          latest = { engine, action, phase, done, total, secondsLeft };
          push('engine:progress', latest);
          await new Promise((resolve) => setTimeout(resolve, tick));
          if (cancelled) return 'cancelled';
        }
      }
      return 'done';
    } finally {
      latest = null;
    }
  };

  const goAndTell = async (action: 'install' | 'export' | 'import') => {
    const outcome = await go(action);
    end(() => {
      installed ||= action !== 'export' && outcome === 'done';
    });
    return outcome;
  };

  return {
    'engine:list': () => [installed ? readyTensorflow : missingTensorflow, fakeWasm],
    'engine:install': async () => {
      return { outcome: await goAndTell('install') };
    },
    'engine:remove': () => {
      if (!installed)
        throw new UserError(say(packMessages['nothing-installed'], { engine, folder: '/home/ada/engines' }));
      end(() => {
        installed = false;
      });
      return null;
    },
    'engine:work': () => latest,
    'engine:cancel': () => {
      cancelled = true;
      return null;
    },
    'engine:export-pack': async ({ path }) => {
      if (path.endsWith('/taken.tar.gz'))
        throw new UserError(say(packMessages['export-taken'], { file: path, received: 'a file' }));
      const outcome = await goAndTell('export');
      return { outcome, bytes: outcome === 'done' ? 221e6 : 0 };
    },
    'engine:import-pack': async () => {
      const outcome = await goAndTell('import');
      return { outcome, engine: outcome === 'done' ? engine : null };
    },
  };
}
