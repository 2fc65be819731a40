// Opens Layerloom: in Electron where it can be had, else in an app window of an installed browser, else at a printed address.
// `npm start -- --web` forces the web host, `--port N` its port, `--electron` tries to fetch Electron again.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildNode, buildWindow, isStale } from './build.mjs';
import { findBrowser } from './find-browser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const fetchSeconds = 60;
/** How often a host that ends by itself is started again within a minute: one that ends each time at once is not worth more. */
const mostRestarts = 3;

const { values } = parseArgs({
  options: {
    web: { type: 'boolean' },
    electron: { type: 'boolean' },
    port: { type: 'string' },
    'no-window': { type: 'boolean' },
  },
});

const stale = { node: isStale('node'), window: isStale('window') };
if (stale.node || stale.window) console.log('Building, once...');
if (stale.node) await buildNode();
if (stale.window) await buildWindow();

const electron = values.web ? { reason: '--web was given' } : findElectron();
if (electron.path) {
  console.log(`Layerloom opens in Electron, because ${electron.reason}.`);
  const child = spawn(electron.path, [root], { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  startWeb(electron.reason);
}

/** The path of Electron's binary, fetched once if need be, or the reason why there is none. */
function findElectron() {
  const require = createRequire(import.meta.url);
  let folder;
  try {
    folder = dirname(require.resolve('electron/package.json'));
  } catch {
    return { reason: 'the electron package is not installed' };
  }
  const binary = () => {
    const named = join(folder, 'path.txt');
    const path = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null;
    return path && existsSync(path) ? path : null;
  };
  const present = binary();
  if (present) return { path: present, reason: 'its binary is here' };
  const { version } = require('electron/package.json');
  const memory = join(root, '.cache', 'electron-attempt.json');
  const tried = existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : null;
  if (tried?.version === version && !values.electron) {
    return {
      reason: `Electron ${version} could not be fetched on ${tried.date} (npm start -- --electron tries again)`,
    };
  }
  console.log(`Fetching Electron ${version}, once, for at most ${fetchSeconds} s...`);
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: fetchSeconds * 1000,
  });
  const fetched = status === 0 ? binary() : null;
  if (fetched) return { path: fetched, reason: 'its binary was fetched' };
  mkdirSync(dirname(memory), { recursive: true });
  writeFileSync(memory, JSON.stringify({ version, date: new Date().toISOString().slice(0, 10) }));
  return { reason: `Electron ${version} could not be fetched` };
}

/**
 * Starts the web host and opens it in a browser's app window, or prints its address. A host that ends without being asked to, as for want of
 * memory, is started again at the same address, where the window reaches it again with all that it has.
 */
function startWeb(reason) {
  const token = process.env.LAYERLOOM_TOKEN || randomBytes(24).toString('base64url');
  let host = null;
  let address = null;
  let ending = false;
  let restarts = [];
  const end = () => {
    ending = true;
    host.stdin.end();
  };
  const start = () => {
    const port = address === null ? values.port : new URL(address).port;
    host = spawn(
      process.execPath,
      [join(root, 'build', 'web.mjs'), '--with-parent', ...(port === undefined ? [] : ['--port', port])],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, LAYERLOOM_TOKEN: token } },
    );
    host.on('exit', (code, signal) => {
      restarts = restarts.filter((time) => Date.now() - time < 60_000);
      if (ending || address === null || code === 0 || restarts.length >= mostRestarts) process.exit(code ?? 1);
      restarts.push(Date.now());
      console.error(`The web host ended (${signal ?? code}), and is started again at ${address}`);
      start();
    });
    createInterface({ input: host.stdout }).once('line', (line) => {
      if (address !== null) return;
      address = JSON.parse(line).url;
      openWindow(reason, address, end);
    });
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  start();
}

/** Opens a browser's app window at an address, and calls `end` when it is closed; prints the address where there is none. */
function openWindow(reason, url, end) {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const browser = screen && !values['no-window'] ? findBrowser() : null;
  if (!browser) {
    const why = values['no-window']
      ? '--no-window was given'
      : screen
        ? 'no browser of the Chromium family was found'
        : 'there is no screen';
    console.log(`Layerloom runs on the web host, because ${reason}, and ${why}. Open ${url}`);
    return;
  }
  console.log(`Layerloom opens in an app window of ${browser}, because ${reason}. Its address is ${url}`);
  // A profile of its own, so that the window is a process of its own and ends when it is closed.
  const profile = join(tmpdir(), `layerloom-window-${process.pid}`);
  const rights = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const window = spawn(
    browser,
    [`--app=${url}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check', ...rights],
    {
      stdio: 'ignore',
    },
  );
  window.on('exit', () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    end();
  });
  window.on('error', () => console.log(`The browser could not be started. Open ${url}`));
}
