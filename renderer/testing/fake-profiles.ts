import { findProblems } from '../../shared/graph/problems.ts';
import type { Handlers, Server } from '../../shared/ipc/client-server.ts';
import type { AppEvents, AppRequests } from '../../shared/ipc/contract.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { Profiled } from '../../shared/ipc/profile.ts';
import { runMessages } from '../../shared/messages/runs.ts';

type ProfileHandlers = Pick<Handlers<AppRequests>, Extract<keyof AppRequests, `profile:${string}`>>;

/** How many events a measurement of the fake has. */
const steps = 10;

/** Measurements without an engine: one event every `tick` milliseconds, and times by what blocks multiply. */
export function createFakeProfiles(tick: number, push: Server<AppEvents>['push']): ProfileHandlers {
  let underWay: { readonly name: string; cancelled: boolean } | null = null;
  return {
    'profile:measure': async ({ measuring, model, training }) => {
      if (underWay) throw new UserError(runMessages['profile-again']);
      const mine = { name: measuring, cancelled: false };
      underWay = mine;
      try {
        push('profile:progress', { measuring, progress: { phase: 'prepare', share: null } });
        for (let step = 0; step < steps; step++) {
          await new Promise((resolve) => setTimeout(resolve, tick));
          if (mine.cancelled) return { outcome: 'cancelled' };
          push('profile:progress', { measuring, progress: { phase: 'measure', share: step / steps } });
        }
        const { facts, order } = findProblems(model as Profiled['model'], null).inference;
        const blocks = order.flatMap((block) => {
          const { definition, multiplyAdds } = facts.get(block)!;
          if (definition.inputs === 'none' || !definition.output) return [];
          const forward = 0.02 + (multiplyAdds * training.batchSize) / 5e7;
          return [{ block, forward, forwardBackward: forward * 3 }];
        });
        const forward = blocks.reduce((sum, each) => sum + each.forward, 0);
        return {
          outcome: 'done',
          profile: {
            engine: { name: 'wasm', version: '4.22.0', device: 'SIMD, 4 threads', reason: 'It runs everywhere.' },
            batchSize: training.batchSize,
            ownData: true,
            rounds: 40,
            blocks,
            whole: { forward, forwardBackward: forward * 3 },
            time: Date.now(),
          },
        };
      } finally {
        underWay = null;
      }
    },
    'profile:cancel': ({ measuring }) => {
      if (underWay?.name === measuring) underWay.cancelled = true;
      return null;
    },
  };
}
