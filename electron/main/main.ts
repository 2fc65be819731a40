import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type MessagePortMain,
  net,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { contentSecurityPolicy } from '../../shared/ipc/content-security-policy.ts';
import { type AppEvents, type AppRequests, appRequests } from '../../shared/ipc/contract.ts';
import { createServer, type Port } from '../../shared/ipc/port.ts';
import { createHostApp, engineFile, preloadFile, windowFolder } from '../services/host-app.ts';
import { choosePath } from './choose-path.ts';
import { utilityEngineHost } from './engine-host.ts';

/** The window's own scheme: files of the built window and nothing else, so that it never has the rights of `file:`. */
const scheme = 'layerloom';
const start = `${scheme}://window/index.html`;
const folder = windowFolder();

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
app.enableSandbox();
if (!app.requestSingleInstanceLock()) app.quit();

app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
});

await app.whenReady();
serveWindow();
session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
session.defaultSession.setPermissionCheckHandler(() => false);
session.defaultSession.setDevicePermissionHandler(() => false);
Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]));

let window = openWindow();
const host = createHostApp('electron', {
  engineHost: utilityEngineHost(utilityProcess, engineFile()),
  choosePath: (request) => choosePath(dialog, window, request),
});

// The window asks for its port once after each load; only our own page in our own window gets one.
ipcMain.on('port', (event) => {
  const [port] = event.ports;
  const ours = event.senderFrame === window.webContents.mainFrame && event.senderFrame?.url.split('?')[0] === start;
  if (!port || !ours) {
    port?.close();
    return;
  }
  const server = createServer<AppRequests, AppEvents>(portOf(port), appRequests, host.handlers);
  const stop = host.onEvent((message) => server.push('run:event', message));
  const stopProgress = host.onEngineProgress((progress) => server.push('engine:progress', progress));
  port.on('close', stop);
  port.on('close', stopProgress);
  port.start();
});

app.on('second-instance', () => {
  if (window.isMinimized()) window.restore();
  window.focus();
});
app.on('activate', () => {
  if (BrowserWindow.getAllWindows().length === 0) window = openWindow();
});
app.on('window-all-closed', () => app.quit());
let closed = false;
app.on('before-quit', (event) => {
  if (closed) return;
  event.preventDefault();
  void host.close().finally(() => {
    closed = true;
    app.quit();
  });
});

function openWindow(): BrowserWindow {
  const opened = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Layerloom',
    webPreferences: {
      preload: preloadFile(),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  opened.once('ready-to-show', () => opened.show());
  void opened.loadURL(start);
  return opened;
}

function serveWindow(): void {
  protocol.handle(scheme, async (request) => {
    const { host: name, pathname } = new URL(request.url);
    const file = join(folder, decodeURIComponent(pathname));
    if (name !== 'window' || !file.startsWith(folder) || request.method !== 'GET')
      return new Response(null, { status: 404 });
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null);
    if (!found) return new Response(null, { status: 404 });
    const headers = new Headers(found.headers);
    headers.set('Content-Security-Policy', contentSecurityPolicy);
    headers.set('X-Content-Type-Options', 'nosniff');
    return new Response(found.body, { status: found.status, headers });
  });
}

function portOf(port: MessagePortMain): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => port.on('close', listener),
  };
}
