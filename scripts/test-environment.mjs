// Gets what only tests need: a Python environment with Keras, and a Chromium. Each answers { path } or { reason, remedy }.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './find-browser.mjs';

const windows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

/** Runs a command and says whether it went well; `show` lets its output through. */
function run(command, args, { minutes = 10, show = true } = {}) {
  const result = spawnSync(command, args, {
    stdio: ['ignore', show ? 'inherit' : 'ignore', show ? 'inherit' : 'ignore'],
    timeout: minutes * 60_000,
    shell: windows && !existsSync(command),
  });
  return result.status === 0;
}

let aptUpdated = false;
/** Installs Debian packages, where that is possible without asking anybody. */
function aptInstall(...packages) {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return false;
  if (!aptUpdated) {
    aptUpdated = true;
    run('apt-get', ['update', '-qq'], { show: false });
  }
  return run('apt-get', ['install', '-y', '-qq', ...packages], { show: false });
}

/** A Python with PyTorch, which judges the PyTorch source that we write: one that is installed, else Debian's package. */
export function ensureTorch() {
  const given = process.env.LAYERLOOM_TORCH_PYTHON;
  if (given) return { path: given };
  const find = () => ['python3', '/usr/bin/python3'].find((name) => run(name, ['-c', 'import torch'], { show: false }));
  let path = find();
  if (!path && aptInstall('python3-torch')) path = find();
  if (path) return { path };
  return { reason: 'no Python with PyTorch was found', remedy: 'install PyTorch (Debian: python3-torch)' };
}

/** What tests need of Python, and what benchmarks do: the environment's variable, its folder, its requirements. */
export const pythonForTests = {
  variable: 'LAYERLOOM_PYTHON',
  name: 'python',
  requirements: 'testing/requirements.txt',
  alone: 'testing/requirements-alone.txt',
};
export const pythonForBenchmarks = {
  variable: 'LAYERLOOM_BENCH_PYTHON',
  name: 'bench-python',
  requirements: 'bench/requirements.txt',
};
export const pythonForTraining = {
  variable: 'LAYERLOOM_BENCH_TRAIN_PYTHON',
  name: 'bench-train-python',
  requirements: 'bench/train/requirements.txt',
};

/**
 * A Python in `.cache` with what a file of requirements names, and without what those need what another names; made once, and again
 * when the files change.
 */
export function ensurePython(root, { variable, name, requirements: listed, alone }) {
  const given = process.env[variable];
  if (given) return { path: given };
  const folder = join(root, '.cache', name);
  const path = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const requirements = join(root, listed);
  const wanted = [listed, alone].map((file) => (file ? readFileSync(join(root, file), 'utf8') : '')).join('');
  const stamp = join(folder, 'requirements.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(path)) return { path };
  rmSync(folder, { recursive: true, force: true });
  const version = 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 15))';
  const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const findPython = () => candidates.find((name) => run(name, ['-c', version], { show: false }));
  let python = findPython();
  if (!python && aptInstall('python3', 'python3-venv')) python = findPython();
  const remedy = 'install Python 3.10 or newer with its venv module, then run this again';
  if (!python) return { reason: 'no Python 3.10 or newer was found', remedy };
  console.log(`Setting up Python with Keras in .cache/${name}, once...`);
  let made = run(python, ['-m', 'venv', folder], { show: false });
  if (!made && aptInstall('python3-venv')) made = run(python, ['-m', 'venv', folder]);
  if (!made) return { reason: `${python} could not make a virtual environment`, remedy };
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r'];
  if (!run(path, [...install, requirements]) || (alone && !run(path, [...install, join(root, alone), '--no-deps'])))
    return { reason: 'pip could not install Keras', remedy: 'check the network and run this again' };
  writeFileSync(stamp, wanted);
  return { path };
}

/** A Chromium: an installed one, Playwright's own, or Debian's package when root. */
export async function ensureChromium() {
  const installed = findBrowser();
  if (installed) return { path: installed };
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath() };
  if (isRoot && aptInstall('chromium')) {
    const packaged = findBrowser();
    if (packaged) return { path: packaged };
  }
  console.log("Fetching Playwright's Chromium for the tests, once...");
  run('npx', ['playwright', 'install', 'chromium'], { minutes: 5 });
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath() };
  return {
    reason: 'no Chromium was found or could be fetched',
    remedy: 'install Chromium or Chrome, then run this again',
  };
}
