import { parseArgs } from 'node:util';
import { UserError } from '../../shared/ipc/port.ts';
import { type Arguments, type Command, type Terminal, UsageError } from './command.ts';

/** Every command by name; each is loaded only when it is run, so that the light ones start at once. */
const commands = {
  templates: async () => (await import('./commands/templates.ts')).templates,
  new: async () => (await import('./commands/new.ts')).newProject,
  data: async () => (await import('./commands/data.ts')).data,
  check: async () => (await import('./commands/check.ts')).check,
  profile: async () => (await import('./commands/profile.ts')).profile,
  train: async () => (await import('./commands/train.ts')).train,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluate,
  predict: async () => (await import('./commands/predict.ts')).predict,
  generate: async () => (await import('./commands/generate.ts')).generate,
  export: async () => (await import('./commands/export.ts')).exportModel,
  engines: async () => (await import('./commands/engines.ts')).engines,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
} as const satisfies Record<string, () => Promise<Command>>;

/** Runs one command line; answers the exit code: 0 well, 1 failed, 2 wrong use. */
export async function runCommandLine(line: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = line;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      await printHelp(terminal);
      return 0;
    }
    if (name === '--version') {
      terminal.print((await import('../services/host-app.ts')).appVersion());
      return 0;
    }
    if (!Object.hasOwn(commands, name)) {
      throw new UsageError(`Unknown command. Expected: one of ${Object.keys(commands).join(', ')}. Received: ${name}.`);
    }
    const command = await commands[name as keyof typeof commands]();
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.print(`layerloom ${command.usage}`);
      terminal.print(command.summary);
      return 0;
    }
    return await command.run(readArguments(command, rest), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.hint(error.message.replaceAll('\n', ' '));
      return 2;
    }
    if (error instanceof UserError) {
      terminal.hint(error.message);
      return 1;
    }
    throw error;
  }
}

async function printHelp(terminal: Terminal): Promise<void> {
  terminal.print('Usage: layerloom COMMAND');
  terminal.print('');
  for (const load of Object.values(commands)) {
    const { usage, summary } = await load();
    terminal.print(`  ${usage}`);
    terminal.print(`      ${summary}`);
  }
}

function readArguments(command: Command, line: readonly string[]): Arguments {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...line], options: command.options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${wrongOption(command, error as Error)} Usage: layerloom ${command.usage}.`);
  }
  const { values, positionals: words } = parsed;
  const wanted = typeof command.words === 'function' ? command.words(new Set(Object.keys(values))) : command.words;
  if (wanted && words.length !== wanted.length) {
    const expected = wanted.join(' ') || 'no words';
    throw new UsageError(
      `Usage: layerloom ${command.usage}. Expected: ${expected}. Received: ${words.join(' ') || 'nothing'}.`,
    );
  }
  // An empty path would be the folder that the terminal is in.
  const empty = words.includes('') || Object.keys(values).find((name) => [values[name]].flat().includes('')) || null;
  if (empty !== null) {
    const what = empty === true ? (wanted?.[words.indexOf('')] ?? 'A word') : `--${empty}`;
    throw new UsageError(`${what} must not be empty. Usage: layerloom ${command.usage}. Received: "".`);
  }
  return {
    words,
    option: (name) => values[name] as string | undefined,
    all: (name) => (values[name] as readonly string[] | undefined) ?? [],
    flag: (name) => values[name] === true,
    number(name, minimum) {
      const text = values[name] as string | undefined;
      if (text === undefined) return undefined;
      const number = Number(text);
      if (text.trim() === '' || !Number.isSafeInteger(number) || number < minimum) {
        throw new UsageError(`--${name} must be a whole number, ${minimum} or more. Received: ${text}.`);
      }
      return number;
    },
  };
}

/** What is wrong with the options of a line that `parseArgs` refused; its own words are long and no sentences. */
function wrongOption({ options }: Command, error: Error): string {
  const [received = ''] = /--?[\w-]+/.exec(error.message) ?? [];
  const option = options[received.replace(/^-+/, '')];
  if (option === undefined) {
    const expected = Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ');
    return `Unknown option. Expected: one of ${expected}. Received: ${received}.`;
  }
  return option.type === 'boolean'
    ? `${received} takes no value.`
    : `${received} needs a value; one that begins with a dash is written ${received}=-VALUE.`;
}

/** The terminal of this process. */
function processTerminal(): Terminal {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    write: (text) => void process.stdout.write(text),
    hint: (line) => void process.stderr.write(`${line}\n`),
    interactive: process.stderr.isTTY === true,
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      process.once('SIGTERM', listener);
    },
  };
}

// A reader that closes its end (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

if (!process.env.VITEST) process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
