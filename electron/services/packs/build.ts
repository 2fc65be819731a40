import { cp, mkdir, readdir, readFile, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { appFolder } from '../../data/disk/places.ts';
import { isDiskFull } from './disk-space.ts';
import { includesOf } from './headers.ts';
import type { Recipe } from './recipes.ts';
import { lastLines, runCommand } from './run-command.ts';
import { isPlain, newBuildFolder, removeFolder } from './staging.ts';
import { isThere, type Tools } from './tools.ts';

export interface BuildOptions {
  readonly recipe: Recipe;
  readonly tools: Tools;
  /** The folder of packs, which knows where a build may be made. */
  readonly folder: string;
  /** Where the headers of TensorFlow are. */
  readonly includes: string;
  /** Where the libraries are, by the names they have in a pack. */
  readonly libraries: string;
  /** The file to make. */
  readonly to: string;
  readonly signal: AbortSignal;
}

/** The interface of Node that the binding is built for: the same file serves every Node and Electron since 12. */
const nodeInterface = 8;

/**
 * Builds the binding of `@tensorflow/tfjs-node-gpu`, whose sources and `binding.gyp` are used as they are, by node-gyp. Throws UserError
 * with the last lines of the compiler.
 */
export function buildBinding(options: BuildOptions): Promise<void> {
  return build(options, async (work) => {
    const source = packageFolder('@tensorflow/tfjs-node-gpu');
    await cp(join(source, 'binding.gyp'), join(work, 'binding.gyp'));
    await cp(join(source, 'binding'), join(work, 'binding'), { recursive: true });
    const made = join(work, 'made');
    const args = [
      '--module_name=tfjs_binding',
      `--module_path=${made}`,
      `--napi_build_version=${nodeInterface}`,
      `--python=${options.tools.python.executable}`,
    ];
    return { from: work, args, made: join(made, 'tfjs_binding.node') };
  });
}

/** Builds the operations that a pack adds to TensorFlow, from `electron/native`, as `buildBinding` builds the binding. */
export function buildOperations(options: BuildOptions): Promise<void> {
  return build(options, async (work) => {
    const from = join(work, 'operations');
    await cp(nativeFolder(), from, { recursive: true });
    const args = [`--python=${options.tools.python.executable}`];
    return { from, args, made: join(from, 'build', 'Release', 'loom_operations.node') };
  });
}

/** What node-gyp is to build: where it is started and what it is told besides, and the file that it makes. */
interface Building {
  readonly from: string;
  readonly args: readonly string[];
  readonly made: string;
}

/** Runs node-gyp in a folder where TensorFlow's headers and libraries are in `deps`, and moves what it made to its place. */
async function build(
  { recipe, tools, folder, includes, libraries, to, signal }: BuildOptions,
  prepare: (work: string) => Promise<Building>,
): Promise<void> {
  const work = await newBuildFolder(folder);
  try {
    const { from, args, made } = await prepare(work);
    await mkdir(join(work, 'deps', 'lib'), { recursive: true });
    await symlink(includes, join(work, 'deps', 'include'));
    for (const { entry, linkName } of recipe.libraries) {
      const library = entry.slice(entry.lastIndexOf('/') + 1);
      await symlink(join(libraries, library), join(work, 'deps', 'lib', library));
      if (linkName !== library) await symlink(join(libraries, library), join(work, 'deps', 'lib', linkName));
    }
    const nodeGyp = join(packageFolder('node-gyp'), 'bin', 'node-gyp.js');
    const env = { ...process.env, ...tools.compiler.env, ...asNode };
    const all = ['rebuild', '--jobs=2', ...args, ...(await nodeHeaders(work, signal))];
    const end = await runCommand(process.execPath, [nodeGyp, ...all], { cwd: from, env, signal, guarded: true });
    if (end.code !== 0) throw describeBuild(end.words, work);
    if (process.platform === 'darwin') await addLibraryPath(made, signal);
    await mkdir(dirname(to), { recursive: true });
    await moveFile(made, to);
  } finally {
    await removeFolder(work);
  }
}

/** What the sources of both libraries include: headers of TensorFlow, and others. */
export async function sourceIncludes(): Promise<string[]> {
  const folders = [join(packageFolder('@tensorflow/tfjs-node-gpu'), 'binding'), nativeFolder()];
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
  return [...new Set(texts.flatMap(includesOf))];
}

/** Where the sources of our own operations are. */
const nativeFolder = (): string => join(appFolder(), 'electron', 'native');

/** Electron's own program behaves as Node with this. */
export const asNode = process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {};

/** The folder of an installed package; in Electron's archive, the copy beside it that other programs can read. */
function packageFolder(name: string): string {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return dirname(manifest).replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

/**
 * Where node-gyp finds Node's headers: beside the running Node, as installers and distributions put them; else in the folder that the
 * npm setting nodedir names; else node-gyp downloads them.
 */
async function nodeHeaders(work: string, signal: AbortSignal): Promise<string[]> {
  for (const folder of [dirname(dirname(process.execPath)), process.env.npm_config_nodedir, await npmNodedir(signal)]) {
    if (!folder || !(await isThere(join(folder, 'include', 'node', 'node_api.h')))) continue;
    if (isPlain(folder)) return [`--nodedir=${folder}`];
    await symlink(folder, join(work, 'node'));
    return [`--nodedir=${join(work, 'node')}`];
  }
  // What is downloaded is kept in the home folder, unless make cannot build with that path.
  return isPlain(homedir()) ? [] : [`--devdir=${join(work, 'headers')}`];
}

async function npmNodedir(signal: AbortSignal): Promise<string | null> {
  const windows = process.platform === 'win32';
  const { code, output } = await runCommand(
    windows ? 'cmd' : 'npm',
    [...(windows ? ['/c', 'npm'] : []), 'config', 'get', 'nodedir'],
    {
      signal,
      timeout: 20_000,
    },
  );
  const folder = output.trim();
  return code === 0 && folder && folder !== 'undefined' && folder !== 'null' ? folder : null;
}

/** On macOS the libraries are named relative to a path of the loader's, and the package's build sets that for other names than these. */
async function addLibraryPath(file: string, signal: AbortSignal): Promise<void> {
  const args = ['-add_rpath', '@loader_path/../../deps/lib', file];
  const { code, words } = await runCommand('install_name_tool', args, { signal });
  if (code !== 0) throw describeBuild(words, dirname(file));
}

/** Moves a file to where it may be on another disk. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await cp(from, to);
  }
}

function describeBuild(words: string, folder: string): UserError {
  const received = tellingLines(words);
  if (isDiskFull(words))
    return new UserError(say(packMessages['disk-full'], { expected: say(phrases.room), folder, received }));
  const noHeaders =
    /gyp ERR! stack .*(FetchError|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|network|\b40[34] status|response downloading)/i;
  const key = noHeaders.test(words) ? 'headers-failed' : 'build-failed';
  return new UserError(say(packMessages[key], { received, version: process.versions.node }));
}

/** What of a build's output says what went wrong: the compiler's own words rather than what make and node-gyp say after them. */
export function tellingLines(words: string): string {
  const said = words.split('\n').filter((line) => !/^(gyp (info|ERR!)|make(\[\d+\])?:)/.test(line));
  const first = said.findIndex((line) =>
    /\b(fatal )?error\b|undefined reference|cannot find|No space left on device|Disk quota exceeded/i.test(line),
  );
  return first < 0 ? lastLines(words, 12) : lastLines(said.slice(first).join('\n'), 8);
}
