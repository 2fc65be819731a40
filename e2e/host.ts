import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import WebSocket from 'ws';
import { socketPort } from '../electron/web/server.ts';
import { type Client, createClient } from '../shared/ipc/client-server.ts';
import { type AppEvents, type AppRequests, appEvents, appRequests } from '../shared/ipc/contract.ts';
import { LayerloomWindow } from './pages/layerloom-window.ts';

/** How long a host may take to start and to end, in milliseconds, on a busy machine. */
const patience = 30_000;

/** The project's folder. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** A web host of tests, which none uses beside another: a process of its own with settings of its own. */
export interface TestHost {
  /** Where its window is, token included. */
  readonly url: string;
  readonly pid: number;
  /** Asks the host what the window asks it, over a socket of its own that closes when the test ends. */
  client(): Promise<Client<AppRequests, AppEvents>>;
  /** Ends it at once, as a crash or the system would. */
  kill(): Promise<void>;
}

/** A host that runs. */
interface RunningHost {
  readonly host: TestHost;
  /** Closes what a test asked over, and ends the host unless nothing of the test is left in it; says whether it goes on. */
  leave(): Promise<boolean>;
  /** Ends it and says how it went. */
  end(): Promise<void>;
}

/** The host that tests use one after the other. */
interface SharedHost {
  /** As it is for one who starts it for the first time: no project was opened, no work is unsaved. */
  take(): Promise<TestHost>;
  /** To be called when the test that took it has ended. */
  leave(): Promise<void>;
}

interface Fixtures {
  /** A new folder for projects and exports, and for the settings of a host of its own; gone after the test. */
  readonly folder: string;
  /** What the host's environment has besides this process's own; nothing unless told. A host with more is a test's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the host is this test's alone, with its settings in the test's folder. */
  readonly hasOwnHost: boolean;
  readonly host: TestHost;
  /** What the window may say on its console as an error in this test; anything else fails it. */
  readonly expectedErrors: RegExp[];
  /** The window of the host, opened on the start page. */
  readonly layerloom: LayerloomWindow;
}

/**
 * Tests with a folder and a window each; a test fails on any error in the window's console, and on a process left behind. Their host goes
 * from one to the next, as it stays while windows come and go: to start it and to find out which engines run takes longer than many a test.
 */
export const test = base.extend<Fixtures, { readonly sharedHost: SharedHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'layerloom-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  environment: async ({}, use) => use({}),
  hasOwnHost: [false, { option: true }],
  sharedHost: [
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'layerloom-host-'));
      const shared: { running: RunningHost | null } = { running: null };
      await use({
        async take() {
          shared.running ??= await startHost(folder, {});
          await forget(shared.running.host, folder);
          return shared.running.host;
        },
        async leave() {
          const left = shared.running;
          // One that fails is not taken again.
          shared.running = null;
          if (await left?.leave()) shared.running = left;
        },
      });
      await shared.running?.end();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
    { scope: 'worker' },
  ],
  host: async ({ folder, environment, hasOwnHost, sharedHost }, use) => {
    if (hasOwnHost || Object.keys(environment).length > 0) {
      const running = await startHost(folder, environment);
      await use(running.host);
      await running.end();
    } else {
      await use(await sharedHost.take());
      await sharedHost.leave();
    }
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  expectedErrors: async ({}, use) => use([]),
  layerloom: async ({ page, host, expectedErrors }, use) => {
    const errors = collectErrors(page);
    page.setDefaultTimeout(patience);
    await page.goto(host.url);
    const layerloom = new LayerloomWindow(page);
    await expect(layerloom.start.title).toBeVisible();
    await use(layerloom);
    // A window with unsaved changes asks before it goes; tests answer for the person.
    await page.close({ runBeforeUnload: false });
    expect(
      errors.filter((error) => !expectedErrors.some((expected) => expected.test(error))),
      'errors in the window',
    ).toEqual([]);
  },
});

export { expect };

/** Notes what goes wrong in a page; the list grows while the page lives. */
export function collectErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  return errors;
}

/** Takes away what earlier tests have left in a host's settings, once their windows are gone. */
async function forget(host: TestHost, folder: string): Promise<void> {
  const client = await host.client();
  // Found out once by each host: no process that does so belongs to a test.
  await client.ask('engine:list', null);
  await expect
    .poll(
      async () => {
        for (const { draft } of await client.ask('drafts:list', null)) await client.ask('drafts:drop', { draft });
        return readdir(join(folder, 'settings', 'drafts')).catch(() => []);
      },
      { message: 'drafts of earlier tests' },
    )
    .toEqual([]);
  await rm(join(folder, 'settings', 'recent-projects.json'), { force: true });
}

/** Starts a host on the settings in a folder, which another may have left. */
export async function startHost(folder: string, environment: Readonly<Record<string, string>>): Promise<RunningHost> {
  const child = spawn(process.execPath, [join(projectRoot, 'build', 'web.mjs'), '--with-parent'], {
    cwd: folder,
    env: { ...process.env, ...environment, LAYERLOOM_HOME: join(folder, 'settings') },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk;
  });
  const pid = child.pid ?? 0;
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code));
    child.on('error', (error) => resolve(error.message));
  });
  const url = await firstUrl(child, ended, () => words);
  const sockets: WebSocket[] = [];
  let killed = false;
  const host: TestHost = {
    url,
    pid,
    async client() {
      const { origin, searchParams } = new URL(url);
      const address = `${origin.replace('http', 'ws')}/port?${new URLSearchParams({ token: searchParams.get('token') ?? '' })}`;
      const socket = new WebSocket(address, { origin });
      sockets.push(socket);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return createClient(socketPort(socket), appRequests, appEvents);
    },
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
  const running: RunningHost = {
    host,
    async leave() {
      for (const socket of sockets.splice(0)) socket.terminate();
      if (!killed && isRunning(pid) && !descendants(pid).some(isRunning)) return true;
      await running.end();
      return false;
    },
    async end() {
      for (const socket of sockets) socket.terminate();
      const processes = killed ? [] : descendants(pid);
      child.stdin.end();
      const how = await within(ended, `the host ends when its standard input closes. Its last words: ${words}`).catch(
        (error: unknown) => {
          child.kill('SIGKILL');
          throw error;
        },
      );
      expect(how, `how the host ended. Its last words: ${words}`).toBe(killed ? 'SIGKILL' : 0);
      await expect.poll(() => processes.filter(isRunning), { message: 'processes left behind' }).toEqual([]);
    },
  };
  return running;
}

function firstUrl(child: ChildProcess, ended: Promise<unknown>, words: () => string): Promise<string> {
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) =>
      resolve((JSON.parse(line) as { url: string }).url),
    );
    void ended.then((how) => reject(new Error(`The web host ended before it was ready. Received: ${how}, ${words()}`)));
  });
  return within(url, 'the web host starts');
}

async function within<T>(what: Promise<T>, name: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected: ${name}. Received: nothing in ${patience} ms.`)), patience);
  });
  return Promise.race([what, late]).finally(() => clearTimeout(timer));
}

/** The processes that a process started, and theirs; known on Linux alone. */
export function descendants(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [];
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name of a program stands in brackets and may hold anything; its state and its parent follow.
      const parent = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) \S /s, '')
        .split(' ')[0];
      return [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      return [];
    }
  });
  const below = (ids: readonly number[]): readonly number[] => {
    const children = parents.filter(({ parent }) => ids.includes(parent)).map((child) => child.pid);
    return children.length === 0 ? [] : [...children, ...below(children)];
  };
  return below([pid]);
}

/** Whether a process is there and not only waits to be noted as ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
