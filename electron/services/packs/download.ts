import type { Dirent } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { isMissing } from '../../data/disk/file-error.ts';
import { isDiskFull, showBytes } from './disk-space.ts';
import { type Recipe, type WheelSource, wheelsOf } from './recipes.ts';
import { lastLines, runCommand } from './run-command.ts';
import type { Python } from './tools.ts';

export interface DownloadOptions {
  readonly wheel: WheelSource;
  readonly python: Python;
  /** Where finished wheels are kept. */
  readonly downloads: string;
  /** An empty folder on the same disk for what is not whole. */
  readonly staging: string;
  readonly signal: AbortSignal;
  /** Hears how many bytes there are, and how many there will be as far as pip has said. */
  readonly onBytes: (done: number, total: number | null) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/** How often the growing file is looked at, in milliseconds. */
const look = 100;

/** A wheel that was downloaded whole earlier; null if there is none. */
export async function keptWheel(wheel: WheelSource, downloads: string): Promise<string | null> {
  const [found] = await keptFiles(downloads, `${fileName(wheel)}-${wheel.version}-`);
  return found ?? null;
}

/** Removes the wheels of a recipe that were downloaded, of whatever version, and the folder when it is empty then. Answers whether there were any. */
export async function removeKept(recipe: Recipe, downloads: string): Promise<boolean> {
  const files = await Promise.all(wheelsOf(recipe).map((wheel) => keptFiles(downloads, `${fileName(wheel)}-`)));
  for (const file of files.flat()) await rm(file, { force: true });
  await rmdir(downloads).catch((error: NodeJS.ErrnoException) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error;
  });
  return files.flat().length > 0;
}

async function keptFiles(downloads: string, prefix: string): Promise<string[]> {
  const names = await readdir(downloads).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((file) => file.startsWith(prefix) && file.endsWith('.whl')).map((file) => join(downloads, file));
}

/** How a package is written in the names of its wheels. */
function fileName({ package: name }: WheelSource): string {
  return name.replaceAll('-', '_');
}

/**
 * Downloads a wheel by the machine's pip, from the index and with the settings that pip has, and gives its path. pip checks
 * its hash. One that was downloaded whole earlier is taken as it is. Throws UserError in words about what pip said.
 */
export async function downloadWheel(options: DownloadOptions): Promise<string> {
  const { wheel, python, downloads, staging, signal, onBytes, env = process.env } = options;
  const kept = await keptWheel(wheel, downloads);
  if (kept) {
    const { size } = await stat(kept);
    onBytes(size, size);
    return kept;
  }
  const [temporary, destination] = [join(staging, 'pip'), join(staging, 'wheel')];
  await mkdir(temporary, { recursive: true });
  await mkdir(destination, { recursive: true });
  let said = '';
  const running = runCommand(python.executable, ['-m', 'pip', ...pipArguments(wheel, python, destination)], {
    signal,
    guarded: true,
    // pip downloads into the system's temporary folder: here it can be watched, is on the right disk, and goes if it is cut off.
    env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, PYTHONUNBUFFERED: '1' },
    onOutput: (text) => {
      said += text;
    },
  });
  let ended = false;
  const watching = (async () => {
    for (let largest = 0; !ended; await setTimeout(look)) {
      largest = Math.max(largest, await largestWheel(staging));
      if (largest > 0) onBytes(largest, sizeSaid(said));
    }
  })();
  const end = await running.finally(() => {
    ended = true;
    return watching;
  });
  if (end.code !== 0) throw describePip(end.words, options);
  const [name] = (await readdir(destination)).filter((file) => file.endsWith('.whl'));
  if (name === undefined) throw describePip(end.words, options);
  await mkdir(downloads, { recursive: true });
  const file = join(downloads, name);
  await rename(join(destination, name), file);
  const { size } = await stat(file);
  onBytes(size, size);
  return file;
}

/** What pip is asked: one package, as a wheel, of one exact version. */
export function pipArguments(
  { package: name, version, pythons }: WheelSource,
  python: Python,
  destination: string,
): string[] {
  const served = !pythons || (python.usual && python.minor >= pythons.oldest && python.minor <= pythons.newest);
  // The libraries are the same in the wheels of all Pythons: one that has no wheel of its own takes the newest that there is.
  const other = served
    ? []
    : ['--python-version', `3.${pythons.newest}`, '--implementation', 'cp', '--abi', `cp3${pythons.newest}`];
  return [
    'download',
    `${name}==${version}`,
    '--no-deps',
    '--only-binary=:all:',
    // The wheel is kept by us until the pack is whole; a second copy in pip's cache would stay there for good.
    '--no-cache-dir',
    '--no-input',
    '--disable-pip-version-check',
    '--progress-bar=off',
    ...other,
    '--dest',
    destination,
  ];
}

/** The size that pip says of the file it downloads, as in "(274.5 MB)"; null before it has. */
export function sizeSaid(said: string): number | null {
  const match = /Downloading \S+ \((\d+(?:\.\d+)?) (bytes|kB|MB|GB)\)/.exec(said);
  if (!match) return null;
  const unit = { bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9 }[match[2] as 'bytes'];
  return Math.round(Number(match[1]) * unit);
}

/** Bytes of the largest wheel below a folder, also of one that pip has not finished. */
async function largestWheel(folder: string): Promise<number> {
  let largest = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.whl')) continue;
    const found = await stat(join(entry.parentPath ?? entry.path, entry.name)).catch(() => null);
    largest = Math.max(largest, found?.size ?? 0);
  }
  return largest;
}

/** What pip's failure means, in words for people. */
function describePip(words: string, { wheel, python, staging }: DownloadOptions): UserError {
  const { package: name, version, bytes } = wheel;
  const received = lastLines(words, 3);
  const advice = say(packMessages['index-advice'], { pip: `${python.executable} -m pip` });
  if (isDiskFull(words)) {
    const values = { expected: showBytes(2 * bytes), folder: staging, received };
    return new UserError(say(packMessages['disk-full'], values));
  }
  if (
    /NewConnectionError|ConnectTimeout|Read timed out|ProxyError|SSLError|Max retries|getaddrinfo|Connection (refused|reset|aborted)/.test(
      words,
    )
  ) {
    return new UserError(say(packMessages['index-unreachable'], { advice, received }));
  }
  if (/No matching distribution|Could not find a version/.test(words)) {
    return new UserError(say(packMessages['index-empty'], { package: name, version, advice, received }));
  }
  return new UserError(say(packMessages['download-failed'], { package: name, version, received }));
}
