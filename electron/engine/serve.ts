import { type EngineEvents, type EngineRequests, engineRequests } from '../../shared/ipc/contract.ts';
import { createServer, type Port } from '../../shared/ipc/port.ts';
import { createHandlers } from './handlers.ts';

/** Answers an engine's requests on a port; what trains is stopped when the other side is gone. */
export function serveEngine(port: Port): void {
  const { stop, ...handlers } = createHandlers((event) => server.push('run:event', event));
  const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, handlers);
  port.onClose(stop);
}
