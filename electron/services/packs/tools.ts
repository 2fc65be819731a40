import { access } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Value, type Words } from '../../../shared/messages/sentence.ts';
import { runCommand } from './run-command.ts';
import { installHint, type System, type SystemNeed, type WhatToDo } from './system.ts';

/** A Python with pip. */
export interface Python {
  /** The interpreter itself. */
  readonly executable: string;
  /** Minor version of Python 3. */
  readonly minor: number;
  /** Whether it is CPython with its usual interface, which wheels are published for. */
  readonly usual: boolean;
}

/** A C++ compiler: what has to be in the environment of `make`, which takes g++ by itself. */
export interface Compiler {
  readonly env: Readonly<Record<string, string>>;
}

/** What a build needs of the machine. */
export interface Tools {
  readonly python: Python;
  readonly compiler: Compiler;
}

/** Something a build needs is not on this machine; `whatToDo` brings it. */
export class MissingToolError extends UserError {
  readonly whatToDo: WhatToDo;

  constructor(words: Words, whatToDo: WhatToDo) {
    super(words);
    this.whatToDo = whatToDo;
  }
}

/** Finds Python with pip and a C++ compiler. Throws MissingToolError that says which package to install. */
export async function findTools(
  system: System,
  { env = process.env, signal }: { readonly env?: NodeJS.ProcessEnv; readonly signal?: AbortSignal } = {},
): Promise<Tools> {
  const python = await findPython(system, env, signal);
  return { python, compiler: await findCompiler(system, env, signal) };
}

/** Programs that may be Python, in the order they are tried. */
const pythonNames = {
  posix: ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'],
  win32: ['python', 'python3', 'py'],
} as const;

/** Asks a Python what it is, in one start. */
const pythonQuestion = `
import importlib.util, json, platform, sys, sysconfig
print(json.dumps({
    "executable": sys.executable, "major": sys.version_info[0], "minor": sys.version_info[1],
    "usual": platform.python_implementation() == "CPython" and not sysconfig.get_config_var("Py_GIL_DISABLED"),
    "pip": importlib.util.find_spec("pip") is not None,
}))`;

interface PythonAnswer extends Python {
  readonly major: number;
  readonly pip: boolean;
}

async function findPython(system: System, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Python> {
  const tried: Value[] = [];
  let withoutPip: PythonAnswer | null = null;
  for (const name of system.platform === 'win32' ? pythonNames.win32 : pythonNames.posix) {
    const answer = await askPython(name, env, signal);
    if (answer === null) {
      tried.push(say(phrases['no-program'], { name }));
      continue;
    }
    if (answer.major !== 3 || answer.minor < 8) {
      tried.push(`${name} ${answer.major}.${answer.minor}`);
      continue;
    }
    if (answer.pip) return { executable: answer.executable, minor: answer.minor, usual: answer.usual };
    withoutPip ??= answer;
  }
  if (withoutPip) {
    const values = { python: withoutPip.executable, version: `3.${withoutPip.minor}` };
    throw missing('pip', system, say(packMessages['pip-missing'], values));
  }
  const [first = say(phrases.nothing), second] = tried;
  const received = second === undefined ? first : say(phrases['two-in-list'], { first, second });
  throw missing('python', system, say(packMessages['python-missing'], { received }));
}

async function askPython(name: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<PythonAnswer | null> {
  const { code, output } = await runCommand(name, ['-c', pythonQuestion], { env, signal, timeout: 30_000 });
  if (code !== 0) return null;
  try {
    return JSON.parse(output) as PythonAnswer;
  } catch {
    return null;
  }
}

async function findCompiler(system: System, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Compiler> {
  const works = async (file: string, ...args: string[]) =>
    (await runCommand(file, args, { env, signal, timeout: 30_000 })).code === 0;
  if (system.platform === 'darwin') {
    // Asked first: the compiler's own names open a dialog on a Mac that has none.
    if (await works('xcode-select', '-p')) return { env: {} };
    throw noCompiler(system, say(phrases['apple-tools']), say(phrases['no-program'], { name: 'xcode-select -p' }));
  }
  if (!(await works('make', '--version')))
    throw noCompiler(system, say(phrases['make-and-compiler']), say(phrases['no-program'], { name: 'make' }));
  if (env.CXX) {
    const [file = '', ...args] = env.CXX.split(/\s+/);
    if (await works(file, ...args, '--version')) return { env: {} };
    throw noCompiler(system, say(phrases['named-compiler'], { name: 'CXX' }), `CXX=${env.CXX}`);
  }
  if (await works('g++', '--version')) return { env: {} };
  if (await works('clang++', '--version')) return { env: { CC: 'clang', CXX: 'clang++' } };
  throw noCompiler(system, say(phrases['either-compiler']), say(phrases.neither));
}

function noCompiler(system: System, expected: Value, received: Value): MissingToolError {
  return missing('compiler', system, say(packMessages['compiler-missing'], { expected, received }));
}

function missing(need: SystemNeed, system: System, words: Words): MissingToolError {
  return new MissingToolError(words, installHint(need, system));
}

/** Whether a file is there. */
export async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
