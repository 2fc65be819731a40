import type { Prediction } from '../../../shared/ipc/runs.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type Command, json, UsageError } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { hintReadings } from '../show-reading.ts';
import { readSheet, sheetOption } from '../wanted-data.ts';
import { withApp } from '../with-app.ts';

/** Predicts the rows of a file, or the files of a folder. */
export const predict: Command = {
  usage: 'predict RUN --input PATH [--sheet NAME] [--json]',
  summary:
    "Predicts the rows of a file of the same form as the run's data, or the images or texts of a folder, with the run's best weights.",
  words: ['RUN'],
  options: { input: { type: 'string' }, ...sheetOption, json: { type: 'boolean' } },
  async run(args, terminal) {
    const { print, hint } = terminal;
    const path = args.option('input');
    if (path === undefined) throw new UsageError('predict needs --input PATH. Received: no --input.');
    const directory = await runFolder(args.words[0]!);
    const predictions = await withApp(({ runs }) => {
      runs.onNotice(({ message }) => hint(inEnglish(message)));
      hintReadings(runs, terminal);
      return runs.predict(directory, { kind: 'file', path, ...readSheet(args) });
    });
    const isJson = args.flag('json');
    for (const prediction of predictions) print(isJson ? json(prediction) : showPrediction(prediction));
    if (!isJson) for (const line of countRight(predictions)) print(line);
    return 0;
  },
};

/** Numbers of an answer that stand in a line; of an answer with more classes the largest is told. */
const shownNumbers = 20;

function showPrediction({ row, file, output, prediction, target, label, targetLabel }: Prediction): string {
  const told =
    label !== null && prediction.length > shownNumbers
      ? [prediction.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)]
      : prediction;
  const numbers = told.map(shortNumber).join(' ');
  const right = targetLabel ?? (target === null ? null : shortNumber(target));
  return [
    `row ${row + 1}${file === null ? '' : ` ${file}`} `,
    `${output}: ${label === null ? numbers : `${label} (${numbers})`}`,
    right === null ? '' : `, expected ${right}`,
  ].join('');
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Of each Output that says classes, in how many of the rows whose class is known it is right. */
function countRight(predictions: readonly Prediction[]): string[] {
  const known = predictions.filter(({ label, targetLabel }) => label !== null && targetLabel !== null);
  return [...new Set(known.map(({ output }) => output))].map((output) => {
    const answers = known.filter((prediction) => prediction.output === output);
    const right = answers.filter(({ label, targetLabel }) => label === targetLabel).length;
    return `${output}: right in ${right} of ${answers.length}`;
  });
}
