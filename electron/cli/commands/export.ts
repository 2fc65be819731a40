import { basename } from 'node:path';
import { predictCommand } from '../../../shared/code/predict-command.ts';
import { type ExportStage, exportFormats } from '../../../shared/ipc/exports.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type Command, json, oneOf, UsageError } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { hintReadings } from '../show-reading.ts';
import { withApp } from '../with-app.ts';

const stages: Readonly<Record<ExportStage, string>> = {
  open: 'opening the run and its data',
  write: 'writing the model',
  'read-back': 'reading it back',
  compare: 'comparing answers on held-out rows',
};

/** Writes a run's model in a format and proves it. */
export const exportModel: Command = {
  usage: `export RUN --format ${exportFormats.join('|')} --out PATH [--json]`,
  summary: "Writes the run's best model, reads it back and compares its predictions with the engine's.",
  words: ['RUN'],
  options: { format: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, terminal) {
    const format = oneOf('format', exportFormats, args.option('format'));
    const path = args.option('out');
    if (path === undefined) throw new UsageError('export needs --out PATH. Received: no --out.');
    const directory = await runFolder(args.words[0]!);
    const ending = new AbortController();
    terminal.onInterrupt(() => ending.abort());
    const onStage = (stage: ExportStage) => {
      if (terminal.interactive) terminal.hint(stages[stage]);
    };
    const report = await withApp(async ({ runs }) => {
      runs.onNotice(({ message }) => terminal.hint(inEnglish(message)));
      hintReadings(runs, terminal);
      const { limits, packages } = await runs.checkExport(directory, format);
      if (limits.length > 0) {
        for (const limit of limits) terminal.hint(inEnglish(limit));
        return null;
      }
      if (packages.length > 0) terminal.hint(`Reading it takes, besides Keras: pip install ${packages.join(' ')}.`);
      return runs.export(directory, format, path, { signal: ending.signal, onStage });
    });
    if (ending.signal.aborted && !report) terminal.hint('Cancelled; nothing was written.');
    if (!report) return 1;
    const { rows, largestDifference, reader } = report.proof;
    if (args.flag('json')) terminal.print(json(report));
    else {
      terminal.print(`Wrote ${report.path}, ${report.bytes.toLocaleString('en')} bytes.`);
      terminal.print(
        `Proved by ${reader} on ${rows} held-out rows: largest difference ${largestDifference.toExponential(1)}.`,
      );
      const command = predictCommand(format, basename(report.path));
      if (command !== null) terminal.print(`Predict the rows of a file with it: ${command.replace('\n', ' && ')}`);
    }
    return 0;
  },
};
