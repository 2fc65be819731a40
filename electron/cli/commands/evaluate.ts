import { parts } from '../../../shared/data/dataset.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { judgedPart } from '../../../shared/training/cross-validation.ts';
import { type Command, json, oneOf } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { showLogs } from '../show-logs.ts';
import { hintReadings } from '../show-reading.ts';
import { withApp } from '../with-app.ts';

/** Measures a run's best weights on a part of its data. */
export const evaluate: Command = {
  usage: 'evaluate RUN [--part train|validation|test] [--json]',
  summary:
    "Measures loss and metrics of a run's best weights, on the test part unless told; those of a fold on its validation part.",
  words: ['RUN'],
  options: { part: { type: 'string' }, json: { type: 'boolean' } },
  async run(args, terminal) {
    const { print, hint } = terminal;
    const asked = args.option('part');
    const given = asked === undefined ? null : oneOf('part', parts, asked);
    const directory = await runFolder(args.words[0]!);
    const { part, logs } = await withApp(async ({ runs }) => {
      runs.onNotice(({ message }) => hint(inEnglish(message)));
      hintReadings(runs, terminal);
      const part = given ?? judgedPart((await runs.read(directory)).summary);
      return { part, logs: await runs.evaluate(directory, part) };
    });
    print(args.flag('json') ? json({ run: directory, part, logs }) : `${part}: ${showLogs(logs)}`);
    return 0;
  },
};
