import { parts } from '../../../shared/data/dataset.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type Command, json, oneOf } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { showLogs } from '../show-logs.ts';
import { withApp } from '../with-app.ts';

/** Measures a run's best weights on a part of its data. */
export const evaluate: Command = {
  usage: 'evaluate RUN [--part train|validation|test] [--json]',
  summary: "Measures loss and metrics of a run's best weights, on the test part unless told.",
  words: ['RUN'],
  options: { part: { type: 'string', default: 'test' }, json: { type: 'boolean' } },
  async run(args, { print, hint }) {
    const part = oneOf('part', parts, args.option('part'));
    const directory = await runFolder(args.words[0]!);
    const logs = await withApp(({ runs }) => {
      runs.onNotice(({ message }) => hint(inEnglish(message)));
      return runs.evaluate(directory, part);
    });
    print(args.flag('json') ? json({ run: directory, part, logs }) : `${part}: ${showLogs(logs)}`);
    return 0;
  },
};
