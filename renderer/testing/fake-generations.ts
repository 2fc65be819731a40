import type { Handlers, Server } from '../../shared/ipc/client-server.ts';
import type { AppEvents, AppRequests } from '../../shared/ipc/contract.ts';

type TextHandlers = Pick<Handlers<AppRequests>, Extract<keyof AppRequests, `text:${string}`>>;

/** Texts without an engine: a word more every `tick` milliseconds. */
export function createFakeGenerations(tick: number, push: Server<AppEvents>['push']): TextHandlers {
  const cancelled = new Set<string>();
  return {
    'text:generate': async ({ generating, tokens }) => {
      let text = '';
      for (let token = 0; token < tokens; token++) {
        await new Promise((resolve) => setTimeout(resolve, tick));
        if (cancelled.has(generating)) return { outcome: 'cancelled', text };
        text += ' word';
        push('text:grown', { generating, text });
      }
      return { outcome: 'done', text };
    },
    'text:cancel': ({ generating }) => {
      cancelled.add(generating);
      return null;
    },
  };
}
