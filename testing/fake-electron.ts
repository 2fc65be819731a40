import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../electron/main/desktop.ts';

/** An event of Electron's that can be prevented. */
export class FakeEvent {
  prevented = false;
  constructor(details: object = {}) {
    Object.assign(this, details);
  }
  preventDefault(): void {
    this.prevented = true;
  }
}

/** A page of Electron's, as far as the desktop app knows pages. */
export class FakeContents extends EventEmitter {
  readonly mainFrame = { url: 'layerloom://window/index.html' };
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  getURL(): string {
    return this.mainFrame.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  /** Fires an event that can be prevented; whether it was. */
  try(name: string, details: object = {}): boolean {
    const event = new FakeEvent(details);
    this.emit(name, event, details);
    return event.prevented;
  }
}

/** A window of Electron's. `close` asks whoever listens, as Electron does: first `close`, then the page. */
export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly calls: string[] = [];
  readonly loaded: string[] = [];
  hasUnsaved = false;
  destroyed = false;
  constructor(readonly options: Readonly<Record<string, unknown>>) {
    super();
  }
  loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    return Promise.resolve();
  }
  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => true;
  isMaximized = (): boolean => false;
  getNormalBounds = () => ({ x: 10, y: 20, width: 1200, height: 800 });
  show = (): unknown => this.calls.push('show');
  maximize = (): unknown => this.calls.push('maximize');
  restore = (): unknown => this.calls.push('restore');
  focus = (): unknown => this.calls.push('focus');
  /** Whether it is closed afterwards. */
  close(): boolean {
    const event = new FakeEvent();
    this.emit('close', event);
    if (event.prevented || (this.hasUnsaved && !this.webContents.try('will-prevent-unload'))) return false;
    this.destroyed = true;
    this.emit('closed');
    return true;
  }
}

/** Electron without Electron: what was registered, and what a person answers. */
export class FakeElectron {
  readonly windows: FakeWindow[] = [];
  /** Answers to the next questions, by the place of the button; the last one (stay) when there are none. */
  readonly answers: number[] = [];
  readonly questions: string[] = [];
  readonly calls: string[] = [];
  readonly ipcMain = new EventEmitter();
  readonly app: EventEmitter;
  lock = true;
  systemLanguages: string[] = ['en-GB'];
  ended = false;
  handleScheme: ((request: Request) => Promise<Response>) | null = null;
  requestPermission: ((contents: FakeContents, permission: string, answer: (given: boolean) => void) => void) | null =
    null;
  checkPermission: ((contents: FakeContents | null, permission: string) => boolean) | null = null;
  makeReady: () => void = () => undefined;

  constructor() {
    const ready = new Promise<void>((resolve) => {
      this.makeReady = resolve;
    });
    this.app = Object.assign(new EventEmitter(), {
      requestSingleInstanceLock: () => this.lock,
      getPreferredSystemLanguages: () => this.systemLanguages,
      enableSandbox: () => this.calls.push('enableSandbox'),
      whenReady: () => ready,
      quit: () => this.quit(),
      exit: (code: number) => this.calls.push(`exit ${code}`),
    });
  }

  /** As Electron quits: the app is asked, then each window, then the app once more. */
  quit(): void {
    this.calls.push('quit');
    const before = new FakeEvent();
    this.app.emit('before-quit', before);
    if (before.prevented) return;
    const open = this.windows.filter(({ destroyed }) => !destroyed);
    if (!open.every((window) => window.close())) return;
    const last = new FakeEvent();
    this.app.emit('will-quit', last);
    if (!last.prevented) this.ended = true;
  }

  /** A person closes the window. */
  closeWindow(window: FakeWindow): void {
    if (window.close() && this.windows.every(({ destroyed }) => destroyed)) this.app.emit('window-all-closed');
  }

  /** What `startDesktop` is given. */
  parts(): ElectronParts {
    const windows = this.windows;
    const ask = (...given: { message: string; buttons: string[] }[]): number => {
      const question = given.at(-1)!;
      this.questions.push(question.message);
      return this.answers.shift() ?? question.buttons.length - 1;
    };
    const parts = {
      app: this.app,
      BrowserWindow: class extends FakeWindow {
        constructor(options: Readonly<Record<string, unknown>>) {
          super(options);
          windows.push(this);
        }
      },
      dialog: {
        showMessageBoxSync: ask,
        showErrorBox: (title: string, text: string) => this.questions.push(`${title} ${text}`),
      },
      ipcMain: this.ipcMain,
      Menu: {
        buildFromTemplate: (template: { role: string }[]) => template,
        setApplicationMenu: (template: { role: string }[]) =>
          this.calls.push(`menu ${template.map(({ role }) => role).join(' ')}`),
      },
      nativeTheme: { shouldUseDarkColors: true },
      protocol: {
        registerSchemesAsPrivileged: () => this.calls.push('scheme'),
        handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
          this.handleScheme = handler;
        },
      },
      screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
      session: {
        defaultSession: Object.assign(new EventEmitter(), {
          setPermissionRequestHandler: (handler: typeof this.requestPermission) => {
            this.requestPermission = handler;
          },
          setPermissionCheckHandler: (handler: typeof this.checkPermission) => {
            this.checkPermission = handler;
          },
          setDevicePermissionHandler: () => undefined,
        }),
      },
      utilityProcess: {},
    };
    return parts as unknown as ElectronParts;
  }
}
