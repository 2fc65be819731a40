import { resolve } from 'node:path';
import type { EngineProgress, EngineState, PackRoom } from '../../../shared/ipc/engines.ts';
import { fill } from '../../../shared/messages/fill.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { describeRemedy, reasonWords } from '../../../shared/messages/remedies.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type PackName, packNames } from '../../../shared/training/settings.ts';
import type { Engines } from '../../services/engines.ts';
import { showBytes } from '../../services/packs/disk-space.ts';
import { type Arguments, type Command, json, type Terminal, UsageError } from '../command.ts';
import { withApp } from '../with-app.ts';

const usage = 'engines [install NAME | remove NAME | export NAME FILE | import FILE] [--json]';

type Change = (
  engines: Engines,
  words: readonly string[],
  done: (event: string, words: string) => void,
) => Promise<boolean>;

/** What can be done to engines, by its word, with the words it needs after that. Each answers false if it was cancelled. */
const changes: Readonly<Record<string, { readonly words: readonly string[]; readonly run: Change }>> = {
  install: {
    words: ['NAME'],
    async run(engines, [name], done) {
      if ((await engines.install(packName(name))) === 'cancelled') return false;
      const state = (await engines.list()).find((engine) => engine.name === name)!;
      const { version, device, reason } = state;
      done(
        'installed',
        `${state.name} ${version}: ${state.state}. ${inEnglish(state.state === 'ready' ? device : reason)}`,
      );
      return true;
    },
  },
  remove: {
    words: ['NAME'],
    async run(engines, [name], done) {
      await engines.remove(packName(name));
      done('removed', `${name} is removed.`);
      return true;
    },
  },
  export: {
    words: ['NAME', 'FILE'],
    async run(engines, [name, file], done) {
      const { outcome, bytes } = await engines.exportTo(packName(name), resolve(file!));
      if (outcome === 'cancelled') return false;
      done('exported', `Wrote ${resolve(file!)}, ${showBytes(bytes)}.`);
      return true;
    },
  },
  import: {
    words: ['FILE'],
    async run(engines, [file], done) {
      const { outcome, engine } = await engines.importFrom(resolve(file!));
      if (outcome === 'cancelled') return false;
      done('imported', `${engine} is imported.`);
      return true;
    },
  },
};

/** Lists training engines, and installs, removes and copies those that are packs. */
export const engines: Command = {
  usage,
  summary:
    'Lists the training engines of this machine, or installs, removes and copies one. Import only what somebody you trust has exported: it is a program.',
  words: null,
  options: { json: { type: 'boolean' } },
  run(args, terminal) {
    const [action, ...words] = args.words;
    if (action === undefined) return list(args, terminal);
    const change = Object.hasOwn(changes, action) ? changes[action] : undefined;
    if (!change || words.length !== change.words.length) {
      const expected = change ? `${action} ${change.words.join(' ')}` : Object.keys(changes).join(', ');
      throw new UsageError(`Usage: layerloom ${usage}. Expected: ${expected}. Received: ${args.words.join(' ')}.`);
    }
    if (change.words[0] === 'NAME') packName(words[0]);
    return withApp(async ({ engines: all }) => {
      all.onProgress(
        args.flag('json')
          ? ({ ...progress }) => terminal.print(json({ event: 'progress', ...progress }))
          : showProgress(terminal),
      );
      terminal.onInterrupt(() => all.cancel());
      const finished = await change.run(all, words, (event, said) =>
        terminal.print(args.flag('json') ? json({ event, words: said }) : said),
      );
      if (!finished) terminal.hint(packMessages.cancelled);
      return finished ? 0 : 1;
    });
  },
};

function packName(word: string | undefined): PackName {
  const found = packNames.find((name) => name === word);
  if (!found) throw new UsageError(`NAME must be one of ${packNames.join(', ')}. Received: ${word ?? 'nothing'}.`);
  return found;
}

async function list(args: Arguments, { print }: Terminal): Promise<number> {
  const found = await withApp(({ engines: all }) => all.list());
  if (args.flag('json')) {
    for (const engine of found) print(json(engine));
    return 0;
  }
  const titles = ['Engine', 'State', 'Version', 'Device', 'What to do'];
  const row = ({ name, state, version, device, remedy }: EngineState) => [
    name,
    state,
    version,
    inEnglish(device),
    describeRemedy(name, remedy),
  ];
  const rows = [titles, ...found.map(row)];
  const widths = titles.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  for (const cells of rows)
    print(
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  for (const engine of found) {
    const { name, state, onlyIfNamed, room } = engine;
    if (state !== 'ready' || onlyIfNamed) print(`${name}: ${inEnglish(reasonWords(engine))}`);
    if (state === 'not-installed' && room) print(`${name}: ${describeRoom(room)}`);
  }
  return 0;
}

/** What an install takes, in words. */
export function describeRoom({ download, installing, installed, exported }: PackRoom): string {
  const [fetched, free, kept, file] = [download, installing, installed, exported].map(showBytes);
  return fill(packMessages['room-needed'], { fetched: fetched!, free: free!, kept: kept!, file: file! });
}

/** One line that is written over in a terminal; elsewhere a line where a phase begins. */
function showProgress({ hint, interactive }: Terminal): (progress: EngineProgress) => void {
  let phase = '';
  return (progress) => {
    const begins = progress.phase !== phase;
    phase = progress.phase;
    if (!interactive && !begins) return;
    const over = interactive && !begins ? '\u001b[1A\u001b[2K' : '';
    hint(`${over}${describeProgress(progress)}`);
  };
}

/** How far something is, in words: `download 120 MB of 275 MB, 12 s left`. */
export function describeProgress({ phase, done, total, secondsLeft }: EngineProgress): string {
  const far = total === null ? (done > 0 ? ` ${showBytes(done)}` : '') : ` ${showBytes(done)} of ${showBytes(total)}`;
  return `${phase}${far}${secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`}`;
}
