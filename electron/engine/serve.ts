import { createServer } from '../../shared/ipc/client-server.ts';
import { type EngineEvents, type EngineRequests, engineRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import { createEventGatherer } from './event-gatherer.ts';
import { createHandlers } from './handlers.ts';
import { createReadingTeller } from './reading-teller.ts';

/** Answers an engine's requests on a port; what trains is stopped when the other side is gone. */
export function serveEngine(port: Port): void {
  const gatherer = createEventGatherer((events) => server.push('run:events', [...events]));
  const { stop, ...handlers } = createHandlers({
    emit(event) {
      gatherer.take(event);
      // The answer that the run has ended follows at once, and nothing may come after it.
      if (event.event === 'train:end') gatherer.flush();
    },
    tell: (message) => server.push('engine:notice', { message }),
    onReading: createReadingTeller((progress) => server.push('engine:reading', progress)),
    report: (progress) => server.push('profile:progress', progress),
    onText: (text) => server.push('engine:text-grown', { text }),
    onStage: (stage) => server.push('engine:export-stage', stage),
    onStarting: (engine) => server.push('engine:starting', engine),
  });
  const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, handlers);
  port.onClose(stop);
}
