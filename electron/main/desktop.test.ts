import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { createServer, type Handlers } from '../../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import { FakeContents, FakeElectron } from '../../testing/fake-electron.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { until } from '../../testing/until.ts';
import type { App } from '../services/app.ts';
import { startDesktop } from './desktop.ts';

type Listener = Parameters<App['onEvents']>[0];

/** The desktop app in a fake Electron, with an app behind it that answers `templates:list` alone. */
function start({ lock = true, ready = true } = {}) {
  const electron = new FakeElectron();
  electron.lock = lock;
  const folder = temporaryFolder();
  const windowFolder = join(folder, 'window');
  mkdirSync(windowFolder);
  writeFileSync(join(windowFolder, 'index.html'), '<p>window</p>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const stateFile = join(folder, 'window.json');
  const listeners = new Set<Listener>();
  const close = vi.fn(() => Promise.resolve());
  const onEvents = (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const app = {
    onEvents,
    serve: (port: Port) => {
      const handlers = { 'templates:list': () => [] } as unknown as Handlers<AppRequests>;
      const server = createServer<AppRequests, AppEvents>(port, appRequests, handlers);
      port.onClose(onEvents((events) => server.push('run:events', [...events])));
    },
    close,
  } as unknown as App;
  const window: { speak: (language: 'en' | 'zh') => void } = { speak: () => {} };
  const begin = () =>
    startDesktop(electron.parts(), {
      windowFolder,
      preloadFile: 'preload.cjs',
      stateFile,
      createApp: (_choose, speak) => {
        window.speak = speak;
        return app;
      },
    });
  const tell = (event: string) => {
    for (const listener of listeners) listener([{ event, run: 'r' } as never]);
  };
  begin();
  if (ready) electron.makeReady();
  const opened = () => until(() => electron.windows.at(-1)!.loaded[0] ?? Promise.reject(new Error('not yet')));
  return {
    electron,
    stateFile,
    listeners,
    close,
    tell,
    opened,
    begin,
    speak: (language: 'en' | 'zh') => window.speak(language),
  };
}

/** What a page sends when it loads, from a frame at an address. */
function knock(electron: FakeElectron, senderFrame: unknown): { near: MessagePort; closed: Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  const closed = new Promise<void>((resolve) => port1.once('close', resolve));
  // Electron's ports hand over events, and tell of nothing before they are started.
  const far = Object.assign(port2, {});
  const on = far.on.bind(far);
  Object.assign(far, {
    on: (name: string, listener: (value: unknown) => void) =>
      on(name as 'message', name === 'message' ? (data: unknown) => listener({ data }) : listener),
  });
  electron.ipcMain.emit('port', { ports: [far], senderFrame });
  return { near: port1, closed };
}

test('the entry file has no await at its top level: Electron would never be ready', () => {
  const source = readFileSync(fileURLToPath(new URL('./main.ts', import.meta.url)), 'utf8');
  expect(source.split('\n').filter((line) => /\bawait\b/.test(line) && !line.startsWith('//'))).toEqual([]);
});

test('what has to come before Electron is ready does, and no window is opened until then', async () => {
  const { electron, opened } = start({ ready: false });
  expect(electron.calls).toEqual(['scheme', 'enableSandbox']);
  expect(electron.app.listenerCount('web-contents-created')).toBe(1);
  expect(electron.windows).toEqual([]);
  electron.makeReady();
  expect(await until(opened)).toBe('layerloom://window/index.html');
});

test('a second start ends at once and shows the window of the first', async () => {
  const second = start({ lock: false });
  expect(second.electron.calls).toEqual(['quit']);
  expect(second.electron.ended).toBe(true);
  const first = start();
  await until(first.opened);
  first.electron.app.emit('second-instance');
  expect(first.electron.windows[0]!.calls).toEqual(['restore', 'focus']);
});

test('the window is isolated, sandboxed and without Node', async () => {
  const { electron, opened } = start();
  await until(opened);
  expect(electron.windows[0]!.options).toMatchObject({
    show: false,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true },
  });
});

test('a page goes nowhere else, opens nothing and embeds nothing; it may load itself again', () => {
  const { electron } = start();
  const contents = new FakeContents();
  electron.app.emit('web-contents-created', {}, contents);
  const goes = (url: string, isMainFrame = true) => !contents.try('will-frame-navigate', { url, isMainFrame });
  expect(
    [
      'https://example.org',
      'file:///etc/passwd',
      'layerloom://other/index.html',
      'layerloom://window/index.html.evil',
      'javascript:alert(1)',
    ].filter((url) => goes(url)),
  ).toEqual([]);
  expect(goes('layerloom://window/index.html')).toBe(true);
  expect(goes('layerloom://window/index.html', false)).toBe(false);
  expect(contents.try('will-redirect')).toBe(true);
  expect(contents.try('will-attach-webview')).toBe(true);
  expect(contents.openHandler!({ url: 'https://example.org' })).toEqual({ action: 'deny' });
});

test('no permission is given but copy and paste of our own page', async () => {
  const { electron, opened } = start();
  await until(opened);
  const ours = electron.windows[0]!.webContents;
  const other = new FakeContents();
  other.mainFrame.url = 'https://example.org/';
  const given = (contents: FakeContents | null, permission: string) => {
    let asked: boolean | null = null;
    if (contents) electron.requestPermission!(contents, permission, (answer) => (asked = answer));
    const checked = electron.checkPermission!(contents, permission);
    if (contents) expect(asked).toBe(checked);
    return checked;
  };
  expect(
    ['media', 'geolocation', 'notifications', 'usb', 'fileSystem', 'openExternal'].filter((p) => given(ours, p)),
  ).toEqual([]);
  expect(given(ours, 'clipboard-sanitized-write')).toBe(true);
  expect(given(ours, 'clipboard-read')).toBe(true);
  expect(given(other, 'clipboard-read')).toBe(false);
  expect(given(null, 'clipboard-read')).toBe(false);
});

test('the scheme serves the window with its policy, and nothing else', async () => {
  const { electron, opened } = start();
  await until(opened);
  const get = (url: string, method = 'GET') => electron.handleScheme!(new Request(url, { method }));
  const page = await get('layerloom://window/index.html');
  expect(await page.text()).toBe('<p>window</p>');
  expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'; script-src 'self'");
  const statuses = await Promise.all(
    [
      'layerloom://window/..%2fsecret.txt',
      'layerloom://window/../secret.txt',
      'layerloom://other/index.html',
      'layerloom://window/missing.js',
      'layerloom://window/%E0%A4%A',
    ].map(async (url) => (await get(url)).status),
  );
  expect(statuses).toEqual([404, 404, 404, 404, 400]);
  expect((await get('layerloom://window/index.html', 'POST')).status).toBe(405);
});

test('our own page gets its port answered and hears events; others have theirs closed', async () => {
  const { electron, opened, tell, listeners } = start();
  await until(opened);
  const { mainFrame } = electron.windows[0]!.webContents;
  const { near } = knock(electron, mainFrame);
  const heard: unknown[] = [];
  near.on('message', (message) => heard.push(message));
  near.postMessage({ kind: 'ask', id: 1, name: 'templates:list', sent: null });
  near.postMessage({ kind: 'ask', id: 2, name: 'project:open', sent: { directory: 3 } });
  await until(() => expect(heard).toHaveLength(2));
  expect(heard[0]).toEqual({ kind: 'answer', id: 1, answer: [] });
  expect(heard[1]).toMatchObject({
    kind: 'error',
    id: 2,
    message: expect.stringContaining('does not fit the contract'),
  });
  tell('train:begin');
  await until(() => expect(heard[2]).toMatchObject({ kind: 'event', name: 'run:events' }));
  near.close();
  await until(() => expect(listeners.size).toBe(1));

  for (const frame of [null, { url: 'layerloom://window/index.html' }, { url: 'https://example.org/' }]) {
    await knock(electron, frame).closed;
  }
  mainFrame.url = 'https://example.org/';
  await knock(electron, mainFrame).closed;
});

test('what it asks is in the language of the window, and before that in that of the system', async () => {
  const { electron, opened, speak } = start({ ready: false });
  electron.systemLanguages = ['fr', 'zh-Hans-CN'];
  electron.makeReady();
  await until(opened);
  electron.windows[0]!.hasUnsaved = true;
  electron.quit();
  speak('en');
  electron.quit();
  expect(electron.questions).toEqual(['不保存就离开吗？', 'Leave without saving?']);
});

test('quitting closes what trains, once, and only after every window agreed', async () => {
  const { electron, close, opened } = start();
  await until(opened);
  const window = electron.windows[0]!;
  window.hasUnsaved = true;
  electron.quit();
  expect(electron.questions).toEqual(['Leave without saving?']);
  expect({ closed: window.destroyed, stopped: close.mock.calls.length }).toEqual({ closed: false, stopped: 0 });
  electron.answers.push(0);
  electron.quit();
  expect(window.destroyed).toBe(true);
  await until(() => expect(electron.ended).toBe(true));
  expect(close).toHaveBeenCalledOnce();
});

test('while a run trains, the window closes only if the person agrees', async () => {
  const { electron, tell, opened } = start();
  await until(opened);
  tell('train:begin');
  electron.quit();
  expect(electron.questions).toEqual(['Stop training and quit?']);
  expect(electron.windows[0]!.destroyed).toBe(false);
  tell('train:end');
  electron.quit();
  expect(electron.questions).toHaveLength(1);
  await until(() => expect(electron.ended).toBe(true));
});

test.runIf(process.platform !== 'darwin')('the app ends with its window', async () => {
  const { electron, opened } = start();
  await until(opened);
  electron.closeWindow(electron.windows[0]!);
  await until(() => expect(electron.ended).toBe(true));
});

test('without a window, activating the app opens one, and only one', async () => {
  const { electron, opened, stateFile } = start();
  await until(opened);
  electron.app.emit('activate');
  expect(electron.windows).toHaveLength(1);
  electron.windows[0]!.close();
  await until(() => readFileSync(stateFile));
  electron.app.emit('activate');
  await until(() => expect(electron.windows).toHaveLength(2));
});

test('a window that crashed is opened again, or the app ends', async () => {
  const { electron, opened } = start();
  await until(opened);
  const window = electron.windows[0]!;
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
  expect(electron.questions).toEqual([]);
  electron.answers.push(0);
  window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 9 });
  expect(window.loaded).toHaveLength(2);
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 9 });
  expect(electron.calls).toContain('quit');
  await until(() => expect(electron.ended).toBe(true));
});

test('the window comes back where it was', async () => {
  const first = start();
  await until(first.opened);
  first.electron.windows[0]!.close();
  const kept = await until(() => JSON.parse(readFileSync(first.stateFile, 'utf8')));
  expect(kept).toEqual({ x: 10, y: 20, width: 1200, height: 800, maximized: false });
  const again = start({ ready: false });
  writeFileSync(again.stateFile, JSON.stringify({ ...kept, maximized: true }));
  again.electron.makeReady();
  await until(again.opened);
  const window = again.electron.windows[0]!;
  expect(window.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 });
  window.emit('ready-to-show');
  expect(window.calls).toEqual(['maximize']);
});
