import { expand } from '../../../shared/graph/expand.ts';
import { titleOf } from '../../../shared/graph/infer.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { engineNames } from '../../../shared/training/settings.ts';
import { openProject } from '../../services/projects.ts';
import { type Command, json, oneOf } from '../command.ts';
import { hintReading } from '../show-reading.ts';
import { withApp } from '../with-app.ts';

/** Measures how long each block of a project takes. */
export const profile: Command = {
  usage: 'profile DIR [--engine E] [--batch-size N] [--json]',
  summary: 'Measures how long each block takes on the engine, forward and with its way back, the slowest first.',
  words: ['DIR'],
  options: { engine: { type: 'string' }, 'batch-size': { type: 'string' }, json: { type: 'boolean' } },
  async run(args, terminal) {
    const engine = args.option('engine');
    const batchSize = args.number('batch-size', 1);
    const named = engine === undefined ? {} : { engine: oneOf('engine', ['auto', ...engineNames], engine) };
    const { model, data, training, directory } = await openProject(args.words[0]!);
    const settings = { ...training, ...named, ...(batchSize !== undefined && { batchSize }) };
    const name = 'terminal';
    const answer = await withApp(({ profiles }) => {
      const tell = hintReading(terminal);
      profiles.onProgress((_name, { reading }) => tell(reading ?? null));
      terminal.onInterrupt(() => profiles.cancel(name));
      return profiles.measure(name, { model, data, training: settings, directory });
    });
    if (answer.outcome === 'cancelled') {
      terminal.hint('Cancelled; nothing was measured.');
      return 1;
    }
    const { profile: found } = answer;
    const { graph } = expand(model);
    if (args.flag('json')) {
      const blocks = found.blocks.map(({ block, ...times }) => {
        const { type, name: given } = graph.blocks[block]!;
        return { id: block, type, name: given, ...times };
      });
      terminal.print(json({ directory, ...found, blocks }));
      return 0;
    }
    const sum = found.blocks.reduce((whole, { forwardBackward }) => whole + forwardBackward, 0);
    const rows = found.blocks
      .toSorted((one, other) => other.forwardBackward - one.forwardBackward)
      .map(({ block, forward, forwardBackward }) => [
        `${titleOf(graph.blocks[block]!)} (${block})`,
        milliseconds(forward),
        milliseconds(forwardBackward),
        `${((100 * forwardBackward) / sum).toFixed(1)} %`,
      ]);
    const titles = ['Block', 'Forward, ms', 'Forward and backward, ms', 'Share'];
    const whole = ['All in one go', milliseconds(found.whole.forward), milliseconds(found.whole.forwardBackward), ''];
    const widths = titles.map((_title, column) =>
      Math.max(...[titles, ...rows, whole].map((row) => row[column]!.length)),
    );
    for (const row of [titles, ...rows, whole]) {
      const cells = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)));
      terminal.print(cells.join('  ').trimEnd());
    }
    const { engine: used } = found;
    const rowsOf = found.ownData ? "rows of the project's data" : 'drawn rows';
    terminal.print(
      `Medians of ${found.rounds} passes of ${found.batchSize} ${rowsOf}, operation by operation, without loss and update.`,
    );
    terminal.print(`Engine ${used.name} ${used.version}, ${inEnglish(used.device)}: ${inEnglish(used.reason)}`);
    return 0;
  },
};

function milliseconds(time: number): string {
  return time.toLocaleString('en', { maximumFractionDigits: 3, minimumFractionDigits: 3 });
}
