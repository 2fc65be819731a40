import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createClient, createServer, type Handlers, type Server } from '../../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appEvents, appRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import { startWebHost, type WebHost } from './server.ts';

const token = 'right-token';
const root = mkdtempSync(join(tmpdir(), 'layerloom-web-'));
const handlers = { 'templates:list': () => [] } as unknown as Handlers<AppRequests>;
let host: WebHost;
let served: Server<AppEvents> | null = null;

beforeAll(async () => {
  mkdirSync(join(root, 'window'));
  writeFileSync(join(root, 'window', 'index.html'), '<p>window</p>');
  writeFileSync(join(root, 'secret.txt'), 'secret');
  host = await startWebHost({
    folder: join(root, 'window'),
    serve: (port) => {
      served = createServer<AppRequests, AppEvents>(port, appRequests, handlers);
      port.onClose(() => {
        served = null;
      });
    },
    token,
    address: '127.0.0.1',
    port: 0,
  });
});
afterAll(async () => {
  await host.close();
  rmSync(root, { recursive: true, force: true });
});

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: host.port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

function open(path: string, origin: string | undefined): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, origin === undefined ? {} : { origin });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

const ours = () => `http://127.0.0.1:${host.port}`;

describe('the web host', () => {
  test('serves the window with a strict policy, and nothing outside its folder', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, body: '<p>window</p>' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/missing.js']) {
      expect((await get(path)).status).toBe(404);
    }
    expect((await get('/', {}, 'POST')).status).toBe(405);
    expect((await get('/%E0%A4%A')).status).toBe(400);
  });

  test('refuses pages of other names and origins', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { host: `evil.example:${host.port}` })).status).toBe(403);
    expect((await get('/', { origin: 'http://evil.example' })).status).toBe(403);
  });

  test.each([
    ['a wrong token', '/port?token=wrong', () => ours()],
    ['no token', '/port', () => ours()],
    ['another origin', `/port?token=${token}`, () => 'http://evil.example'],
    ['no origin', `/port?token=${token}`, () => undefined],
    ['another path', `/other?token=${token}`, () => ours()],
  ])('opens no port for %s', async (_title, path, origin) => {
    await expect(open(path, origin())).rejects.toThrow('403');
  });

  test('outlives an upgrade whose address is no address', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(host.port, '127.0.0.1', () => {
        socket.write(
          `GET //[ HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${ours()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        );
      });
      socket
        .on('error', () => undefined)
        .on('close', () => resolve())
        .resume();
    });
    expect((await get('/')).status).toBe(200);
  });

  test('answers requests, refuses unknown ones and pushes events', async () => {
    const socket = await open(`/port?token=${token}`, ours());
    const port: Port = {
      post: (message) => socket.send(JSON.stringify(message)),
      onMessage: (listener) => void socket.on('message', (data) => listener(JSON.parse(String(data)))),
      onClose: (listener) => void socket.on('close', listener),
    };
    const client = createClient(port, appRequests, appEvents);
    expect(await client.ask('templates:list', null)).toEqual([]);
    await expect(client.ask('project:open', { directory: '' })).rejects.toThrow('does not fit the contract');
    await expect(client.ask('toString' as never, null as never)).rejects.toThrow(
      'Unknown request. Received: "toString".',
    );
    const heard = new Promise((resolve) => client.on('run:events', resolve));
    const event = { event: 'train:epoch-begin', run: 'r', time: 1, epoch: 1 };
    served!.push('run:events', [event] as never);
    expect(await heard).toEqual([event]);
    socket.close();
    // Whoever tells windows what happens has to know which are gone.
    await expect.poll(() => served).toBeNull();
  });

  test('says when its port is taken', async () => {
    await expect(
      startWebHost({
        folder: root,
        serve: () => {},
        token,
        address: '127.0.0.1',
        port: host.port,
      }),
    ).rejects.toThrow(`Expected: a free port, or 0 for any. Received: ${host.port}.`);
  });
});
