import type * as Electron from 'electron';
import type { BrowserWindow } from 'electron';
import { fill } from '../../shared/messages/fill.ts';
import { windowMessages } from '../../shared/messages/host.ts';
import { firstSpoken, type Language } from '../../shared/messages/languages.ts';
import type { Translation } from '../../shared/messages/translation.ts';
import { windowMessages as chineseMessages } from '../../shared/messages/zh/host.ts';
import type { App, AppOptions } from '../services/app.ts';
import { onScreen, readWindowState, type WindowState, writeWindowState } from '../services/window-state.ts';
import { choosePath } from './choose-path.ts';
import { menuTemplate } from './menu.ts';
import { refuseNavigation, refusePermissions } from './refuse.ts';
import { acceptPort, portOf } from './window-port.ts';
import { answerWindow, windowAddress, windowScheme } from './window-scheme.ts';

const wordsIn: Readonly<Record<Language, Translation<typeof windowMessages>>> = {
  en: windowMessages,
  zh: chineseMessages,
};

/** As much of Electron as the desktop app uses. */
export type ElectronParts = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'utilityProcess'
>;

/** What the desktop app is made of. */
export interface DesktopParts {
  readonly windowFolder: string;
  readonly preloadFile: string;
  /** Where the window's place is kept. */
  readonly stateFile: string;
  /** The app behind the window; made once Electron is ready. */
  createApp(choosePath: NonNullable<AppOptions['choosePath']>, speak: NonNullable<AppOptions['speak']>): App;
}

/**
 * The desktop app, from its start to its end. Everything here is registered at once, since much of it has to be before Electron is
 * ready; nothing here may be awaited by the entry file, since Electron is ready only after that.
 */
export function startDesktop(electron: ElectronParts, parts: DesktopParts): void {
  const { app, dialog, ipcMain } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  electron.protocol.registerSchemesAsPrivileged([windowScheme]);
  app.enableSandbox();
  refuseNavigation(app);

  let window: BrowserWindow | null = null;
  let host: App | null = null;
  let training = false;
  let quitting = false;
  let closed = false;
  let saving: Promise<void> = Promise.resolve();
  /** In the language of the window, once it has told; in that of the system before. */
  let words = wordsIn.en;

  app.on('second-instance', () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (host !== null && window === null) void show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    quitting = true;
    // With a window, the window asks.
    if (window === null && !mayStopTraining()) {
      quitting = false;
      event.preventDefault();
    }
  });
  // Not before: until the last window is closed, somebody may still choose to stay.
  app.on('will-quit', (event) => {
    if (closed || host === null) return;
    event.preventDefault();
    void Promise.allSettled([saving, host.close()]).then(([, stopped]) => {
      if (stopped.status === 'rejected') console.error(stopped.reason);
      closed = true;
      app.quit();
    });
  });

  // The window asks for its port once after each load.
  ipcMain.on('port', (event) => {
    const port = acceptPort(event, window === null || window.isDestroyed() ? null : window.webContents.mainFrame);
    if (port === null || host === null) {
      port?.close();
      return;
    }
    host.serve(portOf(port));
    port.start();
  });

  app.whenReady().then(open).catch(fail);

  async function open(): Promise<void> {
    words = wordsIn[firstSpoken(app.getPreferredSystemLanguages())];
    electron.protocol.handle(windowScheme.scheme, (request) => answerWindow(parts.windowFolder, request));
    refusePermissions(electron.session.defaultSession);
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(process.platform)));
    host = parts.createApp(
      (request) => choosePath(dialog, window, request),
      (spoken) => {
        words = wordsIn[spoken];
      },
    );
    host.onEvents((events) => {
      for (const { event } of events) {
        if (event === 'train:begin') training = true;
        else if (event === 'train:end') training = false;
      }
    });
    await show();
  }

  async function show(): Promise<void> {
    const last = onScreen(
      await readWindowState(parts.stateFile),
      electron.screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const opened = openWindow(electron, parts.preloadFile, last);
    window = opened;
    opened.on('close', (event) => {
      if ((process.platform !== 'darwin' || quitting) && !mayStopTraining()) {
        quitting = false;
        event.preventDefault();
        return;
      }
      saving = writeWindowState(parts.stateFile, placeOf(opened));
      saving.catch((error: unknown) => console.error(error));
    });
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
    // The page asks to stay while it has unsaved changes; without an answer to that, Electron would never close it.
    opened.webContents.on('will-prevent-unload', (event) => {
      const leaves = ask(opened, {
        title: words['leave-title'],
        detail: words['leave-text'],
        stay: words['leave-stay'],
        go: words['leave-discard'],
      });
      if (leaves) event.preventDefault();
      else quitting = false;
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || opened.isDestroyed()) return;
      const again = ask(opened, {
        title: words['crash-title'],
        detail: fill(words['crash-text'], { received: reason }),
        stay: words['crash-quit'],
        go: words['crash-reload'],
      });
      if (again) opened.loadURL(windowAddress).catch(fail);
      else app.quit();
    });
    await opened.loadURL(windowAddress);
  }

  /** Whether the app may end, as far as a run is concerned. */
  function mayStopTraining(): boolean {
    return (
      !training ||
      ask(window, {
        title: words['training-title'],
        detail: words['training-text'],
        stay: words['training-stay'],
        go: words['training-quit'],
      })
    );
  }

  /** Asks in a dialog of the system; true for the answer that goes on. Closing the dialog, like the Enter key, stays. */
  function ask(
    parent: BrowserWindow | null,
    { title, detail, stay, go }: { title: string; detail: string; stay: string; go: string },
  ): boolean {
    const question = {
      type: 'warning' as const,
      message: title,
      detail,
      buttons: [go, stay],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    return (parent ? dialog.showMessageBoxSync(parent, question) : dialog.showMessageBoxSync(question)) === 0;
  }

  function fail(error: unknown): void {
    const received = error instanceof Error ? error.message : String(error);
    dialog.showErrorBox(words['start-failed'], fill(words['not-loaded'], { received }));
    app.exit(1);
  }
}

/** The canvas's colours, for the moment before the page has drawn. */
const backgrounds = { light: '#f4f5f7', dark: '#111318' };

function openWindow(
  { BrowserWindow: Window, nativeTheme }: Pick<ElectronParts, 'BrowserWindow' | 'nativeTheme'>,
  preload: string,
  last: WindowState | null,
): BrowserWindow {
  const { maximized = false, ...place } = last ?? { width: 1440, height: 900 };
  const opened = new Window({
    ...place,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Layerloom',
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  // To maximize shows it too.
  opened.once('ready-to-show', () => (maximized ? opened.maximize() : opened.show()));
  return opened;
}

function placeOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}
