import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { z } from 'zod';
import { contentSecurityPolicy } from '../../shared/ipc/content-security-policy.ts';
import { type AppEvents, type AppRequests, appRequests, type EngineProgress } from '../../shared/ipc/contract.ts';
import { createServer as createPortServer, type Handlers, type Port, UserError } from '../../shared/ipc/port.ts';
import { hostMessages } from '../../shared/messages/host.ts';
import { fill } from '../../shared/messages/problem.ts';

export interface WebHostOptions {
  /** The built window. */
  readonly folder: string;
  readonly handlers: Handlers<AppRequests>;
  /** Calls back with every event of the app; returns how to stop. */
  readonly onEvent: (listener: (event: z.infer<AppEvents['run:event']>) => void) => () => void;
  /** Calls back with how far a change to an engine is; returns how to stop. */
  readonly onEngineProgress: (listener: (progress: EngineProgress) => void) => () => void;
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

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** The largest message a window may send: documents are text of kilobytes. */
const largestMessage = 64 * 1024 * 1024;

/**
 * Serves the window and its requests to browsers on this machine. Requests with another Host or Origin than this host's own are
 * refused, so that no other page can reach it. Throws UserError if the port is taken.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { folder, handlers, onEvent, onEngineProgress, token, address } = options;
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

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const known =
      isOurs(request) && request.headers.origin !== undefined && isSame(url.searchParams.get('token') ?? '', token);
    if (url.pathname !== '/port' || !known) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const pushed = createPortServer<AppRequests, AppEvents>(socketPort(webSocket), appRequests, handlers);
      const stop = onEvent((event) => pushed.push('run:event', event));
      webSocket.on('close', stop);
      webSocket.on(
        'close',
        onEngineProgress((progress) => pushed.push('engine:progress', progress)),
      );
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
      if (error.code === 'EADDRINUSE') reject(new UserError(fill(hostMessages['port-taken'], { received: port })));
      else if (error.code === 'EACCES') reject(new UserError(fill(hostMessages['port-denied'], { received: port })));
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
  let path: string;
  try {
    path = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname);
  } catch {
    return void refuse(400);
  }
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  if (path.includes('\0') || !file.startsWith(folder + sep)) return void refuse(404);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return void refuse(404);
  response.writeHead(200, {
    'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Cache-Control': file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
}

function isSame(received: string, token: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
