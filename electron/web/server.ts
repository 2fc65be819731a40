import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Port, UserError } from '../../shared/ipc/port.ts';
import { fill } from '../../shared/messages/fill.ts';
import { hostMessages } from '../../shared/messages/host.ts';
import { findWindowFile } from '../services/window-files.ts';

export interface WebHostOptions {
  /** The built window. */
  readonly folder: string;
  /** Answers a window until its port closes. */
  readonly serve: (port: Port) => void;
  /** Windows must show it to be answered. */
  readonly token: string;
  /** Loopback unless told; 0 takes any free port. */
  readonly address: string;
  readonly port: number;
  /** Names besides the address itself by which browsers may reach this host, for a remote machine. */
  readonly names?: readonly string[];
}

export interface WebHost {
  readonly port: number;
  /** Where a browser opens the window, token included. */
  readonly url: string;
  close(): Promise<void>;
}

/** The largest message a window may send: documents are text of kilobytes. */
const largestMessage = 64 * 1024 * 1024;

/**
 * Serves the window and its requests to browsers on this machine. Requests with another Host or Origin than this host's own are
 * refused, so that no other page can reach it. Throws UserError if the port is taken.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { folder, serve, token, address } = options;
  const server = createServer((request, response) => void serveFile(request, response, folder, isOurs));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  const port = await listen(server, options.port, address);
  const hosts = new Set(
    ['127.0.0.1', 'localhost', '[::1]', address, ...(options.names ?? [])].map((name) => `${name}:${port}`),
  );

  function isOurs({ headers }: IncomingMessage): boolean {
    if (!headers.host || !hosts.has(headers.host)) return false;
    return headers.origin === undefined || headers.origin === `http://${headers.host}`;
  }

  function isKnownWindow(request: IncomingMessage): boolean {
    if (!isOurs(request) || request.headers.origin === undefined || !URL.canParse(request.url ?? '', 'http://local'))
      return false;
    const { pathname, searchParams } = new URL(request.url!, 'http://local');
    return pathname === '/port' && isSame(searchParams.get('token') ?? '', token);
  }

  server.on('upgrade', (request, socket, head) => {
    // From here on nobody else hears of a connection that breaks, and an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    if (!isKnownWindow(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serve(socketPort(webSocket));
      webSocket.on('error', () => webSocket.terminate());
    });
  });

  return {
    port,
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new UserError(fill(hostMessages['port-taken'], { received: String(port) })));
      else if (error.code === 'EACCES')
        reject(new UserError(fill(hostMessages['port-denied'], { received: String(port) })));
      else reject(error);
    });
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}

/** A port over one window's socket. */
export function socketPort(socket: WebSocket): Port {
  return {
    post: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      socket.on('message', (data) => {
        let message: unknown;
        try {
          message = JSON.parse(String(data));
        } catch {
          socket.close(1007, 'JSON expected');
          return;
        }
        listener(message);
      });
    },
    onClose: (listener) => {
      socket.on('close', listener);
    },
  };
}

async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  isOurs: (request: IncomingMessage) => boolean,
): Promise<void> {
  const refuse = (status: number) => response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}\n`);
  if (!isOurs(request)) return void refuse(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405);
  const file = await findWindowFile(folder, request.url ?? '/');
  if (file === 'malformed') return void refuse(400);
  if (file === 'missing') return void refuse(404);
  response.writeHead(200, { ...file.headers, 'Content-Length': file.bytes });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

function isSame(received: string, token: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
