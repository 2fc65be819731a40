import type { Prediction } from '../../../shared/ipc/runs.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type Command, json, UsageError } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { hintReadings } from '../show-reading.ts';
import { readSheet, sheetOption } from '../wanted-data.ts';
import { withApp } from '../with-app.ts';

/** Predicts the rows of a file. */
export const predict: Command = {
  usage: 'predict RUN --input FILE [--sheet NAME] [--json]',
  summary: "Predicts the rows of a file of the same form as the run's data, with the run's best weights.",
  words: ['RUN'],
  options: { input: { type: 'string' }, ...sheetOption, json: { type: 'boolean' } },
  async run(args, terminal) {
    const { print, hint } = terminal;
    const path = args.option('input');
    if (path === undefined) throw new UsageError('predict needs --input FILE. Received: no --input.');
    const directory = await runFolder(args.words[0]!);
    const predictions = await withApp(({ runs }) => {
      runs.onNotice(({ message }) => hint(inEnglish(message)));
      hintReadings(runs, terminal);
      return runs.predict(directory, { kind: 'file', path, ...readSheet(args) });
    });
    for (const prediction of predictions) {
      print(args.flag('json') ? json(prediction) : showPrediction(prediction));
    }
    return 0;
  },
};

/** Numbers of an answer that stand in a line; of an answer with more classes the largest is told. */
const shownNumbers = 20;

function showPrediction({ row, output, prediction, label }: Prediction): string {
  const told =
    label !== null && prediction.length > shownNumbers
      ? [prediction.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)]
      : prediction;
  const numbers = told.map((value) => Number(value.toPrecision(6))).join(' ');
  return `row ${row + 1} ${output}: ${label === null ? numbers : `${label} (${numbers})`}`;
}
